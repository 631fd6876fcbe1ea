import Ledger
import Postgres
import Rules
import TestTurns
import Testing
import Vocabulary

/// What finance asks at the end of a month: what came in, whether it closes, fees, cash, who did what; in words of both languages.
@Suite(.serialized, .waiting) struct MonthEndTests {
    /// Two days of November and one of December. November: payments of 100.00 and 200.00, the second with another fee, a refund
    /// of 30.00, one payment that the shop lacks, one refund that the bill lacks.
    private func bench(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench("month_\(name)")
        let account = ChannelAccount(channel: .wechatpay, account: "A")
        var rules = try AccountRules(startDate: #require(BusinessDay("2026-11-01")))
        rules.contractedRate = ContractedRate(perTenMillion: 60000)
        bench.rules[account] = rules
        try bench.pay("P1", 10000, at: "2026-11-20 12:00:00")
        try bench.pay("P2", 20000, at: "2026-11-21 12:00:00")
        try bench.refund("P1", "R1", 3000, at: "2026-11-21 13:00:00")
        try bench.refund("P1", "R2", 500, at: "2026-11-21 13:00:00")
        try bench.pay("P3", 1000, at: "2026-12-01 12:00:00")
        try bench.conclude(
            "2026-11-20", [Row(payment: "P1", fen: 10000, at: "2026-11-20 12:00:00", channelNo: "C1", feeE5: 60000)])
        try bench.conclude(
            "2026-11-21",
            [
                Row(payment: "P2", fen: 20000, at: "2026-11-21 12:00:00", channelNo: "C2", feeE5: 125_000),
                Row(payment: "P9", fen: 700, at: "2026-11-21 12:00:00", channelNo: "C9", feeE5: 4000),
                Row(
                    type: .refund, payment: "P1", refund: "R1", fen: 3000, at: "2026-11-21 13:00:00", channelNo: "D1",
                    feeE5: -18000),
            ])
        try bench.conclude(
            "2026-12-01", [Row(payment: "P3", fen: 1000, at: "2026-12-01 12:00:00", channelNo: "C3", feeE5: 6012)])
        return bench
    }

    @Test func aMonthAddsUpItsDays() throws {
        let bench = try bench("sums")
        #expect(
            try bench.rows(
                """
                SELECT month, account, concluded_days, balanced_days, payments, payment_amount, refunds, refund_amount,
                       fees, received_amount FROM recon.monthly_summary ORDER BY 1
                """) == [
                    "2026-11-01|A|2|1|3|307.00|1|30.00|1.71|275.29", "2026-12-01|A|1|1|1|10.00|0|0.00|0.06012|9.93988",
                ])
        #expect(
            try bench.rows(
                """
                SELECT entry_type, label_en, label_zh, days, entries, amount FROM recon.monthly_statement
                WHERE month = '2026-11-01' AND (entries <> 0 OR line = 'residual')
                """) == [
                    "payment|orders of the shop|我方记账|2|2|300.00", "payment|only at the channel|渠道有我方无|2|1|7.00",
                    "payment|rows of the bill|渠道明细合计|2|3|307.00",
                    "payment|the bill's own total|渠道账单总额|2|3|307.00", "payment|residual|差额|2|0|0.00",
                    "refund|orders of the shop|我方记账|2|2|35.00", "refund|only in the shop|我方有渠道无|2|-1|-5.00",
                    "refund|rows of the bill|渠道明细合计|2|1|30.00", "refund|the bill's own total|渠道账单总额|2|1|30.00",
                    "refund|residual|差额|2|0|0.00",
                ])
    }

    @Test func aMonthSaysWhatItLacks() throws {
        let bench = try bench("lacks")
        // From the 22nd to the end of the month nothing was run.
        #expect(try bench.rows("SELECT missing_days FROM recon.monthly_summary WHERE month = '2026-11-01'") == ["9"])
    }

    @Test func feesAreHeldAgainstTheContract() throws {
        let bench = try bench("fees")
        let fees = """
            SELECT month, contracted_rate, charged_fees, contracted_fees, difference, fee_mismatches, returned_fees FROM recon.monthly_fees
            """
        #expect(
            try bench.rows(fees + " ORDER BY 1") == [
                "2026-11-01|0.0060000|1.89|1.84|0.05|1|0.18", "2026-12-01|0.0060000|0.06012|0.06012|0.00|0|0.00",
            ])
        // What a person decides about it changes no figure, and without a rate there is nothing to hold it against.
        try bench.sql(
            """
            SELECT recon.resolve(discrepancy_id, 'accepted', 'x') FROM recon.discrepancies WHERE code = 'fee_mismatch';
            UPDATE ledger.account SET contracted_rate_e7 = NULL
            """)
        #expect(try bench.rows(fees + " WHERE month = '2026-11-01'") == ["2026-11-01||1.89|||1|0.18"])
    }

    @Test func theCashViewCallsMoreAtTheChannelLong() throws {
        let bench = try bench("cash")
        // A payment that the shop lacks is more money; a fee that is too high is less; a refund that was not made is more.
        #expect(
            try bench.rows("SELECT bill_date, kind, cash_zh, items, amount FROM recon.cash")
                == ["2026-11-21|trade|长款|2|12.00", "2026-11-21|trade|短款|1|-0.05"])
    }

    @Test func whoDidWhatIsAList() throws {
        let bench = try bench("people")
        try bench.sql(
            "SELECT recon.resolve(discrepancy_id, 'made_up', 'booked') FROM recon.discrepancies WHERE code = 'channel_only'"
        )
        #expect(
            try bench.rows("SELECT actor, event_zh, resolution_en, code_zh, difference, note FROM recon.decisions")
                == ["postgres|核销|made up|渠道有我方无|7.00|booked"])
        #expect(
            try bench.rows(
                "SELECT requested_by, bill_date, source_zh, state_zh, verdict_zh FROM recon.requests ORDER BY 2") == [
                    "test|2026-11-20|渠道下载|完成|平", "test|2026-11-21|渠道下载|完成|有差错", "test|2026-12-01|渠道下载|完成|平",
                ])
        #expect(
            try bench.rows("SELECT code, code_zh, amount, notes FROM recon.open_items")
                == ["order_only|我方有渠道无|5.00|0", "fee_mismatch|手续费不一致|0.05|0"])
    }

    @Test func everyWordThatAViewShowsHasALabelInBothLanguages() throws {
        let bench = try LedgerBench("month_labels")
        func words(_ kind: String) throws -> [String] {
            try bench.rows("SELECT word FROM recon.labels WHERE word_of = '\(kind)' ORDER BY 1")
        }
        #expect(try words("line") == StatementLine.allCases.map(\.rawValue).sorted())
        #expect(try words("movement_class") == MovementClass.allCases.map(\.rawValue).sorted())
        // What the tables allow is what there are words for.
        for (kind, table, column) in [
            ("status", "item", "status"), ("resolution", "item", "resolution"), ("event", "item_event", "event"),
            ("state", "run", "state"), ("origin", "run", "origin"), ("change", "run_change", "change"),
        ] {
            let allowed = try bench.rows(
                """
                SELECT DISTINCT m[1] FROM pg_constraint c, regexp_matches(pg_get_constraintdef(c.oid), '''([a-z_]+)''::text', 'g') m
                WHERE conrelid = 'ledger.\(table)'::regclass AND contype = 'c'
                  AND pg_get_constraintdef(c.oid) LIKE 'CHECK ((\(column) = ANY%' ORDER BY 1
                """)
            let known = try words(kind)
            #expect(!allowed.isEmpty && allowed == known, "\(kind)")
        }
        #expect(
            try bench.rows(
                """
                SELECT unnest(enum_range(NULL::ledger.verdict))::text EXCEPT SELECT word FROM recon.labels WHERE word_of = 'verdict'
                """) == [])
        #expect(
            try bench.rows("SELECT unnest(enum_range(NULL::ledger.outcome))::text EXCEPT SELECT code FROM recon.codes")
                == [])
        #expect(try bench.rows("SELECT word FROM recon.labels WHERE label_en = '' OR label_zh !~ '[一-龥]'") == [])
    }
}
