import Ledger
import Rules
import TestTurns
import Testing
import Vocabulary

/// Whom a refund that came back concerns (Contract 5.4): the shop's own record of that very refund.
@Suite(.serialized, .waiting) struct MoneyReturnsTests {
    struct Refund: Sendable {
        var payment: String
        var refund: String
        var state = "succeeded"
        var account = "A"
        var channel = "wechatpay"
    }

    private static let cases: [(name: String, records: [Refund], told: [String])] = [
        ("succeeded", [Refund(payment: "P1", refund: "R1")], ["P1 R1"]),
        ("closed", [Refund(payment: "P1", refund: "R1", state: "closed")], []),
        (
            "of another account",
            [Refund(payment: "P1", refund: "R1", state: "closed"), Refund(payment: "P1", refund: "R1", account: "B")],
            []
        ),
        (
            "of another channel",
            [
                Refund(payment: "P1", refund: "R1", state: "closed"),
                Refund(payment: "P1", refund: "R1", channel: "alipay"),
            ],
            []
        ),
        (
            "one of two of a payment",
            [Refund(payment: "P1", refund: "R1"), Refund(payment: "P1", refund: "R2", state: "closed")], ["P1 R1"]
        ),
        (
            "one of two under one number",
            [Refund(payment: "P1", refund: "R1"), Refund(payment: "P2", refund: "R1", state: "closed")], ["P1 R1"]
        ),
    ]

    @Test(arguments: cases.indices) func theShopSaysWhetherTheBuyerShouldHaveTheMoney(index: Int) throws {
        let (name, records, told) = Self.cases[index]
        let bench = try LedgerBench.ofMoney("returned_\(index)")
        var bill: [Row] = []
        var moves: [Move] = []
        for record in records {
            let at = "\(moneyDays[0]) 12:00:00"
            try bench.refund(
                record.payment, record.refund, 300, at: at, account: record.account, channel: record.channel,
                state: record.state)
            guard record.account == "A", record.channel == "wechatpay" else { continue }
            let channelNo = "D\(bill.count)"
            bill.append(
                .refund(record.refund, of: record.payment, channelNo, 300, day: 0, tradeNo: "C\(record.payment)"))
            moves += [Move(.refund, channelNo, "", -300), Move(.refundReturned, channelNo, "", 300)]
        }
        try bench.conclude(moneyDays[0], bill)
        try bench.book(moneyDays[0], moves)
        #expect(
            try bench.rows(
                """
                SELECT payment_no || ' ' || refund_no FROM ledger.item
                WHERE kind = 'funds' AND code = 'refund_returned' AND found ORDER BY 1
                """) == told, "\(name)")
    }

    /// An entry of no known kind expects nothing, and what bears its number is more than it expects, not nobody's.
    @Test func whatMovedForAnUnclassifiedEntryIsTooMuch() throws {
        let bench = try LedgerBench.ofMoney("no_kind")
        var unknown = Row.payment("P1", "C1", 1000, day: 0)
        unknown.isClassified = false
        try bench.pay("P1", 1000, at: "\(moneyDays[0]) 12:00:00")
        try bench.conclude(moneyDays[0], [unknown])
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000)])
        #expect(try bench.moneyItems() == ["booked_twice|2026-11-20|1000|open"])
        #expect(try bench.rows("SELECT amount FROM recon.bridge WHERE line = 'expected'") == ["0.00"])
    }
}
