import Ledger
import Rules
import TestTurns
import Testing
import Vocabulary

/// Contract 3.7, for every code and every way in which a run may go about a day: what was resolved as `corrected`
/// reopens when it is found again, and any other resolution stays while the amounts do.
@Suite(.serialized, .waiting) struct ReopeningTests {
    private static let noon = "2026-11-21 12:00:00"

    enum Rerun: CaseIterable {
        /// The channel gives the bill that is held: it is not gone through again.
        case fetchedAgain
        case archived
        /// The bill has another row, which has nothing to do with the item.
        case billChanged
        /// So has the shop.
        case shopChanged
        case otherRate
    }

    private static func fill(_ bench: LedgerBench) throws -> [Row] {
        bench.billsAreFiles = true
        try bench.pay("OK", 1000, at: noon)
        try bench.pay("MISS", 1100, at: noon)
        try bench.pay("AMT", 1200, at: noon)
        try bench.pay("CUR", 1300, at: noon, currency: "USD")
        try bench.pay("UNPAID", 1400, at: nil, state: "unpaid")
        try bench.pay("OTHER", 1500, at: noon, account: "B")
        try bench.pay("TWICE", 1600, at: noon, knows: "C9")
        // Refunded too much, each with a payment of another day or of this one.
        try bench.pay("EARLIER", 300, at: "2026-11-18 12:00:00")
        try bench.refund("EARLIER", "R", 400, at: noon)
        try bench.refund("OK", "R", 1100, at: noon)
        try bench.pay("FEE", 10_000, at: noon)
        return [
            Row(payment: "OK", fen: 1000, at: noon, channelNo: "C1", feeE5: 6000),
            Row(payment: "ONLY", fen: 900, at: noon, channelNo: "C2", feeE5: 5000),
            Row(payment: "AMT", fen: 1201, at: noon, channelNo: "C3", feeE5: 7000),
            Row(payment: "CUR", fen: 1300, at: noon, channelNo: "C4", feeE5: 8000),
            Row(payment: "UNPAID", fen: 1400, at: noon, channelNo: "C5", feeE5: 8000),
            Row(payment: "OTHER", fen: 1500, at: noon, channelNo: "C6", feeE5: 9000),
            Row(payment: "TWICE", fen: 1600, at: noon, channelNo: "C8", feeE5: 10_000),
            Row(payment: "TWICE", fen: 1600, at: noon, channelNo: "C9", feeE5: 10_000),
            Row(payment: "ODD", fen: 50, at: noon, channelNo: "C10", state: "WHAT", isClassified: false),
            Row(type: .refund, payment: "EARLIER", refund: "R", fen: 400, at: noon, channelNo: "D1"),
            Row(type: .refund, payment: "OK", refund: "R", fen: 1100, at: noon, channelNo: "D2"),
            Row(payment: "FEE", fen: 10_000, at: noon, channelNo: "C11", feeE5: 61_000),
        ]
    }

    @Test(arguments: Rerun.allCases, PlainPairs.allCases)
    func everyCodeReopensAlike(rerun: Rerun, pairs: PlainPairs) throws {
        let bench = try LedgerBench("reopening_\(rerun)_\(pairs)")
        bench.plainPairs = pairs
        var rules = AccountRules(startDate: BusinessDay(number: 20_000))
        rules.contractedRate = ContractedRate(perTenMillion: 60_000)
        bench.rules[ChannelAccount(channel: .wechatpay, account: "A")] = rules
        var bill = try Self.fill(bench)
        #expect(try bench.conclude("2026-11-21", bill) == .discrepancies)
        let codes = try bench.rows("SELECT DISTINCT code FROM recon.discrepancies ORDER BY 1")
        #expect(
            codes == (try bench.rows("SELECT code FROM recon.codes WHERE kind = 'trade' ORDER BY 1")),
            "every code is there")
        // One of each resolution for every code; the second over_refund is of another day's payment.
        for resolution in ["corrected", "accepted"] {
            try bench.sql(
                """
                UPDATE ledger.item SET status = 'resolved', resolution = '\(resolution)', resolved_by = 'finance',
                       resolved_at = now()
                """)
            #expect(try bench.rows("SELECT verdict FROM recon.daily_summary") == ["balanced"])
            switch rerun {
            case .fetchedAgain: break
            case .archived: bench.isBillArchived = true
            case .billChanged:
                bill.append(Row(payment: "NEW\(resolution)", fen: 1, at: Self.noon, channelNo: "N\(resolution)"))
                try bench.pay("NEW\(resolution)", 1, at: Self.noon)
            case .shopChanged: try bench.pay("NEW\(resolution)", 1, at: Self.noon, state: "closed")
            case .otherRate:
                rules.contractedRate = ContractedRate(perTenMillion: resolution == "corrected" ? 60_001 : 60_002)
                bench.rules[ChannelAccount(channel: .wechatpay, account: "A")] = rules
            }
            let read = bench.billsRead
            let verdict = try bench.conclude("2026-11-21", bill)
            if rerun == .fetchedAgain { #expect(bench.billsRead == read) }
            let told = rerun == .billChanged ? (resolution == "corrected" ? 1 : 2) : 0
            #expect(
                try bench.rows("SELECT code FROM recon.alarms") == Array(repeating: "bill.changed", count: told))
            #expect(verdict == (resolution == "corrected" ? .discrepancies : .balanced))
            let status = resolution == "corrected" ? "open|reopened_by_run" : "resolved|opened"
            #expect(
                try bench.rows(
                    """
                    SELECT DISTINCT code, status, (SELECT event FROM recon.discrepancy_history h
                        WHERE h.discrepancy_id = d.discrepancy_id AND (d.status = 'open' OR event = 'opened')
                        ORDER BY at DESC LIMIT 1)
                    FROM recon.discrepancies d ORDER BY 1
                    """) == codes.map { "\($0)|\(status)" })
        }
    }
}
