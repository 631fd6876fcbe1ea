@testable import Bills
import Ledger
import TestTurns
import Testing
import Vocabulary

/// What is looked at again when a bill, a record or a funds bill is another than it was (Contract 6).
@Suite(.serialized, .waiting) struct SharingChangesTests {
    private static let (partner, days) = ("1900000001", moneyDays)
    private static let evening = "\(days[0]) 23:59:30"
    private static let forms = [MoneyForm.byBusiness, .byTrade]

    /// What was shared before midnight, and what the channel says of it after.
    private func acrossMidnight(_ name: String, _ form: MoneyForm) throws -> LedgerBench {
        let bench = try LedgerBench.ofSharing("\(name)_\(form)".lowercased(), form)
        try bench.says("S1", to: Self.partner, 700, at: Self.evening)
        for day in 0...1 {
            try bench.book(Self.days[day], day == 0 ? [] : [move(form)])
            try bench.share(day, bill(form, day))
        }
        #expect(try bench.shareItems() == [])
        return bench
    }

    private func move(_ form: MoneyForm) -> Move {
        form == .byTrade ? Move(.sharing, "C1", "P1", -700) : Move(.sharing, "WS1", "S1", -700)
    }

    private func bill(_ form: MoneyForm, _ day: Int) -> [Shared] {
        form == .byTrade || day == 0 ? [] : [Shared("S1", to: Self.partner, 700, at: "00:00:05")]
    }

    @Test(arguments: forms) func aRecordThatIsGoneIsMissedOnTheOtherDay(form: MoneyForm) throws {
        let bench = try acrossMidnight("gone", form)
        try bench.sql("DELETE FROM taobao.sharing_record")
        try bench.share(0)
        let text = form == .byTrade ? "P1/" : "S1/\(Self.partner)"
        #expect(try bench.shareItems() == ["share_only|\(Self.days[1])|P1|\(text)|700|open|"])
        #expect(try bench.rows("SELECT count(*) FROM ledger.share_record") == ["0"])
    }

    @Test(arguments: forms) func aMovementThatIsGoneIsMissedOnItsRecordsDay(form: MoneyForm) throws {
        let bench = try acrossMidnight("unmoved", form)
        try bench.book(Self.days[1], [])
        let expected =
            form == .byTrade
            ? "share_missing|\(Self.days[0])|P1|P1/S1/\(Self.partner)|-700|open|"
            : "share_missing|\(Self.days[1])|P1|S1/|-700|open|"
        #expect(try bench.shareItems() == [expected])
    }

    /// The shop's clock may be behind the channel's.
    @Test func aRowMayComeADayBeforeItsRecord() throws {
        let bench = try LedgerBench.ofSharing("behind")
        try bench.says("S1", to: Self.partner, 700, at: "\(Self.days[1]) 00:00:03")
        try bench.says("S2", to: Self.partner, 500, at: "\(Self.days[1]) 00:00:03")
        for day in 0...1 { try bench.book(Self.days[day], day == 0 ? [Move(.sharing, "WS1", "S1", -700)] : []) }
        // What the day before may have waits for it.
        try bench.share(1)
        let second = "share_missing|\(Self.days[1])|P1|S2/\(Self.partner)|-500|"
        #expect(
            try bench.shareItems() == [
                "share_missing|\(Self.days[1])|P1|S1/\(Self.partner)|-700|pending|\(Self.days[0])",
                second + "pending|\(Self.days[0])",
            ])
        try bench.share(0, [Shared("S1", to: Self.partner, 700, at: "23:59:58")])
        #expect(try bench.shareItems() == [second + "open|"])
        try bench.book(Self.days[0], [])
        #expect(try bench.shareItems() == ["share_missing|\(Self.days[0])|P1|S1/|-700|open|", second + "open|"])
    }

    /// A record near midnight that no bill has is missing once both are there; before the account's first day there is none.
    @Test func whatNoBillHasIsMissingOnceAllAreThere() throws {
        let bench = try LedgerBench.ofSharing("never", isHistoryClosed: false)
        bench.sharesPots = false
        try bench.says("S1", to: Self.partner, 700, at: Self.evening)
        try bench.says("S2", to: Self.partner, 500, at: "\(Self.days[0]) 00:00:03")
        try bench.says("S3", to: Self.partner, 50, at: "\(Self.days[0]) 12:00:00")
        try bench.share(0)
        let first = "share_missing|\(Self.days[0])|P1|S1/\(Self.partner)|-700|"
        let others = ["S2/\(Self.partner)|-500|open|", "S3/\(Self.partner)|-50|open|"].map {
            "share_missing|\(Self.days[0])|P1|\($0)"
        }
        #expect(try bench.shareItems() == [first + "pending|\(Self.days[1])"] + others)
        try bench.share(1)
        #expect(try bench.shareItems() == [first + "open|"] + others)
    }

    /// A closed day's bill will never come any more; what it leaves open is shown on the first open day, and looked at there.
    @Test func aClosedDayIsWaitedForNoMore() throws {
        let bench = try LedgerBench.ofSharing("closed")
        bench.sharesPots = false
        try bench.says("S1", to: Self.partner, 700, at: Self.evening)
        try bench.share(0)
        try bench.sql("SELECT recon.close_period('\(Self.days[0])', 'the month ends')")
        try bench.says("S2", to: Self.partner, 500, at: "\(Self.days[1]) 00:00:03")
        try bench.share(1)
        let second = "share_missing|\(Self.days[1])|P1|S2/\(Self.partner)|-500|open|"
        #expect(
            try bench.shareItems() == ["share_missing|\(Self.days[0])|P1|S1/\(Self.partner)|-700|open|", second])
        try bench.sql("UPDATE taobao.sharing_record SET state = 'closed' WHERE sharing_no = 'S1'")
        try bench.share(1)
        #expect(try bench.shareItems() == [second])
    }

    @Test func moneyThatNobodyKnowsIsGoneWithItsFundsBill() throws {
        let bench = try LedgerBench.ofSharing("unknown_gone")
        try bench.book(Self.days[0], [Move(.sharing, "", "S7", -70)])
        try bench.share(0)
        #expect(try bench.shareItems() == ["share_only|\(Self.days[0])||S7/|70|open|"])
        try bench.book(Self.days[0], [])
        #expect(try bench.shareItems() == [])
    }

    /// A bill that is another than it was may name what nobody knew.
    @Test(arguments: ["WS1", "DS1-0"], ["", "X"]) func moneyIsKnownOnceABillNamesIt(
        number: String, voucherNo: String
    ) throws {
        let bench = try LedgerBench.ofSharing("named_\(number)_\(voucherNo)".lowercased())
        for day in 0...3 {
            try bench.book(Self.days[day], day == 3 ? [Move(.sharing, number, voucherNo, -700)] : [])
            try bench.share(day)
        }
        let label = voucherNo.isEmpty ? number : voucherNo
        #expect(try bench.shareItems() == ["share_only|\(Self.days[3])||\(label)/|700|open|"])
        try bench.says("S1", to: Self.partner, 700, at: "\(Self.days[0]) 12:00:00")
        #expect(try bench.share(0, [Shared("S1", to: Self.partner, 700)]) == .balanced)
        #expect(try bench.shareItems() == [])
    }

    /// A trade's movement of a day that is not settled yet is told with its day.
    @Test func aMovementIsToldWithItsDay() throws {
        let bench = try LedgerBench.ofSharing("with_its_day", .byTrade)
        try bench.says("S1", to: Self.partner, 100, at: "\(Self.days[0]) 12:00:00")
        try bench.says("S2", to: Self.partner, 100, at: "\(Self.days[0]) 12:00:01", of: "P2")
        try bench.pay("P2", 10_000, at: "\(Self.days[0]) 11:00:00", knows: "C2")
        try bench.book(Self.days[0], [Move(.sharing, "C1", "P1", -100)])
        try bench.book(
            Self.days[1],
            [Move(.sharing, "C1", "P1", -20), Move(.sharing, "C2", "P2", -99), Move(.sharing, "C3", "P3", 5)])
        try bench.share(0)
        #expect(try bench.shareItems() == [])
        try bench.share(1)
        #expect(
            try bench.shareItems() == [
                "share_only|\(Self.days[1])|P1|P1/|20|open|", "share_amount_mismatch|\(Self.days[1])|P2|P2/|-1|open|",
            ])
    }
}
