import Vocabulary

@testable import Bills

/// A bill that was decoded, with what has to be the same however it was read.
struct DecodedBill: Hashable {
    var summary: BillSummary
    /// Over every field of every entry.
    var digest = 0
    var lastLine: Int32 = 0
    var isPlain = true

    static let wechatPay = ChannelAccount(channel: .wechatpay, account: "1900999001")
    static let alipay = ChannelAccount(channel: .alipay, account: "2088000000000001")
    static let day = BusinessDay(number: 20_778)  // 2026-11-21

    /// Small enough that an input meets each of them.
    static let limits: BillLimits = {
        var limits = BillLimits()
        limits.inflatedBytesMax = 8 << 20
        limits.lineBytesMax = 4096
        return limits
    }()

    /// Blocks that end within every row, and ones that hold most inputs whole.
    static let blocksBytes = [61, 16 * 1024]

    /// - Returns: nil where the bill was refused, the same way with blocks of every size.
    static func read(_ files: [InMemoryFile], of account: ChannelAccount) throws -> DecodedBill? {
        var results: [Result<DecodedBill, Problem>] = []
        for blockBytes in blocksBytes {
            do {
                results.append(.success(try decode(files.map(\.bill), of: account, blockBytes: blockBytes)))
            } catch let problem as Problem {
                try hold(problem)
                results.append(.failure(problem))
            }
        }
        try hold(
            results[0] == results[1],
            "blocks of \(blocksBytes) bytes give \(results[0]) and \(results[1])")
        return try? results[0].get()
    }

    private static func decode(
        _ files: [BillFile], of account: ChannelAccount, blockBytes: Int
    ) throws -> DecodedBill {
        var hasher = FoldedHash()
        var sums = (payments: Sums(), refunds: Sums())
        var decoded = DecodedBill(summary: BillSummary())
        var lastFile: Int16 = 0
        let expected = ExpectedBill(account: account, day: day, limits: limits, blockBytes: blockBytes)
        let decoder: any BillDecoder =
            account.channel == .wechatpay ? WeChatPayBill(expected) : AlipayBill(expected)
        let summary = try decoder.entries(of: files) { entry in
            try holdEntry(entry)
            if entry.fileNumber != lastFile { decoded.lastLine = 0 }
            lastFile = entry.fileNumber
            try hold(entry.lineNumber > decoded.lastLine, "line \(entry.lineNumber) after \(decoded.lastLine)")
            decoded.lastLine = entry.lineNumber
            decoded.isPlain = decoded.isPlain && entry.isClassified
            hasher.add(entry)
            if entry.type == .payment { sums.payments.add(entry) } else { sums.refunds.add(entry) }
        }
        decoded.summary = summary
        decoded.digest = hasher.value
        decoded.isPlain = decoded.isPlain && summary.flaggedRows == 0
        try hold(
            sums.payments.isEqual(to: summary.payments) && sums.refunds.isEqual(to: summary.refunds),
            "the entries add up to \(sums), the summary says \(summary)")
        return decoded
    }

    private static func holdEntry(_ entry: BillEntry) throws(BrokenPromise) {
        func isNumber(_ bytes: UnsafeRawBufferPointer) -> Bool {
            (1...128).contains(bytes.count) && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F || $0 == 0x20 }
        }
        func isMoney(_ amount: Int64) -> Bool { amount.magnitude <= Fen.limitFen.magnitude }
        try hold(isNumber(entry.paymentNo) && isNumber(entry.channelTradeNo), "an entry without its numbers")
        try hold(
            entry.type == .payment ? entry.refundNo.isEmpty : isNumber(entry.refundNo), "a refund number is not right")
        try hold(entry.amountFen >= 0 && isMoney(entry.amountFen), "an amount of \(entry.amountFen)")
        try hold(isMoney(entry.settledFen) && isMoney(entry.feeE5), "more money than there is")
        try hold(
            entry.currency.count == 3 && entry.currency.allSatisfy { (65...90).contains($0) }, "a currency is no word")
        try hold(
            String(validating: entry.state, as: UTF8.self) != nil && entry.state.allSatisfy { $0 >= 0x20 },
            "a state is no text")
    }
}

/// A naive second sum of entries.
private struct Sums {
    var rows: Int64 = 0
    var amountFen: Int64 = 0
    var feesE5: Int64 = 0

    mutating func add(_ entry: BillEntry) {
        rows += 1
        amountFen &+= entry.amountFen
        feesE5 &+= entry.feeE5
    }

    func isEqual(to totals: BillTotals) -> Bool {
        rows == totals.rows && amountFen == totals.amountFen && feesE5 == totals.feesE5
    }
}

/// FNV-1a.
private struct FoldedHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325
    var value: Int { Int(truncatingIfNeeded: state) }

    mutating func add(_ entry: BillEntry) {
        for number in [
            Int64(entry.lineNumber), Int64(entry.fileNumber), entry.type == .payment ? 0 : 1,
            entry.isClassified ? 1 : 0,
            entry.isRefundNotExecuted ? 1 : 0, entry.amountFen, entry.settledFen, entry.feeE5, entry.occurredAt,
            entry.otherDiscountPaymentFen, entry.otherDiscountRefundFen,
        ] { withUnsafeBytes(of: number) { add($0) } }
        for text in [
            entry.paymentNo, entry.refundNo, entry.channelTradeNo, entry.channelRefundNo, entry.currency, entry.state,
        ] {
            add(text)
            withUnsafeBytes(of: text.count) { add($0) }
        }
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}
