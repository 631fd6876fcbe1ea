import Channels
import Vocabulary

@testable import Bills

/// Seller's statements in every form that their first bytes say; containers once more with checksums and sizes that fit.
extension FuzzTarget {
    static let statements = FuzzTarget(name: "statements") { input in
        let bytes = Array(input)
        let isStatement = try holdStatement(bytes)
        if bytes.first == 0x50, let repaired = RepairedContainer.zip(bytes) { _ = try holdStatement(repaired) }
        return isStatement
    }

    /// What a channel answered about a deposit, as the archive has it; a signature says who answered, not what.
    static let depositAnswers = FuzzTarget(name: "deposit-answers") { input in
        let file = InMemoryFile(Array(input))
        guard DepositAnswers(file.bill.path) != nil else { return false }
        return try refusing {
            try ReadStatement { sink in
                guard var answers = DepositAnswers(file.bill.path) else {
                    throw BrokenPromise(description: "the file is gone")
                }
                return try decodeDeposit(file.bill.path, next: { try answers.next() }, sink: sink)
            }
        } != nil
    }

    private static func holdStatement(_ bytes: [UInt8]) throws -> Bool {
        let file = InMemoryFile(bytes)
        let results = try DecodedBill.blocksBytes.map { blockBytes in
            try refusing {
                try ReadStatement { sink in
                    try decodeStatement(
                        file.bill.path, limits: DecodedBill.limits, blockBytes: blockBytes, progress: { _ in },
                        sink: sink)
                }
            }
        }
        try hold(results[0] == results[1], "blocks of other sizes give another statement")
        guard let statement = results[0] else { return false }
        try hold(
            statementKind(file.bill.path, limits: DecodedBill.limits) == statement.summary.kind,
            "another kind is told than read")
        return true
    }
}

/// A statement that was decoded, with what has to be the same however it was read.
private struct ReadStatement: Hashable {
    var summary: StatementSummary
    /// Over the numbers of every row.
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325

    init(_ decode: ((borrowing StatementRow) throws -> Void) throws -> StatementSummary) throws {
        var digest = digest
        var sums = (into: Int64(0), outOf: Int64(0), rows: Int64(0), conflicts: Int64(0))
        summary = try decode { row in
            try Self.prove(row)
            sums.rows += 1
            if row.amountFen < 0 { sums.outOf -= row.amountFen } else { sums.into += row.amountFen }
            if row.isConflict { sums.conflicts += 1 }
            let numbers = [
                UInt64(row.lineNumber), UInt64(bitPattern: row.bookedAt), UInt64(bitPattern: row.amountFen),
                UInt64(bitPattern: row.balanceFen ?? .min), row.contentHash, UInt64(row.candidates.count),
            ]
            for number in numbers { digest = (digest ^ number) &* 0x100_0000_01B3 }
            for text in [row.code, row.text, row.type, row.subOrderNo, row.refundNo] {
                for byte in text { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
            }
        }
        self.digest = digest
        try hold(
            sums == (summary.into.amountFen, summary.outOf.amountFen, summary.rows, summary.conflicts),
            "the rows add up to \(sums), the summary says \(summary)")
        if let openingFen = summary.openingFen, let closingFen = summary.closingFen {
            try hold(openingFen &+ summary.netFen == closingFen, "the balances do not close: \(summary)")
        }
    }

    private static func prove(_ row: borrowing StatementRow) throws(BrokenPromise) {
        let amountFen = row.amountFen
        try hold(amountFen.magnitude <= Fen.limitFen.magnitude, "an amount of \(amountFen)")
        for number in [row.serialNo, row.businessNo, row.merchantOrderNo, row.refundNo] {
            let isNumber = number.count <= 128 && number.allSatisfy { (0x20..<0x7F).contains($0) }
            try hold(isNumber, "a number is no number")
        }
        for candidate in row.candidates {
            let number = candidate.number
            let isOrder = (15...24).contains(number.count) && number.allSatisfy { (48...57).contains($0) }
            try hold(isOrder, "an order is no order")
        }
        let (orders, count, isNone) = (row.orders, row.candidates.count, row.orderNo.isEmpty)
        let expected = [NamedOrders.none: 0...0, .one: 1...1][orders] ?? 2...64
        try hold(expected.contains(count), "\(count) orders in a row of \(orders)")
        try hold(isNone == (orders != .one), "an order is told where none is")
        for text in [row.text, row.type] {
            // Nothing that could be a number of somebody's.
            let isName = !text.contains { (0x30...0x39).contains($0) || $0 < 0x20 || $0 == UInt8(ascii: "@") }
            try hold(String(validating: text, as: UTF8.self) != nil && isName, "a name is no name")
        }
        let codeBytes = row.code.count
        try hold(codeBytes <= 12, "a code is no code")
    }
}
