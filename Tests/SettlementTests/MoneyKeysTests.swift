import Ledger
import Testing
import Vocabulary

@testable import Settlement

/// What plainly agrees, number by number (Contract 5.4); everything else is for the rules.
@Suite struct MoneyKeysTests {
    private static let fingerprinter = KeyFingerprinter(first: 11, second: 17)

    private static func key(_ number: Int) -> KeyFingerprint {
        var text = "C\(number)"
        return text.withUTF8 { fingerprinter.payment(UnsafeRawBufferPointer($0)) }
    }

    struct Deed: Sendable {
        var deed: MoneyKeys.Deed
        var number: Int
        var amountFen: Int64 = 0
        var feeFen: Int64 = 0

        init(_ deed: MoneyKeys.Deed, _ number: Int = 1, _ amountFen: Int64 = 0, fee feeFen: Int64 = 0) {
            (self.deed, self.number, self.amountFen, self.feeFen) = (deed, number, amountFen, feeFen)
        }
    }

    /// Lines of the deeds that are open, as they were given, from 1.
    private static func open(_ deeds: [Deed], isTradeKnown: Bool = true) throws -> [Int] {
        var keys = MoneyKeys()
        for (index, deed) in deeds.enumerated() {
            try keys.append(
                deed.deed, key(deed.number), amountFen: deed.amountFen, feeFen: deed.feeFen,
                at: EntryPlace(fileNumber: 0, lineNumber: Int32(index + 1)))
        }
        var open: [Int] = []
        try keys.forEachOpen(with: MoneyKeys(), isTradeKnown: isTradeKnown) { _, place in
            open.append(Int(place.lineNumber))
        }
        return open.sorted()
    }

    @Test(
        arguments: [
            (
                "a payment and its fee",
                [Deed(.payment, 1, 88_00, fee: -53), Deed(.paid, 1, 88_00), Deed(.fee, 1, -53)], []
            ),
            ("no fee, no row", [Deed(.payment, 1, 88_00), Deed(.paid, 1, 88_00)], []),
            ("paid by others", [Deed(.payment, 1)], []),
            ("nothing moved", [Deed(.payment, 1, 88_00)], [1]),
            ("one fen short", [Deed(.payment, 1, 88_00), Deed(.paid, 1, 87_99)], [1, 2]),
            ("the fee is missing", [Deed(.payment, 1, 88_00, fee: -53), Deed(.paid, 1, 88_00)], [1, 2]),
            ("twice", [Deed(.payment, 1, 88_00), Deed(.paid, 1, 88_00), Deed(.paid, 1, 88_00)], [1, 2, 3]),
            ("two halves", [Deed(.payment, 1, 88_00), Deed(.paid, 1, 44_00), Deed(.paid, 1, 44_00)], [1, 2, 3]),
            (
                "the fee in two rows",
                [Deed(.payment, 1, 88_00, fee: -53), Deed(.paid, 1, 88_00), Deed(.fee, 1, -50), Deed(.fee, 1, -3)],
                [1, 2, 3, 4]
            ),
            ("nobody's", [Deed(.paid, 1, 88_00)], [1]),
            (
                "a refund in full",
                [Deed(.refund, 1, -30_00, fee: 18), Deed(.refunded, 1, -30_00), Deed(.feeReturned, 1, 18)], []
            ),
            ("a refund less its fee", [Deed(.refund, 1, -30_00, fee: 18), Deed(.refunded, 1, -29_82)], []),
            (
                "less its fee in two rows",
                [Deed(.refund, 1, -30_00, fee: 18), Deed(.refunded, 1, -29_00), Deed(.refunded, 1, -82)], [1, 2, 3]
            ),
            (
                "less its fee, and the fee as well",
                [Deed(.refund, 1, -30_00, fee: 18), Deed(.refunded, 1, -29_82), Deed(.feeReturned, 1, 18)], [1, 2, 3]
            ),
            ("neither", [Deed(.refund, 1, -30_00, fee: 18), Deed(.refunded, 1, -29_81)], [1, 2]),
            (
                "it came back", [Deed(.refund, 1, -30_00), Deed(.refunded, 1, -30_00), Deed(.cameBack, 1, 30_00)],
                [1, 2, 3]
            ),
            (
                "two refunds under one number",
                [Deed(.refund, 1, -10_00), Deed(.refund, 1, -20_00), Deed(.refunded, 1, -30_00)], [1, 2, 3]
            ),
            (
                "a payment and a refund under one number",
                [
                    Deed(.payment, 1, 88_00), Deed(.paid, 1, 88_00), Deed(.refund, 1, -30_00),
                    Deed(.refunded, 1, -30_00),
                ], []
            ),
            ("open elsewhere", [Deed(.payment, 1, 88_00), Deed(.contest), Deed(.paid, 1, 88_00)], [1, 3]),
            ("of no known kind, and nothing moved", [Deed(.silentRefund)], []),
            ("of no known kind, and money left", [Deed(.silentRefund), Deed(.refunded, 1, -30_00)], [1, 2]),
            (
                "each number by itself",
                [Deed(.payment, 1, 88_00), Deed(.paid, 1, 88_00), Deed(.payment, 2, 7_00), Deed(.paid, 2, 8_00)],
                [3, 4]
            ),
        ] as [(String, [Deed], [Int])])
    func whatAgreesIsPlain(title: String, deeds: [Deed], open: [Int]) throws {
        #expect(try Self.open(deeds) == open, "\(title)")
    }

    @Test func withoutATradeBillAMovementMayWaitUnlessItsNumberIsOpen() throws {
        #expect(try Self.open([Deed(.paid, 1, 88_00), Deed(.fee, 1, -53)], isTradeKnown: false) == [])
        #expect(
            try Self.open([Deed(.paid, 1, 88_00), Deed(.contest), Deed(.cameBack, 2, 5)], isTradeKnown: false) == [
                1, 3,
            ])
    }

    /// However many numbers there are, and however often one of them: a table grows with its numbers alone.
    @Test func aNumberThatIsEverywhereHidesNoOther() throws {
        var deeds: [Deed] = []
        for number in 0..<20_000 { deeds += [Deed(.payment, number, 1_00), Deed(.paid, number, 1_00)] }
        for _ in 0..<100_000 { deeds.append(Deed(.paid, -1, 1_00)) }
        deeds.append(Deed(.payment, 20_001, 1_00))
        let open = try Self.open(deeds)
        #expect(open.count == 100_001 && open.first == 40_001 && open.last == deeds.count)
    }
}
