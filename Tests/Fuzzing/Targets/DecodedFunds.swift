import Vocabulary

@testable import Bills

/// A funds bill that was decoded, with what has to be the same however it was read.
struct DecodedFunds: Hashable {
    var summary: FundsSummary
    /// Over every field of every movement.
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    var lastLine: Int32 = 0

    /// - Returns: nil where the bill was refused, the same way with blocks of every size.
    static func read(_ file: InMemoryFile, of account: ChannelAccount, isImport: Bool) throws -> DecodedFunds? {
        var results: [Result<DecodedFunds, Problem>] = []
        for blockBytes in DecodedBill.blocksBytes {
            do {
                results.append(
                    .success(try decode(file.bill, of: account, isImport: isImport, blockBytes: blockBytes)))
            } catch let problem as Problem {
                try hold(problem)
                results.append(.failure(problem))
            }
        }
        try hold(
            results[0] == results[1],
            "blocks of \(DecodedBill.blocksBytes) bytes give \(results[0]) and \(results[1])")
        return try? results[0].get()
    }

    private static func decode(
        _ file: BillFile, of account: ChannelAccount, isImport: Bool, blockBytes: Int
    ) throws -> DecodedFunds {
        let bill = ExpectedBill(
            account: account, day: DecodedBill.day, limits: DecodedBill.limits, blockBytes: blockBytes)
        let expected = ExpectedFunds(bill, pot: Pot("BASIC"), isImport: isImport)
        let decoder: any FundsDecoder =
            account.channel == .wechatpay ? WeChatPayFunds(expected) : AlipayFunds(expected)
        var decoded = DecodedFunds(summary: FundsSummary())
        var sums = (into: Int64(0), outOf: Int64(0), rows: Int64(0))
        decoded.summary = try decoder.decode(
            file, progress: { _ in },
            sink: { movement in
                try holdMovement(movement)
                try hold(
                    movement.lineNumber > decoded.lastLine, "line \(movement.lineNumber) after \(decoded.lastLine)")
                decoded.lastLine = movement.lineNumber
                decoded.add(movement)
                sums.rows += 1
                if movement.amountFen < 0 { sums.outOf -= movement.amountFen } else { sums.into += movement.amountFen }
            })
        let summary = decoded.summary
        try hold(
            sums == (summary.into.amountFen, summary.outOf.amountFen, summary.rows),
            "the movements add up to \(sums), the summary says \(summary)")
        if summary.isChained, let openingFen = summary.openingFen, let closingFen = summary.closingFen {
            try hold(openingFen + summary.netFen == closingFen, "the balances do not close: \(summary)")
        }
        try hold(account.channel == .alipay || summary.isChained, "a broken chain was let through")
        return decoded
    }

    private static func holdMovement(_ movement: borrowing Movement) throws(BrokenPromise) {
        for number in [movement.businessNo, movement.voucherNo, movement.flowNo] {
            try hold(number.count <= 128 && number.allSatisfy { (0x20..<0x7F).contains($0) }, "a number is no number")
        }
        let amountFen = movement.amountFen
        try hold(amountFen.magnitude <= Fen.limitFen.magnitude, "an amount of \(amountFen)")
        for text in [movement.name, movement.type] {
            // Nothing that could be a number of somebody's.
            let isName = !text.contains { (0x30...0x39).contains($0) || $0 < 0x20 || $0 == UInt8(ascii: "@") }
            try hold(String(validating: text, as: UTF8.self) != nil && isName, "a name is no name")
        }
        try hold(movement.code.count <= 12, "a code is no code")
    }

    /// FNV-1a.
    private mutating func add(_ movement: borrowing Movement) {
        func add(_ bytes: UnsafeRawBufferPointer) {
            for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        let numbers = [
            Int64(movement.lineNumber), movement.bookedAt, movement.amountFen, movement.balanceFen ?? .min,
            Int64(bitPattern: movement.contentHash),
        ]
        for number in numbers { withUnsafeBytes(of: number) { add($0) } }
        for byte in movement.movementClass.rawValue.utf8 { withUnsafeBytes(of: byte) { add($0) } }
        for text in [
            movement.businessNo, movement.voucherNo, movement.flowNo, movement.name, movement.type, movement.code,
        ] {
            add(text)
            withUnsafeBytes(of: text.count) { add($0) }
        }
    }
}
