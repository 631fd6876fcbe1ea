import Ledger
import Rules
import Postgres
import TestTurns
import Testing
import Vocabulary

/// A day whose bill and records are what they were is not gone through again, and what may have changed all the same is seen.
@Suite(.serialized, .waiting) struct UnchangedDayTests {
    private static let noon = "2026-11-21 12:00:00"

    private static func fill(_ bench: LedgerBench) throws -> [Row] {
        bench.billsAreFiles = true
        var bill = try bench.fill(pairs: 20, at: noon)
        try bench.pay("EARLIER", 500, at: "2026-11-18 12:00:00")
        for (payment, refund) in [("P1", "R1"), ("EARLIER", "R2")] {
            try bench.refund(payment, refund, 60, at: noon)
            bill.append(
                Row(type: .refund, payment: payment, refund: refund, fen: 60, at: noon, channelNo: "D\(refund)"))
        }
        return bill
    }

    private static func everything(_ bench: LedgerBench) throws -> [String] {
        try [
            "SELECT * FROM recon.bill_entries ORDER BY bill_date, file_no, line_no", "SELECT * FROM recon.statement",
            """
            SELECT status, code, bill_date, payment_no, refund_no, order_amount, channel_amount, difference, details
            FROM recon.discrepancies ORDER BY code, payment_no, refund_no, channel_trade_no
            """, "SELECT * FROM recon.pending",
        ].flatMap { try bench.rows($0) }
    }

    @Test func itIsNotGoneThroughAgain() throws {
        let bench = try LedgerBench("unchanged_same")
        let bill = try Self.fill(bench)
        try bench.conclude("2026-11-21", bill)
        let first = try Self.everything(bench)
        #expect(bench.billsRead == 1 && first.count > 30)
        #expect(try bench.conclude("2026-11-21", bill) == .discrepancies)
        #expect(bench.billsRead == 1)
        #expect(try Self.everything(bench) == first)
        #expect(
            try bench.rows("SELECT entries, matched, discrepancies, in_force FROM recon.runs ORDER BY run_id")
                == ["24|22|3|f", "24|22|3|t"])
        #expect(
            try bench.rows("SELECT change, count(*) FROM recon.run_changes WHERE run_id = 2 GROUP BY 1")
                == ["persisting|3"])
    }

    enum Change: CaseIterable {
        case bill, amount, record, missing, currency, time, refundAmount, rate, program, archived
    }

    @Test(arguments: Change.allCases) func anythingElseIsReadAgain(_ change: Change) throws {
        let bench = try LedgerBench("unchanged_but_\(change)")
        var bill = try Self.fill(bench)
        try bench.conclude("2026-11-21", bill)
        switch change {
        case .bill: bill[3].fen += 1
        case .amount: try bench.sql("UPDATE taobao.payment_record SET amount_fen = 1 WHERE payment_no = 'P20'")
        case .record: try bench.pay("NEW", 5, at: Self.noon)
        case .missing: try bench.sql("DELETE FROM taobao.payment_record WHERE payment_no = 'P20'")
        case .currency: try bench.sql("UPDATE taobao.payment_record SET currency = 'USD' WHERE payment_no = 'P20'")
        case .time: try bench.pay("P20", 2000, at: "2026-11-20 12:00:00")
        case .refundAmount: try bench.sql("UPDATE taobao.refund_record SET amount_fen = 61 WHERE refund_no = 'R1'")
        case .rate:
            var rules = AccountRules(startDate: BusinessDay(number: 20_000))
            rules.contractedRate = ContractedRate(perTenMillion: 60_000)
            bench.rules[ChannelAccount(channel: .wechatpay, account: "A")] = rules
        case .program: bench.program = "tests 2"
        case .archived: bench.isBillArchived = true
        }
        try bench.conclude("2026-11-21", bill)
        #expect(bench.billsRead >= 2)
    }

    @Test func aRecordThatIsNoMoneyIsSeenWithoutTheBill() throws {
        let bench = try LedgerBench("unchanged_no_money")
        let bill = try Self.fill(bench)
        try bench.conclude("2026-11-21", bill)
        try bench.pay("ONLY", 900, at: nil, state: "closed")
        try bench.conclude("2026-11-21", bill)
        #expect(bench.billsRead == 1)
        #expect(
            try bench.rows("SELECT code FROM recon.discrepancies WHERE payment_no = 'ONLY' AND status = 'open'")
                == ["status_mismatch"])
    }

    @Test func anotherDaysPaymentThatBecameLessIsSeenWithoutTheBill() throws {
        let bench = try LedgerBench("unchanged_payment")
        let bill = try Self.fill(bench)
        try bench.conclude("2026-11-21", bill)
        let over =
            "SELECT payment_no, difference FROM recon.discrepancies WHERE code = 'over_refund' AND status = 'open'"
        try bench.sql("UPDATE taobao.payment_record SET amount_fen = 50 WHERE payment_no = 'EARLIER'")
        try bench.conclude("2026-11-21", bill)
        #expect(try bench.rows(over) == ["EARLIER|0.10"])
        // It stays while nothing changes, and goes with its cause.
        try bench.conclude("2026-11-21", bill)
        #expect(try bench.rows(over) == ["EARLIER|0.10"])
        try bench.sql("UPDATE taobao.payment_record SET amount_fen = 500 WHERE payment_no = 'EARLIER'")
        try bench.conclude("2026-11-21", bill)
        #expect(try bench.rows(over) == [] && bench.billsRead == 1)
    }

    @Test func aLimitThatWasLiftedOnceIsThereAgain() throws {
        let bench = try LedgerBench("unchanged_limit")
        bench.billsAreFiles = true
        try bench.pay("P1", 100, at: Self.noon)
        let bill = (1...100).map { Row(payment: "P\($0)", fen: 100, at: Self.noon, channelNo: "C\($0)") }
        #expect(try bench.conclude("2026-11-21", bill, liftShareLimitReason: "a test") == .discrepancies)
        #expect(try bench.conclude("2026-11-21", bill) == .incomplete)
        #expect(try bench.rows("SELECT reason_code FROM ledger.run WHERE run_id = 2") == ["orders.unmatched_share"])
        #expect(bench.billsRead == 1)
    }

    @Test func aKeyThatAnotherDayBearsMeanwhileStaysAsItWasSettled() throws {
        let bench = try LedgerBench("unchanged_other_day")
        let bill = try Self.fill(bench)
        try bench.conclude("2026-11-21", bill)
        try bench.conclude("2026-11-22", [Row(payment: "P5", fen: 500, at: "2026-11-22 12:00:00", channelNo: "LATE")])
        let settled = try Self.everything(bench)
        #expect(settled.contains { $0.contains("duplicate_in_channel") && $0.contains("2026-11-22") })
        try bench.conclude("2026-11-21", bill)
        #expect(try Self.everything(bench) == settled && bench.billsRead == 2)
    }
}
