import Ledger
import Postgres
import TestTurns
import Testing

/// Contract 4 and 5.6, word by word: every view has these columns first, in this order, and everything is explained.
@Suite(.serialized, .waiting) struct ContractViewsTests {
    private static let item = """
        discrepancy_id, status, code, bill_date, channel, account, entry_type, payment_no, refund_no, order_nos, \
        channel_trade_no, channel_refund_no, order_amount, channel_amount, difference, currency, occurred_at
        """
    static let views = [
        "runs": """
        run_id, channel, account, bill_date, attempt, requested_by, state, verdict, reason, entries, matched, cross_day, \
        pending, discrepancies, requested_at, started_at, finished_at, in_force
        """,
        "daily_summary": """
        bill_date, channel, account, verdict, payments, payment_amount, refunds, refund_amount, fees, net_amount, \
        matched, pending, open_discrepancies, run_id, last_attempt_run_id, last_attempt_verdict, last_attempt_reason
        """,
        "discrepancies": item
            + ", opened_at, resolved_at, resolution, resolved_by, note, first_run_id, last_run_id, details",
        "pending": item + ", due_date",
        "statement": "bill_date, channel, account, entry_type, line_no, line, entries, amount",
        "bill_entries": """
        bill_date, channel, account, line_no, entry_type, payment_no, refund_no, channel_trade_no, channel_refund_no, \
        amount, settled_amount, fee, currency, occurred_at, state, outcome
        """,
        "bill_files":
            "bill_file_id, channel, account, bill_date, received_at, size, sha256, rows, archive_path, source",
        "discrepancy_history": "discrepancy_id, at, event, actor, run_id, note",
        "run_changes": "run_id, change, discrepancy_id, code",
        "channel_mix": "bill_date, channel",
        "funds_summary": "bill_date, channel, account, pot, opening, money_in, money_out, closing, verdict, proven",
        "funds_statement": "bill_date, channel, account, pot, line_no, line, movements, amount",
        "bridge": "bill_date, channel, account, line_no, line, amount",
        "movements": """
        bill_date, channel, account, pot, line_no, movement_class, amount, balance, booked_at, name, type, code, \
        business_no, voucher_no, flow_no, outcome
        """,
        "codes": "code, label_en, label_zh, meaning",
    ]

    @Test(arguments: views.keys.sorted())
    func theViewHasTheContractsColumnsInOrder(view: String) throws {
        let bench = try LedgerBench("contract_\(view)")
        let columns = try bench.rows(
            """
            SELECT column_name FROM information_schema.columns
            WHERE table_schema = 'recon' AND table_name = '\(view)' ORDER BY ordinal_position
            """)
        let expected = (Self.views[view] ?? "").split(separator: ", ").map(String.init)
        #expect(Array(columns.prefix(expected.count)) == expected)
    }

    @Test func amountsAreYuanWithTwoDecimalsAndFeesWithFiveOrAsManyAsTheyNeed() throws {
        let bench = try LedgerBench("contract_types")
        // What is measured has numbers of every kind.
        let types = try bench.rows(
            """
            SELECT DISTINCT column_name, numeric_precision, numeric_scale FROM information_schema.columns
            WHERE table_schema = 'recon' AND data_type = 'numeric' AND column_name !~ '(_share|_rate)$'
              AND table_name <> 'metrics' ORDER BY 1
            """)
        #expect(
            types == [
                "amount|18|2", "balance|18|2", "booked_amount|18|2", "channel_amount|18|2", "charged_fees||",
                "closed_difference|18|2", "closing|18|2", "contracted_fees||", "counted_net|18|2", "deducted|18|2",
                "difference|18|2", "fee|20|5",
                "fees|20|5", "fees||", "money_at_risk|18|2", "money_in|18|2",
                "money_out|18|2", "net|18|2", "net_amount|20|5", "open_difference|18|2", "opening|18|2",
                "order_amount|18|2",
                "paid|18|2", "payment_amount|18|2", "received|18|2", "received_amount|20|5", "received_amount||",
                "recorded|18|2",
                "refund_amount|18|2", "refunded_from_balance|18|2", "refunded_from_deposit|18|2", "refunds|18|2",
                "returned|18|2", "returned_fees||",
                "settled_amount|18|2", "subsidies|18|2", "unresolved|18|2",
            ])
    }

    @Test func schemaReconHoldsOnlyViewsAndFunctionsAndEachIsExplained() throws {
        let bench = try LedgerBench("contract_comments")
        #expect(
            try bench.rows(
                """
                SELECT relname FROM pg_class WHERE relnamespace = 'recon'::regnamespace AND relkind NOT IN ('v', 'c')
                """) == [])
        #expect(
            try bench.rows(
                """
                SELECT concat_ws('.', c.relname, a.attname) FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                WHERE c.relnamespace = 'recon'::regnamespace AND c.relkind = 'v'
                  AND (coalesce(col_description(c.oid, a.attnum), '') = '' OR coalesce(obj_description(c.oid), '') = '')
                """) == [])
        #expect(
            try bench.rows(
                """
                SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'recon'::regnamespace
                   AND coalesce(obj_description(p.oid), '') = ''
                """) == [])
    }

    @Test func functionsThatWriteAreTheOwnersWithAFixedPath() throws {
        let bench = try LedgerBench("contract_functions")
        #expect(
            try bench.rows(
                """
                SELECT proname, prosecdef, proconfig[1] LIKE 'search_path=pg_catalog%' FROM pg_proc
                WHERE pronamespace = 'recon'::regnamespace AND provolatile = 'v' ORDER BY 1
                """) == [
                    "acknowledge|t|t", "assign|t|t", "classify_code|t|t", "close_period|t|t", "decide_suggestion|t|t",
                    "note|t|t", "reconcile|t|t", "reopen|t|t",
                    "resolve|t|t", "resolve_where|t|t",
                ])
        #expect(
            try bench.rows(
                """
                SELECT proname FROM pg_proc WHERE pronamespace IN ('recon'::regnamespace, 'ledger'::regnamespace)
                   AND prosecdef AND coalesce(proconfig[1], '') NOT LIKE 'search_path=pg_catalog%'
                """) == [])
    }
}
