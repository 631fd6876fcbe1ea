import Vocabulary

/// The funds bill of the day's pot as WeChat Pay prints it, some 200 bytes a line, streamed into a file: a payment and its fee, or
/// a refund, for each line of the trade bill.
struct FundsText {
    private static let columns =
        "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
    private static let summary = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"
    private static let openingFen: Int64 = 100_000_000_000

    private let day: BenchDay
    private var file: BlockedFile
    private var (rows, into, outOf) = (0, 0, 0)
    private var (intoFen, outOfFen) = (Int64(0), Int64(0))

    /// - Returns: bytes and movements.
    static func write(_ day: BenchDay, to path: String) throws -> (bytes: Int64, movements: Int) {
        var text = FundsText(day: day, file: try BlockedFile(path))
        text.writeAll()
        return (try text.file.close(), text.rows)
    }

    private init(day: BenchDay, file: BlockedFile) { (self.day, self.file) = (day, file) }

    private mutating func writeAll() {
        put(Self.columns + "\n")
        for key in day.keyRange {
            let fault = day.fault(key)
            if fault == .orderOnly { continue }
            entry(key, day.channelNo(key))
            if fault == .duplicate { entry(key, "5" + day.channelNo(key).dropFirst()) }
        }
        put(Self.summary + "\n`\(rows),`\(into),`\(Fen.yuan(intoFen)),`\(outOf),`\(Fen.yuan(outOfFen))\n")
    }

    private mutating func entry(_ key: Int, _ channelNo: String) {
        let fen = day.amountFen(key)
        let fault = day.fundsFault(key)
        if day.isRefund(key) {
            return line(key, "5" + channelNo, "退款", "退款", -fen, voucher: day.refundNo(key))
        }
        if fault == .notBooked { return }
        line(key, channelNo, "交易", "交易", fen + (fault == .amount ? 1 : 0), voucher: day.paymentNo(key))
        if fault == .twice { line(key, channelNo, "交易", "交易", fen, voucher: day.paymentNo(key)) }
        let feeFen = day.feeFen(key)
        if feeFen > 0 { line(key, channelNo, "交易", "扣除交易手续费", -feeFen, voucher: day.paymentNo(key)) }
        if fault == .nobody { line(key, "49" + channelNo.dropFirst(2), "交易", "交易", fen, voucher: "X\(key)") }
    }

    private mutating func line(
        _ key: Int, _ channelNo: String, _ name: String, _ type: String, _ fen: Int64, voucher: String
    ) {
        rows += 1
        if fen > 0 {
            (into, intoFen) = (into + 1, intoFen + fen)
        } else {
            (outOf, outOfFen) = (outOf + 1, outOfFen - fen)
        }
        put(
            "`\(ShanghaiTime.text(epochSeconds: day.occurredAt(key))),`\(channelNo),`\(channelNo.dropFirst(2))\(rows % 10),`"
        )
        put("\(name),`\(type),`\(fen > 0 ? "收入" : "支出"),`\(Fen.yuan(abs(fen))),`")
        put("\(Fen.yuan(Self.openingFen + intoFen - outOfFen)),`system,`,`\(voucher)\n")
    }

    private mutating func put(_ text: String) { file.put(text) }
}

extension BenchDay {
    /// What is wrong with the money: of every thousand keys one, not those that are wrong between shop and channel.
    enum FundsFault: Int, CaseIterable { case notBooked, amount, twice, nobody }

    func fundsFault(_ key: Int) -> FundsFault? {
        guard key % Self.keysPerFault == Self.keysPerFault / 4 else { return nil }
        return FundsFault(rawValue: key / Self.keysPerFault % FundsFault.allCases.count)
    }

    /// As the trade bill prints it.
    func feeFen(_ key: Int) -> Int64 { isRefund(key) ? 0 : amountFen(key) * 6 / 1000 }

    /// Code, number and sum of differences in fen of all that the money side must find.
    var fundsTruth: [String] {
        var counts: [String: (rows: Int, fen: Int64)] = [:]
        for key in oneOfEach(at: Self.keysPerFault / 4) {
            guard let fault = fundsFault(key) else { continue }
            let fen = amountFen(key)
            let (code, difference): (String, Int64) =
                switch fault {
                case .notBooked: ("not_booked", feeFen(key) - fen)
                case .amount: ("booked_amount_mismatch", 1)
                case .twice: ("booked_twice", fen)
                case .nobody: ("booked_only", fen)
                }
            counts[code, default: (0, 0)].rows += 1
            counts[code, default: (0, 0)].fen += difference
        }
        return counts.map { "\($0.key) \($0.value.rows) \(Fen.yuan($0.value.fen))" }.sorted()
    }
}
