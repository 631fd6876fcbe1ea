import Foundation
import Ledger
import Postgres
import TestTurns
import Testing
import Vocabulary

/// Movements as people meet them (Contract 5.6): listed, found by a number, told in a payment's life, removed after their time.
@Suite(.serialized, .waiting) struct MovementsTests {
    @Test func movementsAreListedPackedOrNot() throws {
        let bench = try MadeMoney.bench("movements")
        #expect(
            try bench.rows(
                """
                SELECT bill_date, pot, line_no, movement_class, amount, balance, name, type, business_no, voucher_no, flow_no,
                       outcome, entry_date, entry_line_no
                FROM recon.movements ORDER BY bill_date, pot, line_no
                """) == [
                    "2026-11-20|BASIC|2|payment|10.00|110.00|交易|交易|C1|P1|F2|booked|2026-11-20|",
                    "2026-11-20|BASIC|3|fee|-0.06|109.94|交易|扣除交易手续费|C1|P1|F3|booked|2026-11-20|",
                    "2026-11-20|BASIC|4|refund|-3.00|106.94|退款|退款|D1|R1|F4|booked|2026-11-20|",
                    "2026-11-20|BASIC|5|withdrawal|-50.00|56.94|提现|提现|W1||F5|unlinked||",
                    "2026-11-21|BASIC|2|payment|3.90|60.84|交易|交易|C3|P3|F31|booked|2026-11-21|2",
                    "2026-11-21|BASIC|3|fee|-0.02|60.82|交易|扣除交易手续费|C3|P3|F32|booked|2026-11-21|2",
                    "2026-11-21|BASIC|4|payment|5.00|65.82|交易|交易|C9|P9|F9|booked_only||",
                    "2026-11-21|OPERATION|2|top_up|1.00|2.00|充值|充值|T1||F4|unlinked||",
                ])
        for (number, lines) in [("C1", "2,3"), ("P1", "2,3"), ("R1", "4"), ("F9", "4"), ("F3", ""), ("", "")] {
            #expect(
                try bench.rows(
                    "SELECT coalesce(string_agg(line_no::text, ','), '') FROM recon.movements_of('\(number)')")
                    == [lines], "\(number)")
        }
    }

    /// A day of one account is read by the keys, whatever the others hold.
    @Test func oneDayOfOneAccountIsReadByTheKeys() throws {
        let bench = try MadeMoney.bench("keys")
        try bench.sql(
            """
            INSERT INTO ledger.account (channel, account, cut_off_window_seconds, start_date)
            SELECT 'wechatpay', 'B' || n, 0, '2026-11-20' FROM generate_series(1, 1000) n;
            INSERT INTO ledger.movement_block SELECT (b).* FROM (
                SELECT jsonb_populate_record(b, jsonb_build_object('account_id', a.account_id, 'bill_date', bill_date + n)) AS b
                FROM ledger.movement_block b, ledger.account a, generate_series(0, 1) n WHERE a.account <> 'A') s;
            INSERT INTO ledger.movement SELECT (m).* FROM (
                SELECT jsonb_populate_record(m, jsonb_build_object('account_id', a.account_id, 'bill_date', bill_date + n)) AS m
                FROM ledger.movement m, ledger.account a, generate_series(0, 1) n WHERE a.account <> 'A') s;
            INSERT INTO ledger.pot_day SELECT (p).* FROM (
                SELECT jsonb_populate_record(p, jsonb_build_object('account_id', a.account_id)) AS p
                FROM ledger.pot_day p, ledger.account a WHERE a.account <> 'A') s;
            ANALYZE ledger.movement_block, ledger.movement, ledger.pot_day, ledger.account
            """)
        let plan = try bench.rows(
            """
            EXPLAIN (COSTS OFF) SELECT * FROM recon.movements
            WHERE bill_date = '2026-11-21' AND channel = 'wechatpay' AND account = 'A' AND pot = 'BASIC'
            """
        ).joined(separator: "\n")
        #expect(!plan.contains("Seq Scan on movement"), "\(plan)")
        #expect(!plan.contains("Seq Scan on pot_day"), "\(plan)")
        for table in ["movement", "movement_block"] {
            let condition = /Index Cond: \(\(account_id = \w+\.account_id\) AND \(bill_date = '2026-11-21'::date\)/
            let scan = plan.range(of: "\(table)_pkey").map { plan[$0.upperBound...] } ?? ""
            #expect(scan.firstMatch(of: condition) != nil, "\(table)\n\(plan)")
        }
        let found = try bench.rows(
            "EXPLAIN (COSTS OFF) SELECT * FROM ledger.movement WHERE account_id = 1 AND business_no = 'C9'")
        #expect(found.contains { $0.contains("movement_business") }, "\(found)")
    }

    @Test func aDaysMovementsGoWithItsEntries() throws {
        let bench = try MadeMoney.bench("retention")
        try bench.sql(
            MadeMoney.block(
                "2026-11-20", "payment", line: 6, business: "C8", voucher: "P8", fen: 1, balance: 5695, words: "交易/交易",
                isBooked: false))
        let day = try #require(BusinessDay("2026-11-20"))
        func apply(daysLater: Int) throws -> [String] {
            var events: [String] = []
            let rules = RetentionRules(entriesDays: 400, closedEntriesDays: 400, archivedBillsDays: 4000)
            try Retention.apply(
                rules, today: day.advanced(by: daysLater), archive: "/nowhere",
                Connection(bench.conninfo, name: "tests")
            ) { events.append($0.text) }
            return events
        }
        #expect(try apply(daysLater: 400) == [])
        #expect(
            try apply(daysLater: 401)
                == ["wechatpay:A 2026-11-20: 2 plain entries and 4 movements removed by retention"])
        // What no trade bill was there for may still be somebody's.
        #expect(
            try bench.rows("SELECT line_no, outcome FROM recon.movements WHERE bill_date = '2026-11-20'")
                == ["6|waiting_for_trade"])
        #expect(try apply(daysLater: 401) == [])
        #expect(try bench.rows("SELECT count(*) FROM recon.movements WHERE bill_date = '2026-11-21'") == ["4"])
        // A funds bill of a trade day that was never concluded goes by itself.
        try bench.sql("UPDATE ledger.day SET concluded = false WHERE bill_date = '2026-11-21' AND kind = 'trade'")
        #expect(
            try apply(daysLater: 402)
                == ["wechatpay:A 2026-11-21: 0 plain entries and 0 movements removed by retention"])
        // P2 is an entry whose money is missing.
        #expect(try bench.rows("SELECT payment_no FROM recon.bill_entries ORDER BY 1") == ["P2", "P3"])
    }

    /// Ordered, paid, listed, booked, refunded: by whatever number.
    @Test func aPaymentsWholeLifeIsTold() throws {
        let bench = try MadeMoney.bench("life")
        let told = "SELECT source, event FROM recon.explain"
        let expected = [
            "shop|payment P1 of 10.00 CNY is paid, by wechatpay:A, channel number C1, for order TP1",
            "bill|wechatpay:A bill of 2026-11-20, line 2: payment P1, 10.00 CNY, fee 0.06, SUCCESS, channel number C1; "
                + "paired with the shop's record, and they agree",
            "money|wechatpay:A funds bill of 2026-11-20 (101_BASIC.csv), line 2: payment of 10.00 CNY in pot BASIC (交易, 交易), "
                + "business number C1, voucher number P1, flow number F2; booked, entry of 2026-11-20",
            "money|wechatpay:A funds bill of 2026-11-20 (101_BASIC.csv), line 3: fee of -0.06 CNY in pot BASIC (交易, 扣除交易手续费), "
                + "business number C1, voucher number P1, flow number F3; booked, entry of 2026-11-20",
            "money|wechatpay:A funds bill of 2026-11-20 (101_BASIC.csv), line 4: refund of -3.00 CNY in pot BASIC (退款, 退款), "
                + "business number D1, voucher number R1, flow number F4; booked, entry of 2026-11-20",
            "shop|refund R1 of payment P1, 3.00 CNY, is succeeded, by wechatpay:A",
            "bill|wechatpay:A bill of 2026-11-20, line 3: refund R1 of payment P1, 3.00 CNY, fee 0.00, SUCCESS, "
                + "channel number D1 and D1; paired with the shop's record, and they agree",
            "run|run 101 of wechatpay:A 2026-11-20 funds (test): pending, in force",
            "run|run 1 of wechatpay:A 2026-11-20 (test): balanced, in force",
        ]
        for number in ["P1", "TP1", "C1", "D1", "R1"] {
            #expect(try bench.rows("\(told)('\(number)')") == expected, "\(number)")
        }
        // What waits says until when, what is nobody's that it is, and a withdrawal that no entry expects it.
        #expect(
            try bench.rows("\(told)('P2')").last
                == "now|discrepancy 201 is pending, difference -19.88, due with the funds bill of 2026-11-21")
        for number in ["C9", "P9", "F9"] {
            #expect(
                try bench.rows("\(told)('\(number)') WHERE source <> 'run'") == [
                    "money|wechatpay:A funds bill of 2026-11-21 (102_BASIC.csv), line 4: payment of 5.00 CNY in pot BASIC (交易, 交易), "
                        + "business number C9, voucher number P9, flow number F9; booked without an entry (booked_only)",
                    "reconciled|discrepancy 203 of 2026-11-21, payment in pot BASIC: booked without an entry (booked_only), "
                        + "difference 5.00: opened in run 102",
                    "now|discrepancy 203 is open, difference 5.00",
                ], "\(number)")
        }
        #expect(try bench.rows("\(told)('W1')").first?.hasSuffix("flow number F5; no entry expects it") == true)
        // By a flow number the whole life as well, where a row bears it; where not, why.
        #expect(try bench.rows("\(told)('F31')") == bench.rows("\(told)('P3')"))
        #expect(
            try bench.rows("\(told)('F2')") == [
                "now|nothing is known about it",
                "note|a movement that is plainly booked is found by its business and voucher number, not by its flow number",
            ])
    }
}
