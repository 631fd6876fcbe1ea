@testable import Bills
import Ledger
import TestTurns
import Testing
import Vocabulary

/// What was shared on one day and moved, or is recorded, on another: the order in which days are run changes nothing, and nothing is
/// told that another day's bill may yet explain (Contract 6).
@Suite(.serialized, .waiting) struct SharingReachTests {
    private static let partner = "1900000001"
    private static let receiver = "2088000001"

    /// Money that leaves days after it was due has left all the same.
    @Test(arguments: [("WS1", "S1"), ("WS1", ""), ("DS1-0", ""), ("", "S1")]) func whatMovesLateHasMoved(
        number: String, voucherNo: String
    ) throws {
        let bench = try LedgerBench.ofSharing("late_\(number)_\(voucherNo)".lowercased())
        try bench.says("S1", to: Self.partner, 700, at: "\(moneyDays[0]) 12:00:00")
        try bench.share(0, [Shared("S1", to: Self.partner, 700)])
        for day in 0...2 { try bench.book(moneyDays[day], []) }
        #expect(try bench.shareItems() == ["share_missing|\(moneyDays[0])|P1|S1/|-700|open|"])
        try bench.book(moneyDays[3], [Move(.sharing, number, voucherNo, -700)])
        #expect(try bench.shareItems() == [])
        try bench.share(0, [Shared("S1", to: Self.partner, 700)])
        #expect(try bench.shareItems() == [])
    }

    /// Just after midnight what left may be the day before's, whose bill names it.
    @Test(arguments: ["S1", ""]) func whatLeftAfterMidnightWaitsForTheDayBefore(voucherNo: String) throws {
        let bench = try LedgerBench.ofSharing("after_midnight_\(voucherNo)".lowercased())
        for day in 0...1 { try bench.book(moneyDays[day], day == 0 ? [] : [Move(.sharing, "WS1", voucherNo, -700)]) }
        #expect(try bench.share(1) == .pending)
        let label = voucherNo.isEmpty ? "WS1" : voucherNo
        #expect(
            try bench.shareItems()
                == ["share_only|\(moneyDays[1])||\(label)/|700|pending|\(moneyDays[0])"])
        // The shop has no record of it, and that is the only difference.
        try bench.share(0, [Shared("S1", to: Self.partner, 700, at: "23:59:50")])
        #expect(
            try bench.shareItems() == ["share_only|\(moneyDays[0])|P1|S1/\(Self.partner)|700|open|"])
        // It did not leave after all.
        try bench.book(moneyDays[1], [])
        #expect(
            try bench.shareItems() == [
                "share_only|\(moneyDays[0])|P1|S1/\(Self.partner)|700|open|",
                "share_missing|\(moneyDays[0])||S1/|-700|open|",
            ])
    }

    /// Where shares settle a day later, money may be of two days before; and just before midnight, of the day after. Before the
    /// account's first day there is none.
    @Test func whatMayBeOfAnotherDayWaitsForItsBill() throws {
        let bench = try LedgerBench.ofSharing("before_midnight", isHistoryClosed: false)
        try bench.book(
            moneyDays[0],
            [Move(.sharing, "", "S7", -70), Move(.sharing, "", "S8", -80, at: "23:59:30")])
        try bench.share(0)
        let (seventh, eighth) = ("share_only|\(moneyDays[0])||S7/|70|open|", "share_only|\(moneyDays[0])||S8/|80|")
        #expect(try bench.shareItems() == [seventh, eighth + "pending|\(moneyDays[1])"])
        try bench.share(1)
        #expect(try bench.shareItems() == [seventh, eighth + "open|"])
        let slow = try LedgerBench.ofSharing("two_before", isHistoryClosed: false)
        try slow.book(moneyDays[2], [Move(.sharing, "", "S9", -90)], settlementDays: 1)
        for day in 1...2 { try slow.share(day, settlementDays: 1) }
        #expect(try slow.shareItems() == ["share_only|\(moneyDays[2])||S9/|90|pending|\(moneyDays[0])"])
    }

    /// A trade may be shared several times: each movement is of the share of its day.
    @Test(arguments: [[0, 3], [3, 0]]) func equalSharesOfATradeAreToldByTheirDays(order: [Int]) throws {
        let bench = try LedgerBench.ofSharing("equal_\(order[0])", .byTrade)
        try bench.says("S1", to: Self.receiver, 300, at: "\(moneyDays[0]) 12:00:00")
        try bench.says("S2", to: Self.receiver, 300, at: "\(moneyDays[3]) 12:00:00")
        for day in order {
            try bench.book(moneyDays[day], [Move(.sharing, "C1", "P1", -300)])
            #expect(try bench.share(day) == .balanced)
            #expect(try bench.shareItems() == [])
        }
        #expect(
            try bench.rows(
                "SELECT bill_date, entries, matched FROM recon.runs WHERE kind = 'sharing' AND in_force ORDER BY 1")
                == ["\(moneyDays[0])|1|1", "\(moneyDays[3])|1|1"])
    }

    /// What is left of a trade is compared as a sum once the days of all its shares are there.
    @Test(arguments: [[0, 2, 3], [3, 2, 0]]) func aTradeIsNoDifferenceBeforeAllItsDaysAreThere(order: [Int]) throws {
        let bench = try LedgerBench.ofSharing("sum_\(order[0])", .byTrade)
        try bench.says("S1", to: Self.receiver, 300, at: "\(moneyDays[0]) 12:00:00")
        try bench.says("S2", to: Self.receiver, 50, at: "\(moneyDays[2]) 12:00:00")
        try bench.says("S3", to: Self.receiver, 400, at: "\(moneyDays[3]) 12:00:00")
        let fen: [Int: Int64] = [0: 290, 2: 50, 3: 400]
        for (place, day) in order.enumerated() {
            try bench.book(moneyDays[day], [Move(.sharing, "C1", "P1", -(fen[day] ?? 0))])
            try bench.share(day)
            guard place == 0 else { continue }
            #expect(
                try bench.shareItems()
                    == (day == 3
                        ? [] : ["share_missing|\(moneyDays[0])|P1|P1/S1/\(Self.receiver)|-300|pending|\(moneyDays[2])"])
            )
        }
        #expect(try bench.shareItems() == ["share_amount_mismatch|\(moneyDays[0])|P1|P1/|-10|open|"])
    }

    /// What came back of a share that the shop does not know is one, too, whenever it came.
    @Test(arguments: [[0, 3], [3, 0]]) func whatCameBackLaterIsOfTheTrade(order: [Int]) throws {
        let bench = try LedgerBench.ofSharing("returned_\(order[0])", .byTrade)
        for day in order {
            try bench.book(moneyDays[day], [Move(.sharing, "C9", "P9", day == 0 ? -300 : 100)])
            try bench.share(day)
        }
        let expected = ["share_only|\(moneyDays[0])|P9|P9/|300|open|", "share_only|\(moneyDays[3])|P9|P9/|-100|open|"]
        #expect(try bench.shareItems() == expected)
        try bench.share(0)
        #expect(try bench.shareItems() == expected)
    }

    /// A movement that names the trade by the channel's number alone is of the payment that the shop knows by it.
    @Test(arguments: [[0, 1], [1, 0]], ["", "S1"]) func aTradeIsKnownByTheChannelsNumber(
        order: [Int], voucherNo: String
    ) throws {
        let bench = try LedgerBench.ofSharing("trade_no_\(order[0])_\(voucherNo)".lowercased(), .byTrade)
        try bench.says("S1", to: Self.receiver, 300, at: "\(moneyDays[0]) 23:59:30")
        for day in order {
            try bench.book(moneyDays[day], day == 0 ? [] : [Move(.sharing, "C1", voucherNo, -300)])
            try bench.share(day)
            #expect(try bench.shareItems().filter { $0.contains("|open|") } == [])
        }
        #expect(try bench.shareItems() == [])
    }

    /// Where the shop has two payments of one trade, a movement is of the one that it names.
    @Test func aMovementIsOfThePaymentThatItNames() throws {
        let bench = try LedgerBench.ofSharing("named_payment", .byTrade)
        try bench.pay("P0", 10_000, at: "\(moneyDays[0]) 11:00:00", knows: "C1")
        try bench.says("S1", to: Self.receiver, 300, at: "\(moneyDays[0]) 12:00:00")
        try bench.book(moneyDays[0], [Move(.sharing, "C1", "P1", -300)])
        #expect(try bench.share(0) == .balanced)
    }
}
