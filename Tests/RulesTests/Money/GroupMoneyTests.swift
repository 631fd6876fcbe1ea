import Rules
import Testing
import Vocabulary

/// Which movement belongs to which entry. Numbers are letters: capital ones the channel's, small ones the shop's.
@Suite struct GroupMoneyTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let entries: [(type: EntryType, numbers: MoneyNumbers)]
        let movements: [(movementClass: MovementClass, numbers: MoneyNumbers)]
        let areOfTrades: Bool
        let groups: [MoneyLink]

        init(
            _ name: String, _ entries: [(EntryType, String, String)], _ movements: [(MovementClass, String, String)],
            areOfTrades: Bool = false, _ groups: ([Int], [Int])...
        ) {
            self.name = name
            self.entries = entries.map { ($0.0, MoneyNumbers(channelNo: $0.1, shopNo: $0.2)) }
            self.movements = movements.map { ($0.0, MoneyNumbers(channelNo: $0.1, shopNo: $0.2)) }
            self.areOfTrades = areOfTrades
            self.groups = groups.map { MoneyLink(entries: $0.0, movements: $0.1) }
        }

        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(
            "by the channel's number", [(.payment, "A", "a")], [(.payment, "A", "a"), (.fee, "A", "a")], ([0], [0, 1])),
        Row(
            "two refunds of one payment", [(.refund, "A", "a"), (.refund, "B", "b")],
            [(.refund, "B", "b"), (.refund, "A", "a"), (.feeReturn, "B", "b")], ([0], [1]), ([1], [0, 2])),
        Row(
            "by the shop's number where the channel's is another", [(.payment, "A", "a")], [(.payment, "X", "a")],
            ([0], [0])),
        Row("and where there is none", [(.payment, "A", "a")], [(.fee, "", "a")], ([0], [0])),
        Row(
            "the channel's number comes first", [(.payment, "A", "a"), (.payment, "B", "b")], [(.payment, "B", "a")],
            ([0], []), ([1], [0])),
        Row(
            "the shop's number within its family only", [(.payment, "A", "a")], [(.refund, "X", "a")], ([0], []),
            ([], [0])),
        Row(
            "a refund that came back is of a refund's family", [(.refund, "A", "a")], [(.refundReturned, "X", "a")],
            ([0], [0])),
        Row(
            "of a trade, whatever the class", [(.payment, "A", "a")], [(.refund, "X", "a")], areOfTrades: true,
            ([0], [0])),
        Row(
            "payment and refunds of one trade", [(.payment, "A", "a"), (.refund, "A", "a")],
            [(.payment, "A", "a"), (.refund, "A", "a")], areOfTrades: true, ([0, 1], [0, 1])),
        Row(
            "one number of the shop's under two of the channel's", [(.payment, "A", "a"), (.payment, "B", "a")],
            [(.payment, "X", "a")], ([0], [0]), ([1], [])),
        Row(
            "nobody's, by its own number", [], [(.payment, "X", "x"), (.fee, "X", "x"), (.payment, "Y", "x")],
            ([], [0, 1]), ([], [2])),
        Row(
            "whichever row comes first", [(.payment, "A", "a")], [(.fee, "X", ""), (.payment, "X", "a")], ([0], [1]),
            ([], [0])),
        Row(
            "without any number nothing belongs together", [], [(.payment, "", ""), (.payment, "", "")], ([], [0]),
            ([], [1])),
        Row("nor without any do entries", [(.payment, "", "")], [(.payment, "", "")], ([0], []), ([], [0])),
        Row("capitals are other numbers", [(.payment, "A", "a")], [(.payment, "a", "A")], ([0], []), ([], [0])),
    ])
    func links(_ row: Row) {
        #expect(groupMoney(entries: row.entries, movements: row.movements, areOfTrades: row.areOfTrades) == row.groups)
    }
}
