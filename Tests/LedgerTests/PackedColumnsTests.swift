@testable import Bills
@testable import Ledger
import Postgres
import TestCluster
import TestRandom
import TestTurns
import Testing
import Vocabulary

/// What goes into a block comes out of it, whatever the numbers look like.
@Suite(.serialized, .waiting) struct PackedColumnsTests {
    private struct Entry {
        var line: Int32
        var numbers: [String]
        var amountFen: Int64
        var settledFen: Int64
        var feeE5: Int64
        var occurredAt: Int64
    }

    /// Numbers as shops and channels make them up, and as they should not.
    private enum Shape: String, CaseIterable {
        case digits, serial, twoPieces, ragged, upperCase, mixedCase, hexadecimal, odd, endsPadded, raggedEndsPadded,
            signs
        case spaces, backslash, chinese, empty, partlyEmpty, same, leadingZeros, long, tooLong

        /// Whether a block of several can do without lines of text.
        var isPacked: Bool { ![.raggedEndsPadded, .backslash, .chinese].contains(self) }

        func number(_ key: Int, _ random: inout SeededGenerator) -> String {
            func digits(_ count: Int) -> String { (0..<count).map { _ in String(random.below(10)) }.joined() }
            func some(_ alphabet: String, _ count: Int) -> String {
                let alphabet = Array(alphabet)
                return String((0..<count).map { _ in random.pick(alphabet) })
            }
            let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
            return switch self {
            case .digits: "4200" + digits(24)
            case .serial: "S001-20261121-00-" + String(10_000_000 + key)
            case .twoPieces: "4200" + digits(7) + "20261121" + digits(11)
            case .ragged: "P\(key * key)"
            case .upperCase: "WX" + some(upper, 14)
            case .mixedCase: "o-" + some(upper + upper.lowercased(), 15) + "Z"
            case .hexadecimal: some("0123456789abcdef", 32)
            case .odd: "T" + digits(7)
            case .endsPadded: some("0123456789", 8) + "f"
            case .raggedEndsPadded: some("0123456789", 1 + random.below(5)) + "f"
            case .signs: some("!~-_/.,:;'\"%", 12)
            case .spaces: some(" a", 6)
            case .backslash: "a\\" + digits(3)
            case .chinese: "订单" + digits(6)
            case .empty: ""
            case .partlyEmpty: random.chance(50) ? "" : digits(9)
            case .same: "4200000001"
            case .leadingZeros: "000" + digits(6)
            case .long: some(upper, 72)
            case .tooLong: some(upper, random.chance(50) ? 73 : 500)
            }
        }
    }

    private static func entries(_ count: Int, _ shapes: [Shape], _ random: inout SeededGenerator, _ type: EntryType)
        -> [Entry]
    {
        let sign: Int64 = type == .payment ? 1 : -1
        let amountMaxFen = random.pick([
            1, 255, 256, 65_535, 65_536, 131_071, 131_072, 1 << 24, 1 << 33, 1_000_000_000_000_000,
        ])
        let (rate, rounding) = (Int64(random.pick([0, 38, 60, 60, 100])), Int64(random.pick([0, 5000])))
        let (discountPercent, oddFeePercent) = (random.pick([0, 0, 20]), random.pick([0, 0, 0, 3, 100]))
        let (isSorted, skippedMax) = (random.chance(50), random.pick([1, 2, 300]))
        var line = Int32(random.below(1000) + 1)
        return (0..<count).map { key in
            line += Int32(1 + random.below(skippedMax))
            let amountFen = Int64(random.below(amountMaxFen + 1))
            let settledFen = random.chance(discountPercent) ? amountFen - Int64(random.below(700)) + 100 : amountFen
            var feeE5 = (settledFen * rate + rounding) / 10_000 * 1000
            if random.chance(oddFeePercent) { feeE5 += Int64(random.pick([1, -1000, 500, 77_000])) }
            return Entry(
                line: line, numbers: shapes.map { $0.number(key, &random) }, amountFen: amountFen,
                settledFen: sign * settledFen, feeE5: sign * feeE5,
                occurredAt: 1_795_190_400 + Int64(isSorted ? key : random.below(86_400))
                    - (random.chance(1) ? 50_000_000 : 0))
        }
    }

    /// - Returns: those that no block took, the others written.
    private static func write(
        _ entries: [Entry], _ type: EntryType, blockEntriesMax: Int32, _ connection: borrowing Connection
    ) throws -> [Entry] {
        var refused: [Entry] = []
        try connection.execute("TRUNCATE ledger.plain_block")
        try connection.copyIn("COPY ledger.plain_block (\(PlainBlock.columns)) FROM STDIN (FORMAT binary)") { writer in
            var blocks = PlainBlocks(accountID: 7, BusinessDay(number: 20_778), .kept, entriesMax: blockEntriesMax)
            try writer.header()
            for entry in entries {
                try withBytes(entry.numbers + ["CNY", "SUCCESS"]) { texts in
                    let isTaken = try blocks.append(
                        BillEntry(
                            lineNumber: entry.line, fileNumber: 0, type: type, isClassified: true,
                            isRefundNotExecuted: false,
                            paymentNo: texts[0], refundNo: texts[2], channelTradeNo: texts[1],
                            channelRefundNo: texts[3],
                            amountFen: entry.amountFen, settledFen: entry.settledFen, feeE5: entry.feeE5,
                            currency: texts[4],
                            occurredAt: entry.occurredAt, state: texts[5], otherDiscountPaymentFen: 0,
                            otherDiscountRefundFen: 0), &writer)
                    if !isTaken { refused.append(entry) }
                }
            }
            try blocks.finish(&writer)
            try writer.trailer()
        }
        return refused
    }

    private static let question = """
        SELECT line_no, payment_no, channel_trade_no, refund_no, channel_refund_no, amount_fen, settled_fen, fee_e5,
               extract(epoch FROM occurred_at)::bigint, payment_hash = hashtextextended(payment_no, 0),
               (entry).payment_no = payment_no AND (entry).fee_e5 = fee_e5, amount * 100 = amount_fen,
               settled_amount * 100 = settled_fen, fee * 100000 = fee_e5
        FROM ledger.plain_entry ORDER BY line_no
        """

    private static func shown(_ entries: [Entry]) -> [String] {
        entries.map { entry in
            ([String(entry.line)] + entry.numbers
                + [entry.amountFen, entry.settledFen, entry.feeE5, entry.occurredAt].map { String($0) }
                + ["t", "t", "t", "t", "t"]).joined(separator: "|")
        }
    }

    @Test(arguments: [EntryType.payment, .refund], 0..<4)
    func whatIsPackedIsReadAgain(type: EntryType, seed: Int) throws {
        let bench = try LedgerBench("packed_columns_\(type.rawValue)_\(seed)")
        let connection = try Connection(bench.conninfo, name: "tests")
        var random = SeededGenerator(seed: UInt64(seed))
        for shape in Shape.allCases {
            let others = (0..<3).map { _ in random.pick(Shape.allCases.filter(\.isPacked)) }
            let shapes = [shape, others[0]] + (type == .refund ? [others[1], others[2]] : [.empty, .empty])
            let entries = Self.entries(1 + random.below(400), shapes, &random, type)
            let size = Int32(random.pick([1, 2, 7, 64, 300, 1024]))
            let refused = try Self.write(entries, type, blockEntriesMax: size, connection)
            #expect(refused.allSatisfy { entry in entry.numbers.contains { $0.utf8.count > 72 } })
            let kept = entries.filter { entry in !refused.contains { $0.line == entry.line } }
            #expect(try connection.rows(Self.question) == Self.shown(kept), "\(shapes), \(size)")
            #expect(
                try bench.rows(
                    "SELECT coalesce(sum(entries), 0), coalesce(sum(amount_fen), 0), coalesce(sum(fee_e5), 0) FROM ledger.plain_block"
                )
                    == ["\(kept.count)|\(kept.reduce(0) { $0 + $1.amountFen })|\(kept.reduce(0) { $0 + $1.feeE5 })"])
            if shape.isPacked {
                #expect(try bench.rows("SELECT count(lines) FROM ledger.plain_block") == ["0"], "\(shapes)")
            }
            // Without some that were taken out.
            guard kept.count > 2 else { continue }
            let lines = kept.filter { _ in random.chance(20) }.map(\.line)
            try bench.sql(
                """
                ALTER TABLE ledger.plain_block DROP CONSTRAINT IF EXISTS an_entry_is_in_one_place;
                UPDATE ledger.plain_block b SET taken_out = t.lines, entries = entries - cardinality(t.lines)
                FROM (SELECT entry_type, first_line, array_agg(line_no) AS lines FROM ledger.plain_entry
                      WHERE line_no = ANY ('{\(lines.map { String($0) }.joined(separator: ","))}') GROUP BY 1, 2) t
                WHERE t.first_line = b.first_line
                """)
            #expect(try connection.rows(Self.question) == Self.shown(kept.filter { !lines.contains($0.line) }))
        }
    }

    /// A day of a shop like others takes few bytes: what is the same of all, or goes on by steps, is not kept.
    @Test func whatIsTheSameTakesNoRoom() throws {
        let bench = try LedgerBench("packed_room")
        let connection = try Connection(bench.conninfo, name: "tests")
        let entries = (0..<1024).map { key in
            Entry(
                line: Int32(key + 6),
                numbers: ["S001-20261121-\(100_000 + key)", "4200001234202611210000\(100_000 + key)", "", ""],
                amountFen: 100, settledFen: 100, feeE5: 1000, occurredAt: 1_795_190_400)
        }
        #expect(try Self.write(entries, .payment, blockEntriesMax: 1024, connection).isEmpty)
        // A byte for the amount, two for what each number counts on with.
        let room = "SELECT length(packed), length(steps) FROM ledger.plain_block"
        #expect(try bench.rows(room) == ["\(1024)|\(2 * 2 * 1024)"])
        #expect(try connection.rows(Self.question) == Self.shown(entries))
    }
}
