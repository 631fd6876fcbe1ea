@testable import Bills
import Ledger
import Postgres
import Rules
import TestTurns
import Testing
import Vocabulary

/// What was shared, by the shop, by the sharing bill and by what moved (Contract 6).
@Suite(.serialized, .waiting) struct SharingItemsTests {
    private static let (noon, next) = ("\(moneyDays[0]) 12:00:00", "\(moneyDays[1]) 12:00:00")
    private static let (first, second) = ("1900000001", "1900000002")

    @Test func whatAllThreeSayAgrees() throws {
        let bench = try LedgerBench.ofSharing("agrees")
        try bench.says("S1", to: Self.first, 700, at: Self.noon)
        try bench.says("S1", to: "o012345678901234567890123456", 300, at: Self.noon)
        try bench.says("R1", to: Self.first, -200, at: Self.noon)
        try bench.book(
            moneyDays[0],
            [
                Move(.payment, "C1", "P1", 10_000), Move(.sharing, "WS1", "S1", -1000),
                Move(.sharing, "DR1-2", "R1", 200),
            ])
        let verdict = try bench.share(
            0,
            [
                Shared("S1", to: Self.first, 700), Shared("S1", to: "o012345678901234567890123456", 300),
                Shared("R1", to: Self.first, -200),
            ])
        #expect(verdict == .balanced)
        #expect(try bench.shareItems() == [])
        #expect(
            try bench.rows("SELECT entries, matched, verdict FROM ledger.run WHERE kind = 'sharing'") == [
                "3|3|balanced"
            ])
        // Whom a person is, no table knows.
        #expect(
            try bench.rows(
                """
                SELECT count(*) FROM (SELECT receiver FROM ledger.share UNION ALL SELECT receiver FROM ledger.share_record) r
                WHERE receiver LIKE 'o0123%'
                """) == ["0"])
        #expect(
            try bench.rows("SELECT order_amount, amount, outcome FROM recon.shares ORDER BY amount")
                == ["-2.00|-2.00|matched", "3.00|3.00|matched", "7.00|7.00|matched"])
    }

    @Test func eachDifferenceHasItsCode() throws {
        let bench = try LedgerBench.ofSharing("codes")
        try bench.says("S1", to: Self.first, 700, at: Self.noon)
        try bench.says("S2", to: Self.first, 500, at: Self.noon)
        try bench.says("S3", to: Self.first, 400, at: Self.noon, state: "closed")
        try bench.says("S4", to: Self.first, 300, at: Self.noon, state: "closed")
        try bench.says("S5", to: Self.first, 200, at: Self.noon)
        try bench.says("S5", to: Self.second, 100, at: Self.noon)
        try bench.conclude(moneyDays[0], [.payment("P1", "C1", 10_000, day: 0)])
        try bench.book(
            moneyDays[0],
            [
                Move(.payment, "C1", "P1", 10_000), Move(.sharing, "WS1", "S1", -701),
                Move(.sharing, "WS4", "S4", -300),
                Move(.sharing, "WS5", "S5", -200), Move(.sharing, "", "S6", -60), Move(.sharing, "WS7", "S7", -70),
                Move(.sharing, "WX", "X", 5), Move(.sharing, "WS8", "S8", -79),
            ])
        let verdict = try bench.share(
            0,
            [
                Shared("S1", to: Self.first, 701), Shared("S4", to: Self.first, 300), Shared("S5", to: Self.first, 200),
                Shared("S6", to: Self.first, 60), Shared("S8", to: Self.first, 80),
                Shared("S9", to: Self.first, 9, kind: .other), Shared("S2", to: Self.second, 500, kind: .release),
            ])
        #expect(verdict == .discrepancies)
        let day = moneyDays[0]
        #expect(
            try bench.shareItems() == [
                "unclassified|\(day)||S9/\(Self.first)|9|open|",
                // A closed record, a row that the shop does not know, and the latter's movement agrees with it.
                "share_only|\(day)|P1|S4/\(Self.first)|300|open|",
                "share_only|\(day)|P1|S6/\(Self.first)|60|open|",
                // Money that left by a number that nobody knows.
                "share_only|\(day)||S7/|70|open|",
                "share_only|\(day)|P1|S8/\(Self.first)|80|open|",
                "share_missing|\(day)|P1|S2/\(Self.first)|-500|open|",
                "share_missing|\(day)|P1|S5/\(Self.second)|-100|open|",
                "share_amount_mismatch|\(day)|P1|S1/\(Self.first)|1|open|",
                // The bill says 80, and 79 moved.
                "share_amount_mismatch|\(day)||S8/|-1|open|",
            ])
    }

    /// The channel's own bill and the money come on days of their own, in whatever order.
    @Test func whatIsNotYetBookedWaitsForItsFundsBill() throws {
        let bench = try LedgerBench.ofSharing("waits")
        try bench.says("S1", to: Self.first, 700, at: Self.noon)
        // A funds bill that could not be concluded is none.
        try bench.share(0)
        let connection = try Connection(bench.conninfo, name: "tests")
        let key = UnitKey(
            try connection.query("SELECT account_id FROM ledger.account").int32(0, 0),
            try #require(BusinessDay(moneyDays[0])), .funds)
        let runID = try RunQueue.request(key, by: .person("test"), source: .channel, connection)
        try RunJournal.incomplete(key, runID, Problem(.billAbsent, "no data"), connection)
        #expect(try bench.share(0, [Shared("S1", to: Self.first, 700)]) == .pending)
        #expect(
            try bench.shareItems() == ["share_missing|\(moneyDays[0])|P1|S1/|-700|pending|\(moneyDays[0])"])
        try bench.book(moneyDays[0], [Move(.sharing, "WS1", "S1", -700)])
        #expect(try bench.shareItems() == [])
        #expect(
            try bench.rows(
                "SELECT verdict, requested_by FROM recon.runs WHERE kind = 'sharing' AND in_force") == [
                    "balanced|rematch"
                ])
        // Another funds bill, in which it did not move after all.
        try bench.book(moneyDays[0], [])
        #expect(try bench.shareItems() == ["share_missing|\(moneyDays[0])|P1|S1/|-700|open|"])
    }

    /// A day without a share waits for its funds bill all the same: something may have left.
    @Test func aDayWithoutASharingWaitsForItsMoney() throws {
        let bench = try LedgerBench.ofSharing("quiet")
        for day in 0...1 { #expect(try bench.share(day) == .pending) }
        // A second time changes nothing.
        for _ in 0..<2 {
            try bench.book(moneyDays[0], [])
            #expect(try bench.rows("SELECT sharing_verdict FROM recon.daily_summary") == [])
            #expect(
                try bench.rows(
                    "SELECT bill_date, verdict, attempt FROM recon.runs WHERE kind = 'sharing' AND in_force ORDER BY 1")
                    == ["\(moneyDays[0])|balanced|2", "\(moneyDays[1])|pending|1"])
        }
    }

    /// Days do not cut at the same instant.
    @Test(arguments: [[0, 1], [1, 0]]) func midnightIsCrossed(order: [Int]) throws {
        let bench = try LedgerBench.ofSharing("midnight_\(order[0])")
        try bench.says("S1", to: Self.first, 700, at: "\(moneyDays[0]) 23:59:30")
        let bills = [[], [Shared("S1", to: Self.first, 700, at: "00:00:10")]]
        for day in 0...1 { try bench.book(moneyDays[day], day == 0 ? [] : [Move(.sharing, "WS1", "S1", -700)]) }
        for (place, day) in order.enumerated() {
            try bench.share(day, bills[day])
            if place == 0, day == 0 {
                #expect(
                    try bench.shareItems()
                        == ["share_missing|\(moneyDays[0])|P1|S1/\(Self.first)|-700|pending|\(moneyDays[1])"])
            }
        }
        #expect(try bench.shareItems() == [])
        #expect(try bench.rows("SELECT outcome, bill_date FROM recon.shares") == ["cross_day|\(moneyDays[1])"])
        #expect(
            try bench.rows(
                """
                SELECT bill_date, verdict, entries, matched, cross_day FROM recon.runs
                WHERE kind = 'sharing' AND in_force ORDER BY 1
                """) == ["\(moneyDays[0])|balanced|0|0|0", "\(moneyDays[1])|balanced|1|0|1"])
    }

    /// A person's decision is kept, and an item that is gone is superseded.
    @Test func anItemKeepsItsIdentity() throws {
        let bench = try LedgerBench.ofSharing("identity")
        try bench.book(moneyDays[0], [Move(.sharing, "WS1", "S1", -700)])
        try bench.share(0, [Shared("S1", to: Self.first, 700)])
        let item = try bench.rows("SELECT item_id FROM ledger.item WHERE kind = 'sharing' AND found")
        #expect(item.count == 1)
        try bench.sql("SELECT recon.acknowledge(\(item[0]), 'asked the partner')")
        try bench.share(0, [Shared("S1", to: Self.first, 700)])
        #expect(
            try bench.rows("SELECT item_id, status FROM ledger.item WHERE kind = 'sharing' AND found")
                == ["\(item[0])|acknowledged"])
        try bench.says("S1", to: Self.first, 700, at: Self.noon)
        #expect(try bench.share(0, [Shared("S1", to: Self.first, 700)]) == .balanced)
        #expect(
            try bench.rows("SELECT item_id, status, resolution FROM ledger.item WHERE kind = 'sharing'")
                == ["\(item[0])|resolved|superseded"])
    }

    /// A receiver that the bill names in another way than the shop is told by the amount; two merchants' numbers are not.
    @Test func receiversThatCannotBeComparedAreToldByAmount() throws {
        let bench = try LedgerBench.ofSharing("receivers")
        bench.sharesPots = false
        try bench.says("S1", to: Self.first, 700, at: Self.noon)
        try bench.says("S1", to: Self.second, 300, at: Self.noon)
        try bench.says("S2", to: Self.first, 50, at: Self.noon)
        #expect(
            try bench.share(
                0, [Shared("S1", to: "某某公司", 300), Shared("S1", to: "另一公司", 700), Shared("S2", to: Self.second, 50)])
                == .discrepancies)
        #expect(
            try bench.shareItems() == [
                "share_only|\(moneyDays[0])|P1|S2/\(Self.second)|50|open|",
                "share_missing|\(moneyDays[0])|P1|S2/\(Self.first)|-50|open|",
            ])
    }

    /// A channel without a sharing bill: movements name the trade alone.
    @Test(arguments: [true, false]) func movementsOfATradeAreHeldAgainstItsShares(isMoneyFirst: Bool) throws {
        let bench = try LedgerBench.ofSharing("trades_\(isMoneyFirst)", .byTrade)
        for number in 2...6 { try bench.pay("P\(number)", 10_000, at: Self.noon, knows: "C\(number)") }
        try bench.says("S1", to: "2088000000000001", 700, at: Self.noon)
        try bench.says("S1b", to: "2088000000000002", 300, at: Self.noon)
        // Two shares that one movement carried out.
        try bench.says("S2", to: "2088000000000001", 70, at: Self.noon, of: "P2")
        try bench.says("S3", to: "2088000000000002", 30, at: Self.noon, of: "P2")
        try bench.says("S4", to: "2088000000000001", 500, at: Self.noon, of: "P3")
        try bench.says("S5", to: "2088000000000001", 80, at: Self.noon, of: "P4")
        // What came back of a trade that the shop once meant to share is a return, and else somebody else's share.
        try bench.says("S6", to: "2088000000000001", 90, at: Self.noon, state: "closed", of: "P6")
        func money() throws {
            try bench.book(
                moneyDays[0],
                [
                    Move(.sharing, "C1", "P1", -300), Move(.sharing, "C1", "P1", -700),
                    Move(.sharing, "C2", "P2", -100),
                    Move(.sharing, "C4", "P4", -79), Move(.sharing, "C5", "P5", -20), Move(.sharing, "C9", "P9", 44),
                    Move(.sharing, "C6", "P6", 33),
                ])
        }
        if isMoneyFirst { try money() }
        let verdict = try bench.share(0)
        if !isMoneyFirst {
            #expect(verdict == .pending)
            try money()
        }
        let day = moneyDays[0]
        #expect(
            try bench.shareItems() == [
                "share_only|\(day)|P5|P5/|20|open|", "share_only|\(day)|P6|P6/|-33|open|",
                "share_missing|\(day)|P3|P3/S4/\(try bench.receiver("S4"))|-500|open|",
                "share_amount_mismatch|\(day)|P4|P4/|-1|open|",
            ])
    }

    /// A voucher number is whatever somebody has typed.
    @Test func aNumberWithASlashIsOneNumber() throws {
        let bench = try LedgerBench.ofSharing("slash")
        try bench.book(moneyDays[0], [Move(.sharing, "", "A/B", -70), Move(.sharing, "", "A/C", -80)])
        for _ in 0..<2 {
            #expect(try bench.share(0) == .discrepancies)
            #expect(
                try bench.shareItems() == [
                    "share_only|\(moneyDays[0])||A/B/|70|open|", "share_only|\(moneyDays[0])||A/C/|80|open|",
                ])
        }
    }

    @Test func aBillThatIsGoneDisplacesNothing() throws {
        let bench = try LedgerBench.ofSharing("vanished")
        bench.sharesPots = false
        try bench.says("S1", to: Self.first, 700, at: Self.noon)
        try bench.share(0, [Shared("S1", to: Self.first, 700)])
        let problem = #expect(throws: Problem.self) { try bench.share(0, []) }
        #expect(problem?.code == .billVanished)
        #expect(try bench.rows("SELECT count(*) FROM ledger.share") == ["1"])
    }

    /// Too much that the shop does not know is a broken view, and no thousand differences.
    @Test func aBrokenSharingRelationConcludesNothing() throws {
        let bench = try LedgerBench.ofSharing("broken")
        bench.sharesPots = false
        let rows = (0..<100).map { Shared("S\($0)", to: Self.first, 700) }
        for number in 0..<79 { try bench.says("S\(number)", to: Self.first, 700, at: Self.noon) }
        let problem = #expect(throws: Problem.self) { try bench.share(0, rows) }
        #expect(problem?.code == .ordersUnmatchedShare)
        try bench.says("S79", to: Self.first, 700, at: Self.noon)
        #expect(try bench.share(0, rows) == .discrepancies)
        #expect(try bench.shareItems().count == 20)
    }

    /// A number under which several accounts have a payment says nothing about whose share it is.
    @Test func aShareOfNobodyKnowsWhomConcludesNothing() throws {
        let bench = try LedgerBench.ofSharing("owners")
        bench.sharesPots = false
        try bench.says("S1", to: Self.first, 700, at: Self.noon)
        try bench.pay("P1", 10_000, at: Self.noon, channel: "alipay")
        let problem = #expect(throws: Problem.self) { try bench.share(0, [Shared("S1", to: Self.first, 700)]) }
        #expect(problem?.code == .ordersWithoutOwner)
        try bench.sql(
            """
            ALTER TABLE taobao.sharing_record ADD channel text DEFAULT 'wechatpay', ADD account text DEFAULT 'A'
            """)
        #expect(try bench.share(0, [Shared("S1", to: Self.first, 700)]) == .balanced)
        try bench.says("S2", to: Self.first, 5, at: nil)
        #expect(
            #expect(throws: Problem.self) { try bench.share(0, [Shared("S1", to: Self.first, 700)]) }?.code
                == .ordersWithoutTime)
    }
}

extension LedgerBench {
    fileprivate func receiver(_ sharingNo: String) throws -> String {
        try rows("SELECT receiver FROM ledger.share_record WHERE sharing_no = '\(sharingNo)'")[0]
    }
}
