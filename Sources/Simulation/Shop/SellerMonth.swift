import Vocabulary

/// The pots of a seller on Taobao, by the names that the ledger gives them (Contract 6).
package enum SellerPot: String, Sendable, CaseIterable {
    case alipay
    case aggregated
    case deposit
}

/// A month of a seller's money over all pots, as one story tells it: what the shop recorded, what moved, and what each movement
/// is. Plain values; the same seed gives the same month.
package struct SellerMonth: Sendable {
    package struct Movement: Sendable {
        var pot: SellerPot
        var bookedAt: Int64
        var amountFen: Int64
        var words: SellerWords
        var numbers: SellerNumbers
        /// Its class, once every statement is there; of what is mirrored, that of the original.
        var truth: String
        /// Alipay's statement prints it again, without a serial number.
        var isMirrored = false
    }

    /// A payment of the shop's records; it may be for several orders, and an order may have several.
    package struct Payment: Sendable {
        var orderNos: [String]
        var pot: SellerPot
        var amountFen: Int64
        var paidAt: Int64
        var refundsFen: [Int64] = []
    }

    /// What a person has to look at, as `recon.unexplained_money` must list it: no more, and no less.
    package struct Fault: Hashable, Sendable {
        /// Empty for a row that names none, several, or two that disagree.
        package var orderNo: String
        package var amountFen: Int64
        package var reason: String
    }

    /// The only two open items that cancel.
    package struct Pair: Hashable, Sendable {
        package var plusOrderNo: String
        package var minusOrderNo: String
        package var amountFen: Int64
    }

    /// How far a refund has come, as `recon.refund_ways` must show it once every statement is there.
    package struct Refund: Hashable, Sendable {
        package var orderNo: String
        package var step: String
        package var flag: String?
        package var recordedFen: Int64?
        package var pot: SellerPot?
        package var paidFen: Int64?
        package var returnedFen: Int64?
    }

    package let seed: UInt64
    package let firstDay: BusinessDay
    /// Older exports of Alipay say which rows are copies.
    package let hasChannelColumn: Bool
    package let hasBalances: Bool
    /// In the order of time.
    package internal(set) var movements: [Movement] = []
    package internal(set) var payments: [Payment] = []
    package internal(set) var faults: [Fault] = []
    package internal(set) var pairs: [Pair] = []
    package internal(set) var refunds: [Refund] = []
    /// Orders whose money is not what was paid, and by how much.
    package internal(set) var openOrders: [String: Int64] = [:]

    /// Before the month's first movement, where the file has balances.
    static let openingFen: [SellerPot: Int64] = [.aggregated: 8_123_456, .deposit: 5_000_000]

    var days: Int {
        let (year, month, _) = firstDay.components
        return BusinessDay.daysInMonth(year: year, month: month)
    }
}

/// What a row says of itself.
struct SellerWords: Sendable {
    /// 入账类型, 操作类型 or 账务类型.
    var type: String
    var code = ""
    /// Behind the code, or alone.
    var text = ""

    var description: String { code.isEmpty ? text : "\(code)|\(text)" }
}

/// Where a row of the Alipay statement says which order it is of; the two other statements have a column for it.
struct SellerNumbers: Sendable {
    /// For the other statements; several are joined.
    var order = ""
    /// 业务基础订单号.
    var base = ""
    /// 商户订单号.
    var merchant = ""
    /// 业务订单号.
    var business = ""
    /// 备注.
    var remark = ""

    static let none = SellerNumbers()
}
