import Vocabulary

/// Three days of money as a settlement would store them, written down by hand: a plain one on which a payment waits, one on
/// which nearly everything is wrong, and one after a day that is missing.
enum MadeMoney {
    private static let noon = "2026-11-20 12:00:00"

    /// The trade bills of both days and the shop, and beside them what moved.
    static func bench(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench("money_\(name)")
        try bench.pay("P1", 1000, at: noon, knows: "C1")
        try bench.pay("P2", 2000, at: noon)
        try bench.refund("P1", "R1", 300, at: "2026-11-20 15:00:00")
        try bench.pay("P3", 400, at: "2026-11-21 12:00:00")
        try bench.conclude(
            "2026-11-20",
            [
                Row(payment: "P1", fen: 1000, at: noon, channelNo: "C1", feeE5: 6000),
                Row(type: .refund, payment: "P1", refund: "R1", fen: 300, at: "2026-11-20 15:00:00", channelNo: "D1"),
                Row(payment: "P2", fen: 2000, at: noon, channelNo: "C2", feeE5: 12_000),
            ])
        try bench.conclude(
            "2026-11-21", [Row(payment: "P3", fen: 400, at: "2026-11-21 12:00:00", channelNo: "C3", feeE5: 2000)])
        try store(bench)
        return bench
    }

    private static func store(_ bench: LedgerBench) throws {
        try bench.sql(
            """
            INSERT INTO ledger.bill_kind VALUES ('funds', 'funds bill', '资金账单') ON CONFLICT DO NOTHING;
            UPDATE ledger.account SET kinds = '{trade,funds}', pots = '{BASIC,OPERATION}', settlement_days = 1
            """)
        for run in [
            (101, "2026-11-20", "pending"), (102, "2026-11-21", "discrepancies"), (103, "2026-11-23", "pending"),
        ] {
            try conclude(bench, run.0, run.1, run.2)
        }
        try bench.sql(pots + statements + movements + items)
    }

    /// A run of a funds bill that is in force from now on.
    static func conclude(_ bench: LedgerBench, _ run: Int, _ day: String, _ verdict: String) throws {
        try bench.sql(
            """
            INSERT INTO ledger.bill (account_id, bill_id, bill_date, kind, source, files, pots, quiet_pots)
            VALUES (1, \(run), '\(day)', 'funds', 'channel', ARRAY[repeat('0', 61) || \(run)], '{BASIC}', '{OPERATION}');
            INSERT INTO ledger.bill_file (account_id, bill_date, kind, size_bytes, sha256, archive_path, source, pot)
            SELECT 1, '\(day)', 'funds', 1, repeat('0', 61) || \(run), '/archive/\(run)_' || pot || '.csv', 'channel', pot
            FROM unnest('{OPERATION,BASIC}'::text[]) pot;
            INSERT INTO ledger.run (account_id, run_id, bill_date, kind, attempt, origin, requested_by, state, verdict,
                                    entries, bill_id, requested_at, finished_at)
            SELECT 1, \(run), '\(day)', 'funds', count(*) + 1, 'person', 'test', 'done', '\(verdict)', 4, \(run),
                   '2026-11-24 10:00+08', '2026-11-24 10:00+08'
            FROM ledger.run WHERE bill_date = '\(day)' AND kind = 'funds';
            INSERT INTO ledger.day VALUES (1, '\(day)', 'funds', \(run), true, \(run), \(run))
            ON CONFLICT (account_id, bill_date, kind) DO UPDATE SET
                run_id = \(run), concluded = true, bill_id = \(run), last_attempt_run_id = \(run);
            """)
    }

    private static let pots = """
        INSERT INTO ledger.pot_day (
            account_id, bill_date, pot, file_no, into_rows, into_fen, out_rows, out_fen, is_chained, is_controlled,
            shown_opening_fen, shown_closing_fen, last_closing_fen, is_proven) VALUES
            (1, '2026-11-20', 'BASIC',     0,    1, 1000, 3, 5306, true, true, 10000, 5694, NULL, true),
            (1, '2026-11-20', 'OPERATION', NULL, 0, 0,    0, 0,    true, true, NULL,  NULL, NULL, true),
            (1, '2026-11-21', 'BASIC',     0,    2, 890,  1, 2,    true, true, 5694,  6582, 5694, true),
            (1, '2026-11-21', 'OPERATION', 1,    1, 100,  0, 0,    true, true, 100,   200,  NULL, true),
            (1, '2026-11-23', 'BASIC',     NULL, 0, 0,    0, 0,    true, true, 6582,  6582, 6582, false),
            (1, '2026-11-23', 'OPERATION', NULL, 0, 0,    0, 0,    true, true, 200,   200,  200,  true);

        """

    private static let statements = """
        INSERT INTO ledger.funds_line VALUES
            (1, 101, 'BASIC', 1, 'opening', 0, 10000), (1, 101, 'BASIC', 2, 'payment', 1, 1000),
            (1, 101, 'BASIC', 4, 'fee', 1, -6), (1, 101, 'BASIC', 7, 'refund', 1, -300),
            (1, 101, 'BASIC', 10, 'withdrawal', 1, -5000), (1, 101, 'BASIC', 20, 'closing', 0, 5694),
            (1, 101, 'BASIC', 21, 'residual', 0, 0),
            (1, 102, 'BASIC', 1, 'opening', 0, 5694), (1, 102, 'BASIC', 2, 'payment', 1, 390),
            (1, 102, 'BASIC', 3, 'payment_other_day', 1, 500), (1, 102, 'BASIC', 4, 'fee', 1, -2),
            (1, 102, 'BASIC', 20, 'closing', 0, 6582), (1, 102, 'BASIC', 21, 'residual', 0, 0);
        INSERT INTO ledger.bridge_line VALUES
            (1, 101, 1, 'expected', 2682), (1, 101, 2, 'waiting', -1988), (1, 101, 12, 'booked', 694),
            (1, 101, 13, 'residual', 0),
            (1, 102, 1, 'expected', 398), (1, 102, 6, 'booked_only', 500), (1, 102, 8, 'booked_amount_mismatch', -10),
            (1, 102, 12, 'booked', 888), (1, 102, 13, 'residual', 0);

        """

    /// One block, as a settlement packs it.
    static func block(
        _ day: String, _ movementClass: String, line: Int, business: String, voucher: String, fen: Int, balance: Int,
        words: String, isBooked: Bool = true
    ) -> String {
        """
        INSERT INTO ledger.movement_block (account_id, bill_date, file_no, first_line, last_line, entry_date, movements, kinds,
                                           counts, sums_fen, tags, lines)
        VALUES (1, '\(day)', 0, \(line), \(line), \(isBooked ? "'\(day)'" : "NULL"), 1,
                ARRAY[concat_ws(E'\\t', '\(movementClass)', split_part('\(words)', '/', 1), split_part('\(words)', '/', 2), '')],
                '{1}', '{\(fen)}', ledger.tag('\(business)') || ledger.tag('\(voucher)'),
                concat_ws(E'\\t', \(line), 1, '\(business)', '\(voucher)', 'F\(line)', \(fen), \(balance),
                          extract(epoch FROM '\(day) 12:00:0\(line)+08'::timestamptz)::bigint));

        """
    }

    private static let movements = """
        \(block("2026-11-20", "payment", line: 2, business: "C1", voucher: "P1", fen: 1000, balance: 11000, words: "交易/交易"))
        \(block("2026-11-20", "fee", line: 3, business: "C1", voucher: "P1", fen: -6, balance: 10994, words: "交易/扣除交易手续费"))
        \(block("2026-11-20", "refund", line: 4, business: "D1", voucher: "R1", fen: -300, balance: 10694, words: "退款/退款"))
        \(block("2026-11-20", "withdrawal", line: 5, business: "W1", voucher: "", fen: -5000, balance: 5694, words: "提现/提现"))
        INSERT INTO ledger.movement VALUES
            (1, '2026-11-21', 0, 2, 'payment', 'C3', 'P3', 'F31', 390, 6084, '2026-11-21 13:00+08', '交易', '交易', '',
             'booked', '2026-11-21', 0, 2),
            (1, '2026-11-21', 0, 3, 'fee', 'C3', 'P3', 'F32', -2, 6082, '2026-11-21 13:00+08', '交易', '扣除交易手续费', '',
             'booked', '2026-11-21', 0, 2),
            (1, '2026-11-21', 0, 4, 'payment', 'C9', 'P9', 'F9', 500, 6582, '2026-11-21 14:00+08', '交易', '交易', '',
             'booked_only', NULL, NULL, NULL),
            (1, '2026-11-21', 1, 2, 'top_up', 'T1', '', 'F4', 100, 200, '2026-11-21 15:00+08', '充值', '充值', '',
             'unlinked', NULL, NULL, NULL);

        """

    private static let items = """
        INSERT INTO ledger.item (account_id, item_id, status, code, bill_date, kind, entry_type, payment_no, refund_no,
                                 channel_no, occurrence, channel_trade_no, channel_fen, difference_fen, currency, due_date,
                                 found, opened_at, first_run_id, last_run_id, pot, movement_class, details) VALUES
            (1, 201, 'pending', 'not_booked', '2026-11-20', 'funds', 'payment', 'P2', '', 'C2', 1, 'C2', 1988, -1988, 'CNY',
             '2026-11-21', true, NULL, 101, 101, '', '', '{}'),
            (1, 202, 'open', 'booked_amount_mismatch', '2026-11-21', 'funds', 'payment', 'P3', '', 'C3', 1, 'C3', 400, -10,
             'CNY', NULL, true, '2026-11-24 10:00+08', 102, 102, '', '', '{}'),
            (1, 203, 'open', 'booked_only', '2026-11-21', 'funds', 'payment', 'P9', '', 'C9', 1, 'C9', NULL, 500, 'CNY', NULL,
             true, '2026-11-24 10:00+08', 102, 102, 'BASIC', 'payment', '{"line": 4, "flow_no": "F9"}'),
            (1, 204, 'open', 'balance_break', '2026-11-21', 'funds', 'payment', '', '', '', 20778, NULL, 0, 100, 'CNY', NULL,
             true, '2026-11-24 10:00+08', 102, 102, 'OPERATION', '', '{"opening_fen": 100}');
        INSERT INTO ledger.item_event (account_id, event_id, item_id, at, event, actor, run_id, difference_fen)
        SELECT 1, item_id, item_id, '2026-11-24 10:00+08', CASE status WHEN 'open' THEN 'opened' ELSE status END, 'reconciled',
               first_run_id, difference_fen FROM ledger.item WHERE kind = 'funds';
        INSERT INTO ledger.run_change SELECT 1, first_run_id, item_id, 'new', status, difference_fen
        FROM ledger.item WHERE kind = 'funds';
        """
}
