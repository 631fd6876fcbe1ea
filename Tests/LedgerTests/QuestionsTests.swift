import Ledger
import Postgres
import TestTurns
import Testing
import Vocabulary

/// What finance people ask, each answer by one line of SQL.
@Suite(.serialized, .waiting) struct QuestionsTests {
    private static let noon = "2026-11-20 12:00:00"

    /// Two days: a payment that differs, one that only the shop has, one in doubt, a refund; then day 20 once more, with
    /// another bill.
    private func bench(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench("questions_\(name)")
        try bench.pay("P1", 1000, at: Self.noon, knows: "C1")
        try bench.pay("P2", 2000, at: Self.noon)
        try bench.pay("WAITS", 500, at: "2026-11-21 23:50:00")
        try bench.pay("P3", 4000, at: "2026-11-21 12:00:00")
        try bench.refund("P1", "R1", 300, at: "2026-11-20 15:00:00")
        try bench.conclude("2026-11-20", Self.bill(1001))
        try bench.conclude(
            "2026-11-21", [Row(payment: "P3", fen: 4000, at: "2026-11-21 12:00:00", channelNo: "C3", feeE5: 2400)])
        return bench
    }

    private static func bill(_ fen: Int64) -> [Row] {
        [
            Row(payment: "P1", fen: fen, at: noon, channelNo: "C1", feeE5: 600),
            Row(type: .refund, payment: "P1", refund: "R1", fen: 300, at: "2026-11-20 15:00:00", channelNo: "D1"),
        ]
    }

    @Test func whatIsKnownAboutANumberIsToldInTimeOrder() throws {
        let bench = try bench("explain")
        try bench.sql("SELECT recon.resolve(1, 'accepted', 'a fen')")
        let told = try bench.rows("SELECT source, event FROM recon.explain('P1')")
        let expected = [
            "shop|payment P1 of 10.00 CNY is paid, by wechatpay:A, channel number C1, for order TP1",
            "bill|wechatpay:A bill of 2026-11-20, line 2: payment P1, 10.01 CNY, fee 0.006, SUCCESS, "
                + "channel number C1; amounts differ (amount_mismatch)",
            "shop|refund R1 of payment P1, 3.00 CNY, is succeeded, by wechatpay:A",
            "bill|wechatpay:A bill of 2026-11-20, line 3: refund R1 of payment P1, 3.00 CNY, fee 0.00, SUCCESS, "
                + "channel number D1 and D1; paired with the shop's record, and they agree",
            "reconciled|discrepancy 1 of 2026-11-20, payment: amounts differ (amount_mismatch), difference 0.01: "
                + "opened in run 1",
            "run|run 1 of wechatpay:A 2026-11-20 (test): discrepancies, in force",
            "postgres|discrepancy 1 of 2026-11-20, payment: amounts differ (amount_mismatch), difference 0.01: "
                + "resolved as accepted: a fen",
        ]
        #expect(told == expected)
        // The order's, the refund's and the channel's numbers tell the same.
        for number in ["TP1", "R1", "C1", "D1"] {
            #expect(try bench.rows("SELECT source, event FROM recon.explain('\(number)')") == expected, "\(number)")
        }
        #expect(
            try bench.rows("SELECT source, event FROM recon.explain('WAITS')") == [
                "shop|payment WAITS of 5.00 CNY is paid, by wechatpay:A, for order TWAITS",
                "reconciled|discrepancy 3 of 2026-11-21, payment: only in the shop (order_only), difference -5.00: "
                    + "pending in run 2",
                "run|run 2 of wechatpay:A 2026-11-21 (test): pending, in force",
                "now|discrepancy 3 is pending, difference -5.00, due with the bill of 2026-11-22",
            ])
        for number in ["'nonsense'", "''", "NULL"] {
            #expect(
                try bench.rows("SELECT source, event FROM recon.explain(\(number))")
                    == ["now|nothing is known about it"])
        }
    }

    @Test func theShopIsReadWhereItIsAndElseItIsSaid() throws {
        let bench = try bench("elsewhere")
        #expect(
            try bench.rows("SELECT * FROM ledger.setting ORDER BY 1") == [
                "payment_relation|\"taobao\".\"payment_record\"", "refund_relation|\"taobao\".\"refund_record\"",
            ])
        try bench.sql("ALTER TABLE taobao.payment_record RENAME TO payments_of_old")
        #expect(
            try bench.rows("SELECT source, event FROM recon.explain('WAITS')").filter { !$0.hasPrefix("r") } == [
                "shop|payment WAITS is paid, 5.00 CNY, as the last run read it, for order TWAITS",
                "now|discrepancy 3 is pending, difference -5.00, due with the bill of 2026-11-22",
                "note|the shop's records cannot be read here (relation \"taobao.payment_record\" does not exist); "
                    + "`reconciled explain` reads them where it can",
            ])
        try bench.sql("DELETE FROM ledger.setting")
        #expect(
            try bench.rows("SELECT event FROM recon.explain('nonsense') ORDER BY 1") == [
                "nothing is known about it",
                "the shop's records are not in this database; `reconciled explain` reads them where it can",
            ])
    }

    @Test func entriesAreFoundByAnyNumber() throws {
        let bench = try bench("entries")
        for (number, expected) in [
            ("P1", ["P1|", "P1|R1"]), ("R1", ["P1|R1"]), ("C1", ["P1|"]), ("D1", ["P1|R1"]), ("P2", []),
        ] {
            #expect(
                try bench.rows("SELECT payment_no, refund_no FROM recon.entries_of('\(number)')") == expected,
                "\(number)")
        }
        #expect(
            try bench.rows("SELECT * FROM recon.entries_of('C3')")
                == bench.rows("SELECT * FROM recon.bill_entries WHERE payment_no = 'P3'"))
    }

    @Test func whatChangedBetweenTwoAttempts() throws {
        let bench = try bench("changes")
        try bench.pay("P2", 2000, at: Self.noon, state: "closed")
        try bench.conclude("2026-11-20", Self.bill(1005))
        let columns = """
            SELECT change, discrepancy_id, code, entry_type, payment_no, former_status, later_status, former_amount,
                   later_amount, former_entries, later_entries
            """
        let changes = [
            "gone|2|order_only|payment|P2|open||-20.00|||",
            "changed|1|amount_mismatch|payment|P1|open|open|0.01|0.05||",
            "statement||orders|payment||||30.00|10.00|2|1", "statement||order_only|payment||||-20.00|0.00|-1|0",
            "statement||amount_mismatch|payment||||0.01|0.05|0|0", "statement||channel|payment||||10.01|10.05|1|1",
            "statement||channel_total|payment||||10.01|10.05|1|1",
        ]
        #expect(try bench.rows("\(columns) FROM recon.changes('2026-11-20')") == changes)
        // A third attempt like the second: nothing between them, all of it since the first.
        try bench.conclude("2026-11-20", Self.bill(1005))
        #expect(try bench.rows("\(columns) FROM recon.changes('2026-11-20')") == [])
        #expect(try bench.rows("\(columns) FROM recon.changes('2026-11-20', 1, 3)") == changes)
        #expect(
            try bench.rows("SELECT change, former_amount, later_amount FROM recon.changes('2026-11-20', 3, 1) LIMIT 2")
                == ["new||-20.00", "changed|0.05|0.01"])
        // With one attempt there is nothing to compare.
        #expect(try bench.rows("SELECT * FROM recon.changes('2026-11-21')") == [])
    }

    @Test func daysThatAreNotGreen() throws {
        let bench = try bench("green")
        try bench.conclude("2026-11-24", [Row(payment: "X", fen: 1, at: "2026-11-24 12:00:00", channelNo: "C9")])
        #expect(
            try bench.rows(
                """
                SELECT bill_date, verdict, open_discrepancies, pending, difference, split_part(reason, ';', 1)
                FROM recon.days_not_green WHERE bill_date <= '2026-11-24'
                """) == [
                    "2026-11-24|incomplete|0|0||the bill has payments and the shop's side has no money record at all",
                    "2026-11-23|not run||||", "2026-11-22|not run||||",
                    "2026-11-21|pending|0|1||", "2026-11-20|discrepancies|2|0|-19.99|",
                ])
        try bench.sql("SELECT recon.resolve(d, 'accepted', 'x') FROM generate_series(1, 3) d")
        #expect(try bench.rows("SELECT bill_date FROM recon.days_not_green WHERE bill_date < '2026-11-22'") == [])
    }

    @Test func moneyAtRiskByCodeAndAge() throws {
        let bench = try bench("ageing")
        // Should it become midnight in Shanghai before they are asked for, each is a day older and none is in another row.
        let today = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
        try bench.sql("UPDATE ledger.item SET bill_date = \(today) - (ARRAY[40, 5, 0])[item_id]")
        #expect(
            try bench.rows(
                """
                SELECT code, label_zh, status, age, items, money_at_risk, difference, max(oldest) OVER () - oldest
                FROM recon.ageing
                """) == [
                    "amount_mismatch|金额不一致|open|over 30 days|1|0.01|0.01|40",
                    "order_only|我方有渠道无|open|4-7 days|1|20.00|-20.00|5",
                    "order_only|我方有渠道无|pending|0-1 days|1|5.00|-5.00|0",
                ])
    }

    @Test func theMixOfTheChannelsIsMadeOfConcludedDays() throws {
        let bench = try bench("mix")
        try bench.sql(
            """
            INSERT INTO ledger.channel (channel, name_en, name_zh) VALUES ('alipay', '', '') ON CONFLICT DO NOTHING;
            INSERT INTO ledger.account (channel, account, cut_off_window_seconds, start_date)
            VALUES ('alipay', 'Z', 1800, '2026-11-20');
            INSERT INTO ledger.bill (account_id, bill_date, kind, source, files)
            SELECT account_id, '2026-11-20', 'trade', 'channel', '{}' FROM ledger.account WHERE channel = 'alipay';
            INSERT INTO ledger.run (account_id, run_id, bill_date, kind, attempt, origin, requested_by, state, verdict, finished_at)
            SELECT account_id, 99, '2026-11-20', 'trade', 1, 'person', 'test', 'done', 'balanced', now()
            FROM ledger.account WHERE channel = 'alipay';
            INSERT INTO ledger.run_total
            SELECT account_id, 99, t, 3, 3003, 0, 3003, 3003, 0, 3, 3003
            FROM ledger.account, unnest(ARRAY['payment', 'refund']::ledger.entry_type[]) t WHERE channel = 'alipay';
            INSERT INTO ledger.day
            SELECT account_id, '2026-11-20', 'trade', 99, true, (SELECT max(bill_id) FROM ledger.bill), 99
            FROM ledger.account WHERE channel = 'alipay';
            INSERT INTO ledger.day SELECT account_id, '2026-11-19', 'trade', 99, false, NULL, 99
            FROM ledger.account WHERE channel = 'alipay';
            """)
        #expect(
            try bench.rows("SELECT * FROM recon.channel_mix") == [
                "2026-11-21|wechatpay|1|1.000000|40.00|1.000000|0|0.000000|0.00|0.000000|0.02400|0.000600|1",
                "2026-11-20|alipay|3|0.750000|30.03|0.750000|3|1.000000|30.03|1.000000|0.00000||1",
                "2026-11-20|wechatpay|1|0.250000|10.01|0.250000|1|1.000000|3.00|0.299700|0.00600|0.000856|1",
            ])
        #expect(
            try bench.rows("SELECT week, channel, payments, amount_share, account_days FROM recon.channel_mix_weeks")
                == ["2026-11-16|alipay|3|0.375187|1", "2026-11-16|wechatpay|2|0.624813|2"])
        #expect(
            try bench.rows("SELECT month, channel, payment_share, fee_rate FROM recon.channel_mix_months")
                == ["2026-11-01|alipay|0.600000|", "2026-11-01|wechatpay|0.400000|0.000638"])
    }
}
