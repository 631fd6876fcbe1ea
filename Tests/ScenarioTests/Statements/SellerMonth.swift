import Bills
import Foundation
import TestRandom
import Vocabulary

/// A month of a seller's pots, from one story: each order is paid, settled, deducted from and refunded, and each movement knows
/// what it is. Statements are written from the movements, with what real exports do to them.
struct SellerMonth {
    struct Movement {
        var pot: StatementKind
        var second: Int
        var fen: Int64
        var order: String?
        var code = ""
        var text = ""
        var type: String
        /// What it must come to, once every statement is there; nil for a copy.
        var truth: String?
        /// Alipay prints it again.
        var isMirrored = false
    }

    struct Order {
        var number: String
        var paidFen: Int64
        var isBeforeTheMonth: Bool
        var refundsFen: [Int64] = []
    }

    private(set) var orders: [Order] = []
    private(set) var movements: [Movement] = []
    /// `+ item, − item, yuan` of each pair that is to be suggested.
    private(set) var pairs: [String] = []
    private(set) var openOrders: [String: String] = [:]
    let hasChannelColumn: Bool

    static let (month, monthBefore) = ("2026-07", "2026-06")
    private var random: SeededGenerator

    init(seed: UInt64, orders count: Int, hasChannelColumn: Bool) {
        random = SeededGenerator(seed: seed)
        self.hasChannelColumn = hasChannelColumn
        for number in 0..<count { tell(number) }
        tellOfFaults()
        for number in 0..<4 {
            // What is the seller's own, and large.
            movements.append(
                Movement(
                    pot: .alipay, second: at(), fen: -Int64(1_000_000 + number), type: number % 2 == 0 ? "提现" : "转账",
                    truth: "own_funds"))
        }
        movements.append(
            Movement(
                pot: .alipay, second: at(), fen: -777, code: "0999999T", text: "新业务", type: "收费", truth: "unresolved"))
        movements.sort { $0.second < $1.second }
    }

    private mutating func at() -> Int { Int.random(in: 86_400..<30 * 86_400, using: &random) }

    private mutating func order(paidFen: Int64, isBefore: Bool = false) -> Order {
        Order(number: "33900000\(1_000_000_000 + orders.count)", paidFen: paidFen, isBeforeTheMonth: isBefore)
    }

    private mutating func tell(_ number: Int) {
        let pot: StatementKind = number % 3 == 0 ? .aggregated : .alipay
        var order = order(
            paidFen: Int64.random(in: 100...90_000, using: &random),
            isBefore: Int.random(in: 0..<5, using: &random) == 0)
        let truth = order.isBeforeTheMonth ? "other_period" : "order"
        let isMirrored = pot == .aggregated
        let second = at()
        move(pot, second, order.paidFen, order.number, "0010001", "交易收款-交易收款", "交易收款", truth, isMirrored)
        let fee = max(1, order.paidFen * 6 / 1000)
        move(pot, second + 1, -fee, order.number, "0030130", "基础软件服务费", "收费", "fee:0030130", isMirrored)
        if number % 7 == 0 {
            move(pot, second + 2, 150, order.number, "0240004T", "百亿补贴激励前返", "其它", "fee:0240004T", isMirrored)
        }
        if number % 6 == 1 {
            let refund = Int64.random(in: 1...order.paidFen, using: &random)
            order.refundsFen.append(refund)
            if number % 12 == 1 {
                move(.deposit, second + 7200, -refund, order.number, "0020002", "交易退款-保证金退款", "出账", truth)
            } else {
                move(pot, second + 7200, -refund, order.number, "0020001", "交易退款-余额退款", "交易退款", truth, isMirrored)
            }
        }
        orders.append(order)
    }

    private mutating func move(
        _ pot: StatementKind, _ second: Int, _ fen: Int64, _ order: String?, _ code: String, _ text: String,
        _ type: String,
        _ truth: String?, _ isMirrored: Bool = false
    ) {
        movements.append(
            Movement(
                pot: pot, second: second, fen: fen, order: order, code: code, text: text, type: type, truth: truth,
                isMirrored: isMirrored))
    }

    /// Two orders that are booked on each other's number, three of one amount that are no pair, a receipt of an order that the
    /// shop does not know.
    private mutating func tellOfFaults() {
        for difference in [Int64(1230), -1230, 555, 555, -555] {
            let order = order(paidFen: 50_000 + difference.magnitude.asInt64)
            move(
                .alipay, at(), order.paidFen + difference, order.number, "0010001", "交易收款-交易收款", "交易收款", "order")
            orders.append(order)
            openOrders[order.number] = Fen.yuan(difference)
        }
        let crossed = orders.suffix(5)
        pairs = ["order \(crossed[crossed.startIndex].number)|order \(crossed[crossed.startIndex + 1].number)|12.30"]
        move(.alipay, at(), 31_415, "339000009999999999", "0010001", "交易收款-交易收款", "交易收款", "unresolved")
        // The shop has entered one refund twice.
        var twice = order(paidFen: 9000)
        twice.refundsFen = [2000, 2000]
        move(.alipay, at(), 9000, twice.number, "0010001", "交易收款-交易收款", "交易收款", "order")
        move(.alipay, at(), -2000, twice.number, "0020001", "交易退款-余额退款", "交易退款", "order")
        orders.append(twice)
        openOrders[twice.number] = "20.00"
    }
}

extension UInt64 { fileprivate var asInt64: Int64 { Int64(self) } }

// MARK: - As the consoles write it

extension SellerMonth {
    private func time(_ second: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(Self.month)-\(two(second / 86_400 + 1)) \(two(second / 3600 % 24)):\(two(second / 60 % 60)):\(two(second % 60))"
    }

    func text(_ kind: StatementKind) -> String {
        switch kind {
        case .aggregated: aggregated
        case .deposit: deposit
        case .alipay: alipay
        }
    }

    private var aggregated: String {
        let rows = movements.enumerated().filter { $0.element.pot == .aggregated }.map { index, row in
            "\(time(row.second)),AG\(10_000 + index),\(row.order ?? ""),\(row.type),\(into(row)),\(outOf(row)),\(row.code)|\(row.text),"
        }
        return (["入账时间,支付流水号,淘宝订单编号,入账类型,收入金额（元）,支出金额（元）,业务描述,备注"] + rows).map { $0 + "\r\n" }.joined()
    }

    private var deposit: String {
        let rows = movements.filter { $0.pot == .deposit }.map { row in
            "\(time(row.second)),\(row.type),\(Fen.yuan(row.fen)),保证金,\(row.code)|\(row.text),售后,\(row.order ?? "")"
        }
        // The title over the order numbers is blank, as it was in a real export.
        return (["完成时间,操作类型,收支金额(元),来源账户,业务描述,原因,"] + rows).map { $0 + "\r\n" }.joined()
    }

    private var alipay: String {
        let titles = ["入账时间", "支付宝流水号", "支付宝交易号", "商户订单号", "账务类型", "收入（+元）", "支出（-元）", "业务描述", "业务基础订单号", "备注"]
        let rows = movements.enumerated().filter { $0.element.pot == .alipay || $0.element.isMirrored }.map {
            index, row in
            let isCopy = row.pot != .alipay
            let cells = [
                time(row.second), isCopy ? "" : "AL\(10_000 + index)", "20260\(700_000_000 + index)",
                row.order.map { "T200P\($0)" } ?? "", row.type, into(row), outOf(row),
                row.code.isEmpty ? "" : "\(row.code)|\(row.text)", index % 2 == 0 ? row.order ?? "" : "", "",
            ]
            return (cells + (hasChannelColumn ? [isCopy ? "聚合结算渠道" : "支付宝"] : [])).joined(separator: ",")
        }
        return ([(titles + (hasChannelColumn ? ["支付渠道"] : [])).joined(separator: ",")] + rows).map { $0 + "\r\n" }
            .joined()
    }

    private func into(_ row: Movement) -> String { row.fen > 0 ? Fen.yuan(row.fen) : "" }
    private func outOf(_ row: Movement) -> String { row.fen < 0 ? Fen.yuan(row.fen) : "" }

    // MARK: - What it must come to

    /// `pot class rows yuan` of each pot and class.
    var truth: [String] {
        var sums: [String: (rows: Int, fen: Int64)] = [:]
        func add(_ key: String, _ fen: Int64) {
            sums[key, default: (0, 0)].rows += 1
            sums[key, default: (0, 0)].fen += fen
        }
        for row in movements {
            add("\(row.pot.rawValue)|\(row.truth ?? "")", row.fen)
            if row.isMirrored { add("alipay|copy", row.fen) }
        }
        return sums.map { "\($0.key)|\($0.value.rows)|\(Fen.yuan($0.value.fen))" }.sorted()
    }

    /// The shop's records.
    var shopRows: (payments: [String], refunds: [String]) {
        let payments = orders.enumerated().map { index, order in
            "('P\(index)', 'alipay', '2088', \(order.paidFen), 'CNY', 'paid', '\(order.isBeforeTheMonth ? Self.monthBefore : Self.month)-20 12:00+08', ARRAY['\(order.number)'])"
        }
        let refunds = orders.enumerated().flatMap { index, order in
            order.refundsFen.enumerated().map { place, fen in
                "('R\(index)-\(place)', 'P\(index)', 'alipay', '2088', \(fen), 'CNY', 'succeeded', '\(Self.month)-21 12:00+08')"
            }
        }
        return (payments, refunds)
    }
}
