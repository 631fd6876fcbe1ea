@testable import Bills
import Ledger
import Settlement
import TestTurns
import Testing
import Vocabulary

/// Each rule on what was shared by an example that only it decides (Contract 6).
@Suite(.serialized, .waiting) struct SharingRulesTests {
    private static let (partner, other) = ("1900000001", "1900000002")
    private static let (person, neighbour) = ("o012345678901234567890123456", "o012345678901234567890123457")
    private static let days = moneyDays
    private static let noon = "\(days[0]) 12:00:00"
    private static let (evening, morning) = ("\(days[0]) 23:59:30", "\(days[1]) 00:00:10")

    /// Two accounts, and the same numbers in both.
    @Test(arguments: [MoneyForm.byBusiness, .byTrade]) func anotherAccountsNumbersAreAnotherMatter(
        form: MoneyForm
    ) throws {
        let bench = try LedgerBench.ofSharing("accounts_\(form)".lowercased(), form)
        try bench.pay("P1", 10_000, at: Self.noon, account: "B", knows: "C1")
        try bench.sql(
            """
            ALTER TABLE taobao.sharing_record ADD channel text DEFAULT 'wechatpay', ADD account text DEFAULT 'A';
            INSERT INTO taobao.sharing_record
            VALUES ('P1', 'S1', '\(Self.partner)', 500, 'succeeded', '\(Self.noon)+08', 'wechatpay', 'B')
            """)
        try bench.says("S1", to: Self.partner, 700, at: Self.noon)
        let numbers = form == .byTrade ? ("C1", "P1") : ("WS1", "S1")
        func book(_ account: String, _ fen: Int64, unknown: Int64) throws {
            try bench.book(
                Self.days[0],
                [Move(.sharing, numbers.0, numbers.1, -fen), Move(.sharing, "", "X", -unknown)], account: account)
        }
        func share(_ account: String, _ fen: Int64) throws -> Verdict {
            try bench.share(0, form == .byTrade ? [] : [Shared("S1", to: Self.partner, fen)], account: account)
        }
        try book("A", 700, unknown: 70)
        #expect(try share("A", 700) == .discrepancies)
        // The other account's funds bill is none of this one's.
        #expect(try share("B", 500) == .pending)
        try book("B", 400, unknown: 60)
        let label = form == .byTrade ? "P1" : "S1"
        let items = [
            "A|share_only|X/|70|open", "B|share_amount_mismatch|\(label)/|-100|open", "B|share_only|X/|60|open",
        ]
        func expectBoth() throws {
            #expect(
                try bench.rows(
                    """
                    SELECT account, code::text, replace(channel_no, E'\\t', '/'), difference_fen, status
                    FROM ledger.item JOIN ledger.account USING (account_id)
                    WHERE kind = 'sharing' AND found ORDER BY 1, 2, 3
                    """) == items)
            #expect(
                try bench.rows(
                    """
                    SELECT account, entries, matched, discrepancies FROM recon.runs
                    WHERE kind = 'sharing' AND in_force ORDER BY 1
                    """) == ["A|1|1|1", "B|1|\(form == .byTrade ? 0 : 1)|2"])
            #expect(
                try bench.rows(
                    """
                    SELECT account, amount_fen, outcome FROM ledger.share_record JOIN ledger.account USING (account_id)
                    ORDER BY 1
                    """)
                    == ["A|700|matched", "B|500|\(form == .byTrade ? "share_amount_mismatch" : "matched")"])
        }
        try expectBoth()
        for account in ["A", "B"] {
            _ = try share(account, account == "A" ? 700 : 500)
            try expectBoth()
            try book(account, account == "A" ? 700 : 400, unknown: account == "A" ? 70 : 60)
            try expectBoth()
        }
    }

    /// Movements of the time before the account's sharing was looked at are packed with all others.
    @Test(arguments: [MoneyForm.byBusiness, .byTrade]) func whatMovedBeforeSharingWasLookedAtIsFound(
        form: MoneyForm
    ) throws {
        let bench = try LedgerBench.ofSharing("packed_\(form)".lowercased(), form)
        bench.sharesPots = false
        let numbers = form == .byTrade ? ("C1", "P1") : ("WS1", "S1")
        let moves = [Move(.payment, "C1", "P1", 10_000), Move(.sharing, numbers.0, numbers.1, -700)]
        try bench.book(Self.days[0], [])
        try bench.book(Self.days[1], moves)
        // Another account's, and another day's, that are nothing to it.
        try bench.book(Self.days[1], moves, account: "B")
        try bench.book(Self.days[3], [Move(.sharing, "", "X", -5)])
        #expect(try bench.rows("SELECT count(*) FROM ledger.movement WHERE movement_class = 'sharing'") == ["0"])
        bench.sharesPots = true
        try bench.says("S1", to: Self.partner, 700, at: Self.evening)
        try bench.share(0)
        let bill = form == .byTrade ? [] : [Shared("S1", to: Self.partner, 700, at: "00:00:05")]
        #expect(try bench.share(1, bill) == .balanced)
        #expect(try bench.share(0) == .balanced)
        #expect(try bench.shareItems() == [])
        // A line that was taken out of its block is one line still.
        try bench.trade(1, [.payment("P1", "C1", 9999, day: 1)])
        try bench.says("S1", to: Self.other, 5, at: Self.morning)
        #expect(try bench.share(1, bill) == .discrepancies)
        #expect(
            try bench.shareItems()
                == ["share_missing|\(Self.days[1])|P1|\(form == .byTrade ? "P1/" : "")S1/\(Self.other)|-5|open|"])
        // What is removed can be held against nothing.
        try bench.sql("UPDATE ledger.movement_block SET lines = '', tags = ''")
        #expect(#expect(throws: Problem.self) { try bench.share(1, bill) }?.code == .dayThinned)
    }

    /// Days of which only other movements were removed are whole.
    @Test func whatIsRemovedOfOtherMovementsIsNothingToIt() throws {
        let bench = try LedgerBench.ofSharing("thinned")
        try bench.says("S1", to: Self.partner, 700, at: Self.noon)
        try bench.book(
            Self.days[0], [Move(.payment, "C1", "P1", 10_000), Move(.sharing, "WS1", "S1", -700)])
        try bench.sql("UPDATE ledger.movement_block SET lines = '', tags = ''")
        #expect(try bench.share(0, [Shared("S1", to: Self.partner, 700)]) == .balanced)
    }

    /// Two persons are two; a name that may be anybody's is told by the amount, and what is left of both by the sum.
    @Test func receiversAreComparedAsFarAsTheyCanBe() throws {
        let bench = try LedgerBench.ofSharing("compared")
        bench.sharesPots = false
        try bench.says("S1", to: Self.person, 300, at: Self.noon)
        try bench.says("S2", to: "某某公司", 300, at: Self.noon)
        try bench.says("S2", to: "另一公司", 700, at: Self.noon)
        try bench.says("S3", to: Self.partner, 300, at: Self.noon)
        try bench.says("S3", to: Self.other, 700, at: Self.noon)
        try bench.says("S4", to: "某某公司", 40, at: Self.noon)
        try bench.says("S4", to: "另一公司", 60, at: Self.noon)
        try bench.says("S5", to: Self.partner, 41, at: Self.noon)
        try bench.says("S6", to: "某某公司", 80, at: Self.noon, state: "closed")
        try bench.says("S7", to: "某某公司", 90, at: Self.evening, state: "processing")
        try bench.says("S7", to: "另一公司", 20, at: Self.noon)
        try bench.says("S8", to: Self.partner, 11, at: nil)
        // A name that two may have; one beside a number; one that was closed, and one without a time.
        try bench.says("T1", to: "张*", 500, at: Self.noon)
        try bench.says("T1", to: "李四", 300, at: Self.noon)
        try bench.says("T2", to: Self.partner, 300, at: Self.noon)
        try bench.says("T2", to: "某某公司", 300, at: Self.noon)
        try bench.says("T3", to: Self.partner, 300, at: Self.noon)
        try bench.says("T4", to: "某某公司", 80, at: "\(Self.days[0]) 10:00:00", state: "closed")
        try bench.says("T4", to: "另一公司", 80, at: Self.noon)
        try bench.says("T5", to: "某某公司", 80, at: Self.noon, state: "closed")
        try bench.says("T5", to: "另一公司", 80, at: nil)
        try bench.says("T6", to: Self.partner, 700, at: Self.noon)
        try bench.says("T7", to: Self.partner, 33, at: Self.noon)
        try bench.says("T8", to: Self.partner, 80, at: Self.noon, state: "closed")
        try bench.says("T9", to: Self.partner, 100, at: Self.noon)
        try bench.says("T9", to: "某某公司", 50, at: Self.noon)
        #expect(
            try bench.share(
                0,
                [
                    Shared("S1", to: Self.neighbour, 300), Shared("S2", to: Self.partner, 700),
                    Shared("S3", to: "某某公司", 300), Shared("S4", to: Self.partner, 99),
                    Shared("S5", to: "某某公司", 40), Shared("S6", to: "另一公司", 80), Shared("S7", to: Self.partner, 21),
                    Shared("S8", to: Self.partner, 11), Shared("R9", to: Self.partner, -50),
                    Shared("T1", to: "张*", 300), Shared("T1", to: "张*", 500), Shared("T2", to: Self.partner, 300),
                    Shared("T3", to: Self.partner, 300), Shared("T3", to: "某某公司", 300),
                    Shared("T4", to: Self.partner, 80), Shared("T5", to: Self.partner, 80),
                    Shared("T6", to: Self.partner, 699), Shared("T7", to: Self.partner, 33, isExecuted: false),
                    Shared("T8", to: Self.partner, 80), Shared("T9", to: Self.partner, 101),
                    Shared("T9", to: "另一公司", 49),
                ]) == .discrepancies)
        #expect(
            try bench.rows(
                """
                SELECT code::text, details ->> 'sharing_no', entry_type, payment_no, order_fen, channel_fen, difference_fen, status,
                       due_date, details ->> 'order_state', details ->> 'line'
                FROM ledger.item WHERE kind = 'sharing' AND found ORDER BY 2, 1, difference_fen
                """) == [
                    "share_only|R9|refund|P1||-50|-50|open|||10",
                    "share_missing|S1|payment|P1|300||-300|open|||", "share_only|S1|payment|P1||300|300|open|||2",
                    "share_missing|S2|payment|P1|300||-300|open|||", "share_missing|S3|payment|P1|700||-700|open|||",
                    "share_amount_mismatch|S4|payment|P1|100|99|-1|open|||",
                    "share_amount_mismatch|S5|payment|P1|41|40|-1|open|||",
                    "share_only|S6|payment|P1||80|80|open|||7",
                    // What is under way is in no sum, and waits for no bill.
                    "share_amount_mismatch|S7|payment|P1|20|21|1|open|||",
                    "share_missing|S7|payment|P1|90||-90|pending||processing|",
                    "share_missing|T2|payment|P1|300||-300|open|||", "share_only|T3|payment|P1||300|300|open|||15",
                    "share_amount_mismatch|T6|payment|P1|700|699|-1|open|||18",
                    "share_missing|T7|payment|P1|33||-33|open|||",
                    "share_only|T8|payment|P1||80|80|open||closed|20",
                    "share_amount_mismatch|T9|payment|P1|50|49|-1|open|||",
                    "share_amount_mismatch|T9|payment|P1|100|101|1|open|||21",
                ])
        // A record without a time is of another day.
        #expect(
            try bench.rows("SELECT entries, matched, cross_day FROM ledger.run WHERE kind = 'sharing'") == ["21|7|2"])
    }

    /// A number that the shop used again after an attempt that it closed.
    @Test func aRowIsOfTheRecordThatStands() throws {
        let bench = try LedgerBench.ofSharing("again")
        bench.sharesPots = false
        try bench.pay("P2", 10_000, at: Self.noon, knows: "C2")
        try bench.says("S1", to: Self.partner, 700, at: "\(Self.days[0]) 10:00:00", state: "closed")
        try bench.says("S1", to: Self.partner, 700, at: Self.noon, of: "P2")
        try bench.share(0, [Shared("S1", to: Self.partner, 701, of: "C2")])
        #expect(
            try bench.shareItems() == ["share_amount_mismatch|\(Self.days[0])|P2|S1/\(Self.partner)|1|open|"])
    }

    /// What is still frozen stands until the channel is asked again about the payments of that day.
    @Test func whatIsFrozenStandsUntilItIsAskedForAgain() throws {
        let bench = try LedgerBench.ofSharing("frozen")
        bench.sharesPots = false
        try bench.says("S1", to: Self.partner, 700, at: Self.noon)
        func frozen(_ number: Int, _ fen: Int64) -> [FrozenPayment] {
            [FrozenPayment(paymentNo: "P\(number)", channelTradeNo: "C\(number)", orderNos: nil, fen: fen)]
        }
        try bench.share(0, frozen: frozen(1, 5))
        try bench.share(1, frozen: frozen(2, 7))
        try bench.share(0, account: "B", frozen: frozen(1, 9))
        let missing = "share_missing|\(Self.days[0])|P1|S1/\(Self.partner)|-700|open|"
        let (first, second) = ("share_frozen|\(Self.days[0])|P1|C1/|", "share_frozen|\(Self.days[1])|P2|C2/|7|open|")
        let all = [missing, first + "5|open|", first + "9|open|", second]
        #expect(try bench.shareItems() == all)
        try bench.share(0)
        #expect(try bench.shareItems() == all)
        try bench.share(0, frozen: frozen(1, 0))
        #expect(try bench.shareItems() == [missing, first + "9|open|", second])
    }

    /// A sharing order waits for the last funds bill that it is due in.
    @Test func whatIsDueDaysLaterWaitsForThem() throws {
        let bench = try LedgerBench.ofSharing("due")
        try bench.says("S1", to: Self.partner, 700, at: Self.noon)
        try bench.says("S2", to: Self.partner, 500, at: Self.evening)
        try bench.share(
            0,
            [Shared("S1", to: Self.partner, 700), Shared("S2", to: Self.partner, 500, at: "23:59:50")],
            settlementDays: 1)
        let day = Self.days[0]
        let second = "share_missing|\(day)|P1|S2/|-500|pending|\(Self.days[2])"
        #expect(try bench.shareItems() == ["share_missing|\(day)|P1|S1/|-700|pending|\(Self.days[1])", second])
        try bench.book(day, [Move(.sharing, "WS1", "S1", -100)], settlementDays: 1)
        #expect(try bench.shareItems() == ["share_missing|\(day)|P1|S1/|-600|pending|\(Self.days[1])", second])
        try bench.book(Self.days[1], [], settlementDays: 1)
        let first = "share_amount_mismatch|\(day)|P1|S1/|-600|open|"
        #expect(try bench.shareItems() == [second, first])
        try bench.book(Self.days[2], [Move(.sharing, "WS2", "S2", -501)], settlementDays: 1)
        #expect(try bench.shareItems() == [first, "share_amount_mismatch|\(day)|P1|S2/|1|open|"])
    }

    /// One sharing order with rows of two days is due when both are.
    @Test(arguments: [[0, 1], [1, 0]]) func aSharingOrderMayTakeTwoDays(order: [Int]) throws {
        let bench = try LedgerBench.ofSharing("two_days_\(order[0])")
        try bench.says("S1", to: Self.partner, 300, at: "\(Self.days[0]) 20:00:00")
        try bench.says("S1", to: Self.other, 400, at: Self.morning)
        try bench.share(0, [Shared("S1", to: Self.partner, 300, at: "20:00:00")])
        try bench.share(1, [Shared("S1", to: Self.other, 400, at: "00:00:05")])
        for (place, day) in order.enumerated() {
            try bench.book(Self.days[day], day == 0 ? [] : [Move(.sharing, "WS1", "S1", -600)])
            guard place == 0 else { continue }
            #expect(
                try bench.shareItems()
                    == ["share_missing|\(Self.days[1])|P1|S1/|\(day == 0 ? -700 : -100)|pending|\(Self.days[1])"])
        }
        #expect(try bench.shareItems() == ["share_amount_mismatch|\(Self.days[1])|P1|S1/|-100|open|"])
        #expect(
            try bench.rows("SELECT occurred_at AT TIME ZONE 'Asia/Shanghai' FROM ledger.item WHERE found")
                == ["\(Self.days[1]) 00:00:05"])
    }

    /// Money that nobody knows is told by its line, in its pot.
    @Test(arguments: [MoneyForm.byBusiness, .byTrade]) func eachMovementThatNobodyKnowsIsToldInItsPot(
        form: MoneyForm
    ) throws {
        let bench = try LedgerBench.ofSharing("pots_\(form)".lowercased(), form)
        let second = "OPERATION"
        bench.moneyPots.append(second)
        let moves = [
            Move(.sharing, "WS7", "S7", -70), Move(.sharing, "WS7", "S7", -71), Move(.sharing, "WS8", "", -80),
            Move(.sharing, "", "", -90), Move(.sharing, "WS7", "S7", -72, pot: second),
        ]
        try bench.book(Self.days[0], moves)
        try bench.share(0)
        func told() throws -> [String] {
            try bench.rows(
                """
                SELECT pot, split_part(channel_no, E'\\t', 1), occurrence, difference_fen, movement_class,
                       details ->> 'sharing_no'
                FROM ledger.item WHERE kind = 'sharing' AND found ORDER BY 4
                """)
        }
        // Of a trade nobody knows the sharing order.
        func line(_ pot: String, _ number: String, _ rest: String) -> String {
            "\(pot)|\(number)|\(rest)|sharing|\(form == .byTrade ? "" : number)"
        }
        #expect(
            try told() == [
                line("BASIC", "S7", "1|70"), line("BASIC", "S7", "2|71"), line(second, "S7", "1|72"),
                line("BASIC", "WS8", "1|80"), line("BASIC", "F3", "1|90"),
            ])
        try bench.book(Self.days[0], Array(moves[1...2]))
        #expect(try told() == [line("BASIC", "S7", "1|71"), line("BASIC", "WS8", "1|80")])
    }

    /// What another account has a sharing order for is money that nobody knows here.
    @Test func whatAnotherAccountKnowsIsUnknownHere() throws {
        let bench = try LedgerBench.ofSharing("known_elsewhere")
        try bench.pay("P2", 10_000, at: Self.noon, account: "B", knows: "C2")
        try bench.says("S9", to: Self.partner, 60, at: Self.noon, of: "P2")
        try bench.share(0, [Shared("S9", to: Self.partner, 60, of: "C2")], account: "B")
        try bench.book(
            Self.days[0],
            [Move(.sharing, "WS9", "", -1), Move(.sharing, "DS9-0", "", -2), Move(.sharing, "", "S9", -3)])
        try bench.share(0)
        let here = ["DS9-0/|2|open|", "S9/|3|open|", "WS9/|1|open|"].map { "share_only|\(Self.days[0])||\($0)" }
        #expect(try bench.shareItems().filter { $0.contains("share_only") } == here)
    }

    /// Money of a share that stands in the shop's books is its own, whether or not the bill lists it; of one that was closed it is
    /// nobody's, and a payment's number is none of a sharing order.
    @Test func moneyIsKnownByTheShopsRecord() throws {
        let bench = try LedgerBench.ofSharing("by_record")
        try bench.says("S1", to: Self.partner, 700, at: Self.noon)
        try bench.says("S2", to: Self.partner, 500, at: Self.noon, state: "closed")
        try bench.book(
            Self.days[0],
            [Move(.sharing, "", "S1", -700), Move(.sharing, "", "S2", -500), Move(.sharing, "", "P1", -5)])
        try bench.share(0)
        #expect(
            try bench.shareItems() == [
                "share_only|\(Self.days[0])||P1/|5|open|", "share_only|\(Self.days[0])||S2/|500|open|",
                "share_missing|\(Self.days[0])|P1|S1/\(Self.partner)|-700|open|",
            ])
    }

    /// Packed movements are found in the days around what is known.
    @Test(arguments: 0...2) func packedMoneyIsFoundNearItsDay(moved: Int) throws {
        let bench = try LedgerBench.ofSharing("packed_near_\(moved)")
        bench.sharesPots = false
        for day in 0...3 {
            let moves =
                (day == moved ? [Move(.sharing, "WS1", "S1", -700)] : [])
                + (day == 3 ? [Move(.sharing, "", "X", -5)] : [])
            try bench.book(Self.days[day], moves)
        }
        bench.sharesPots = true
        try bench.share(3)
        let unknown = "share_only|\(Self.days[3])||X/|5|"
        #expect(try bench.shareItems() == [unknown + "pending|\(Self.days[2])"])
        for day in [0, 2] { try bench.share(day) }
        try bench.says("S1", to: Self.partner, 700, at: "\(Self.days[1]) 12:00:00")
        try bench.share(1, [Shared("S1", to: Self.partner, 700)])
        #expect(try bench.shareItems() == [unknown + "open|"])
    }
}
