import Ledger
import Settlement
import TestTurns
import Testing
import Vocabulary

/// Plain pairs that are only counted, by the setting. That a run finds the same either way, `RandomDaysTests` shows.
@Suite(.serialized, .waiting) struct CountedPairsTests {
    private static let blocksWithLines = "count(*) FILTER (WHERE num_nonnulls(lines, packed) > 0)"
    private static let noon = "2026-11-21 12:00:00"
    private static let keepsEntries = "SELECT channel_trade_no, outcome FROM recon.bill_entries ORDER BY 1"

    /// Two days of three plain payments each, the second with a refund of the first day's.
    private static func bench(_ name: String) throws -> (LedgerBench, first: [Row], second: [Row]) {
        let bench = try LedgerBench(name)
        bench.billsAreFiles = true
        bench.plainPairs = .counted
        bench.pace.blockEntriesMax = 2
        var bills: [[Row]] = [[], []]
        for number in 1...6 {
            let day = number <= 3 ? 0 : 1
            let at = "2026-11-2\(day + 1) 12:00:00"
            try bench.pay("P\(number)", Int64(100 * number), at: at)
            bills[day].append(Row(payment: "P\(number)", fen: Int64(100 * number), at: at, channelNo: "C\(number)"))
        }
        try bench.refund("P2", "R2", 50, at: "2026-11-22 12:00:00")
        bills[1].append(
            Row(type: .refund, payment: "P2", refund: "R2", fen: 50, at: "2026-11-22 12:00:00", channelNo: "D2"))
        return (bench, bills[0], bills[1])
    }

    @Test func onlyWhatIsToBeSaidSomethingOfIsKept() throws {
        var (bench, first, second) = try Self.bench("counted_kept")
        #expect(try bench.conclude("2026-11-21", first) == .balanced)
        second[0].fen += 1
        #expect(try bench.conclude("2026-11-22", second) == .discrepancies)
        #expect(try bench.rows(Self.keepsEntries) == ["C4|amount_mismatch"])
        #expect(
            try bench.rows("SELECT bill_date, entries, matched, discrepancies FROM recon.runs ORDER BY 1")
                == ["2026-11-21|3|3|0", "2026-11-22|4|3|1"])
        #expect(bench.billsReadAgain == 0)
        #expect(
            try bench.rows(
                "SELECT count(*), \(Self.blocksWithLines), sum(cardinality(line_runs)) FROM ledger.plain_block")
                == ["4|0|8"])
    }

    @Test func oneThatIsMetAgainIsReadFromTheArchive() throws {
        var (bench, first, second) = try Self.bench("counted_met")
        try bench.conclude("2026-11-21", first)
        second.append(Row(payment: "P2", fen: 200, at: "2026-11-22 12:00:00", channelNo: "AGAIN"))
        #expect(try bench.conclude("2026-11-22", second) == .discrepancies)
        #expect(bench.billsReadAgain == 1)
        #expect(try bench.rows(Self.keepsEntries) == ["AGAIN|duplicate_in_channel", "C2|matched"])
        // Of its neighbour, which was read again too, nothing stays.
        #expect(try bench.rows("SELECT \(Self.blocksWithLines) FROM ledger.plain_block") == ["0"])
    }

    @Test func oneThatIsMetAgainInItsOwnBillIsReadFromThere() throws {
        var (bench, first, _) = try Self.bench("counted_own")
        // In step, the first entry's block is on its way when the second one comes.
        bench.pace.leadPayments = 1
        first.append(Row(payment: "P1", fen: 100, at: Self.noon, channelNo: "AGAIN"))
        #expect(try bench.conclude("2026-11-21", first) == .discrepancies)
        #expect(bench.billsRead == 2 && bench.billsReadAgain == 0)
        #expect(try bench.rows(Self.keepsEntries) == ["AGAIN|matched", "C1|duplicate_in_channel"])
    }

    @Test func aPaymentThatTheShopHasNoMoreIsKnownFromItsBill() throws {
        let (bench, first, second) = try Self.bench("counted_refunded")
        try bench.conclude("2026-11-21", first)
        try bench.sql(
            """
            DELETE FROM taobao.payment_record WHERE payment_no = 'P2';
            UPDATE taobao.refund_record SET amount_fen = 201
            """)
        var refunded = second
        refunded[3].fen = 201
        #expect(try bench.conclude("2026-11-22", refunded) == .discrepancies)
        #expect(
            try bench.rows("SELECT code, payment_no, order_amount, channel_amount FROM recon.discrepancies")
                == ["over_refund|P2|2.00|2.01"])
        // The refund, plain in itself, from the bill at hand; its payment, from the other one.
        #expect(bench.billsRead == 3 && bench.billsReadAgain == 1)
        #expect(try bench.rows(Self.keepsEntries) == ["D2|over_refund"])
    }

    @Test func whoAsksIsToldWhereItIs() throws {
        let (bench, first, second) = try Self.bench("counted_explained")
        try bench.conclude("2026-11-21", first)
        try bench.conclude("2026-11-22", second)
        func told(_ number: String) throws -> [String] {
            try bench.rows("SELECT source, event FROM recon.explain('\(number)')").filter { !$0.hasPrefix("shop") }
        }
        func line(_ day: Int, _ line: Int, _ what: String) -> String {
            """
            bill|wechatpay:A bill of 2026-11-\(day), line \(line): \(what), paired with the shop's record, and they agree; \
            its entry is not kept here but in the archived bill bill
            """
        }
        let note = """
            note|plain pairs of days from 2026-11-21 to 2026-11-22 are only counted: these are found by payment and order \
            number, not by the channel's
            """
        #expect(
            try told("P2")
                == [line(21, 3, "payment P2"), line(22, 5, "refund of payment P2"), note])
        #expect(try told("TP6") == [line(22, 4, "payment P6"), note])
        #expect(try told("C3") == ["now|nothing is known about it", note])
    }

    @Test func aBillThatIsGoneOrAnotherOneKeepsTheDayFromAConclusion() throws {
        var (bench, first, second) = try Self.bench("counted_unreadable")
        try bench.conclude("2026-11-21", first)
        second.append(Row(payment: "P2", fen: 200, at: "2026-11-22 12:00:00", channelNo: "AGAIN"))
        let archived = bench.archive
        var other = first
        other[1].fen = 201
        var misnamed = first
        misnamed[1].payment = "P2X"
        for bill in [nil, [], other, misnamed, Array(first.dropFirst())] {
            bench.archive["wechatpay:A 2026-11-21"] = bill
            #expect(try bench.conclude("2026-11-22", second) == .incomplete, "\(String(describing: bill))")
            let reason = try bench.rows("SELECT reason_code, reason FROM recon.runs ORDER BY run_id DESC LIMIT 1")[0]
            #expect(reason.hasPrefix("ledger.pairs_unreadable|") && reason.contains("2026-11-21"))
            #expect(try bench.rows(Self.keepsEntries) == [])
        }
        bench.archive = archived
        #expect(try bench.conclude("2026-11-22", second) == .discrepancies)
    }

    @Test func blocksAreReadAsLargeAsTheyWereMade() throws {
        let (bench, first, second) = try Self.bench("counted_larger")
        bench.pace.blockEntriesMax = 256
        try bench.conclude("2026-11-21", first)
        bench.pace.blockEntriesMax = 1
        try bench.conclude(
            "2026-11-22", second + [Row(payment: "P2", fen: 200, at: "2026-11-22 12:00:00", channelNo: "AGAIN")])
        #expect(try bench.rows(Self.keepsEntries) == ["AGAIN|duplicate_in_channel", "C2|matched"])
        #expect(bench.billsReadAgain == 1)
    }

    /// A damaged row says of its lines what cannot be.
    @Test(arguments: [
        "{2,2000000000}", "{2,4,5,2147483647}", "{5,3}", "{-4,-2}", "{2}", "{}", "{2,2,2,3}", "{0,2}", "{2,3}",
    ])
    func aBlockWithOtherLinesThanItHasIsNotRead(runs: String) throws {
        let (bench, first, second) = try Self.bench("counted_damaged_\(runs.utf8.reduce(0) { $0 &* 31 &+ Int($1) })")
        bench.pace.blockEntriesMax = 256
        try bench.conclude("2026-11-21", first)
        try bench.sql("UPDATE ledger.plain_block SET line_runs = '\(runs)'")
        let bill = second + [Row(payment: "P2", fen: 200, at: "2026-11-22 12:00:00", channelNo: "AGAIN")]
        #expect(try bench.conclude("2026-11-22", bill) == .incomplete)
        #expect(
            try bench.rows("SELECT reason_code FROM ledger.run ORDER BY run_id DESC LIMIT 1")
                == ["ledger.pairs_unreadable"])
    }

    @Test func aDayTakesTheSettingOfItsLastRun() throws {
        let (bench, first, _) = try Self.bench("counted_switched")
        for (pairs, entries, billsRead) in [
            (PlainPairs.counted, 0, 1), (.counted, 0, 1), (.kept, 3, 2), (.kept, 3, 2), (.counted, 0, 3),
        ] {
            bench.plainPairs = pairs
            #expect(try bench.conclude("2026-11-21", first) == .balanced)
            #expect(try bench.rows("SELECT count(*) FROM recon.bill_entries") == ["\(entries)"])
            #expect(bench.billsRead == billsRead, "an unchanged day is not gone through again")
        }
        #expect(bench.billsReadAgain == 0)
    }
}
