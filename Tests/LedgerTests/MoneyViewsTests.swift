import Ledger
import Postgres
import Rules
import TestPlaces
import TestTurns
import Testing
import Vocabulary

/// What people ask about the money (Contract 5.6).
@Suite(.serialized, .waiting) struct MoneyViewsTests {
    @Test func whatEachPotHoldsIsOneLineADay() throws {
        let bench = try MadeMoney.bench("summary")
        let columns = "bill_date, pot, opening, money_in, money_out, closing, verdict, proven"
        #expect(
            try bench.rows("SELECT \(columns), movements_in, movements_out, has_statement FROM recon.funds_summary")
                == [
                    "2026-11-23|BASIC|65.82|0.00|0.00|65.82|pending|f|0|0|f",
                    "2026-11-23|OPERATION|2.00|0.00|0.00|2.00|pending|t|0|0|f",
                    "2026-11-21|BASIC|56.94|8.90|0.02|65.82|discrepancies|t|2|1|t",
                    "2026-11-21|OPERATION|1.00|1.00|0.00|2.00|discrepancies|t|1|0|t",
                    "2026-11-20|BASIC|100.00|10.00|53.06|56.94|pending|t|1|3|t",
                    "2026-11-20|OPERATION||0.00|0.00||pending|t|0|0|f",
                ])
        // Live: a person's decision counts at once, and what is not proven stays in doubt.
        try bench.sql("SELECT recon.resolve(d, 'accepted', 'x') FROM unnest(ARRAY[201, 202, 203]) d")
        let verdicts =
            "SELECT bill_date, string_agg(DISTINCT verdict, ',') FROM recon.funds_summary GROUP BY 1 ORDER BY 1"
        #expect(
            try bench.rows(verdicts) == ["2026-11-20|balanced", "2026-11-21|discrepancies", "2026-11-23|pending"])
        try bench.sql("SELECT recon.resolve(204, 'accepted', 'x'); UPDATE ledger.pot_day SET is_proven = true")
        #expect(try bench.rows(verdicts) == ["2026-11-20|balanced", "2026-11-21|balanced", "2026-11-23|balanced"])
        // A movement whose trade bill is not there may be anybody's, also where such movements add up to nothing.
        try bench.sql("INSERT INTO ledger.bridge_line VALUES (1, 103, 11, 'waiting_for_trade', 0)")
        #expect(try bench.rows(verdicts).last == "2026-11-23|pending")
        // Without a conclusion no balance is shown.
        try bench.sql("UPDATE ledger.day SET concluded = false WHERE bill_date = '2026-11-23'")
        #expect(
            try bench.rows("SELECT \(columns) FROM recon.funds_summary WHERE bill_date = '2026-11-23'")
                == ["2026-11-23|BASIC|||||incomplete|f", "2026-11-23|OPERATION|||||incomplete|f"])
    }

    @Test func aTradeDayHasWhatWasBookedBesideIt() throws {
        let bench = try MadeMoney.bench("beside")
        let rows = """
            SELECT bill_date, verdict, received_amount, booked_amount, funds_verdict FROM recon.daily_summary ORDER BY 1
            """
        #expect(
            try bench.rows(rows) == [
                "2026-11-20|balanced|26.82000|6.94|pending", "2026-11-21|balanced|3.98000|8.88|discrepancies",
            ])
        try bench.sql("DELETE FROM ledger.day WHERE kind = 'funds' AND bill_date = '2026-11-20'")
        #expect(try bench.rows(rows).first == "2026-11-20|balanced|26.82000||")
    }

    @Test func bothStatementsAreReadFromTopToBottom() throws {
        let bench = try MadeMoney.bench("statements")
        let day = "WHERE bill_date = '2026-11-21'"
        #expect(
            try bench.rows("SELECT pot, line, movements, amount, label_en, label_zh FROM recon.funds_statement \(day)")
                == [
                    "BASIC|opening|0|56.94|opening balance|期初余额", "BASIC|payment|1|3.90|payments of this day|当日支付入账",
                    "BASIC|payment_other_day|1|5.00|payments of other days|他日支付入账",
                    "BASIC|fee|1|-0.02|fees of this day|当日手续费", "BASIC|closing|0|65.82|closing balance|期末余额",
                    "BASIC|residual|0|0.00|residual|差额",
                ])
        #expect(
            try bench.rows("SELECT line, amount, label_zh FROM recon.bridge \(day)") == [
                "expected|3.98|应入账", "booked_only|5.00|账单无此入账", "booked_amount_mismatch|-0.10|入账金额不符",
                "booked|8.88|实际入账", "residual|0.00|差额",
            ])
    }

    @Test func aMonthLeadsEachPotFromItsOpeningToItsClosing() throws {
        let bench = try MadeMoney.bench("month")
        let month = "SELECT month, pot, line, days, movements, amount, label_zh FROM recon.monthly_funds_statement"
        let lines = [
            "payment|2|2|13.90|当日支付入账", "payment_other_day|1|1|5.00|他日支付入账", "fee|2|2|-0.08|当日手续费",
            "refund|1|1|-3.00|当日退款", "withdrawal|1|1|-50.00|提现",
        ]
        func pot(_ ends: [String], _ residual: String) -> [String] {
            ([ends[0]] + lines + [ends[1], residual]).map { "2026-11-01|BASIC|\($0)" }
        }
        #expect(
            try bench.rows(month)
                == pot(["opening|2|0|100.00|期初余额", "closing|2|0|65.82|期末余额"], "residual|2|0|0.00|差额"))
        // On the 22nd something moved, and nobody has its bill.
        try bench.sql(
            """
            INSERT INTO ledger.funds_line VALUES
                (1, 103, 'BASIC', 1, 'opening', 0, 6000), (1, 103, 'BASIC', 20, 'closing', 0, 6000),
                (1, 103, 'BASIC', 21, 'residual', 0, 0)
            """)
        #expect(
            try bench.rows(month)
                == pot(["opening|3|0|100.00|期初余额", "closing|3|0|60.00|期末余额"], "residual|3|0|5.82|差额"))
        try bench.sql("UPDATE ledger.funds_line SET amount_fen = NULL WHERE run_id = 103 AND line = 'closing'")
        #expect(try bench.rows(month + " WHERE line IN ('closing', 'residual')").allSatisfy { $0.contains("|0||") })
    }

    /// Whatever line the rules write, people read it by a label.
    @Test func everyLineAndCodeHasALabel() throws {
        let bench = try LedgerBench("money_labels")
        let pot = ["opening"] + PotStatement.Line.all.map(\.name) + ["closing", "residual"]
        #expect(try bench.rows("SELECT line FROM recon.money_lines WHERE statement = 'pot'") == pot)
        #expect(
            try bench.rows("SELECT line FROM recon.money_lines WHERE statement = 'bridge'")
                == BridgeLine.allCases.map(\.rawValue))
        #expect(
            try bench.rows("SELECT code FROM recon.codes WHERE kind = 'funds'") == MoneyCode.allCases.map(\.rawValue))
        #expect(try bench.rows("SELECT line FROM recon.money_lines WHERE num_nulls(label_en, label_zh) > 0") == [])
    }

    @Test func discrepanciesOfMoneyAreToldFromThoseOfTrade() throws {
        let bench = try MadeMoney.bench("items")
        #expect(
            try bench.rows(
                """
                SELECT code, kind, pot, movement_class, entry_type, payment_no, order_amount, channel_amount, difference
                FROM recon.discrepancies
                """) == [
                    "booked_amount_mismatch|funds|||payment|P3||4.00|-0.10",
                    "booked_only|funds|BASIC|payment|payment|P9|||5.00",
                    "balance_break|funds|OPERATION|||||0.00|1.00",
                ])
        #expect(
            try bench.rows(
                "SELECT code, kind, pot, payment_no, channel_amount, difference, due_date FROM recon.pending")
                == ["not_booked|funds||P2|19.88|-19.88|2026-11-21"])
        #expect(
            try bench.rows("SELECT code, entry_type, payment_no, kind, pot FROM recon.run_changes WHERE run_id = 102")
                == [
                    "booked_amount_mismatch|payment|P3|funds|", "booked_only|payment|P9|funds|BASIC",
                    "balance_break|||funds|OPERATION",
                ])
        #expect(
            try bench.rows("SELECT code, label_zh, status, items FROM recon.ageing ORDER BY code")
                == [
                    "balance_break|余额不衔接|open|1", "booked_amount_mismatch|入账金额不符|open|1", "booked_only|账单无此入账|open|1",
                    "not_booked|未入账|pending|1",
                ])
        #expect(
            try bench.rows("SELECT run_id, kind, pot FROM recon.runs WHERE run_id IN (2, 102) ORDER BY 1")
                == ["2|trade|", "102|funds|BASIC, OPERATION"])
        #expect(
            try bench.rows("SELECT kind, pot FROM recon.bill_files WHERE bill_date = '2026-11-21' ORDER BY 2")
                == ["funds|BASIC", "funds|OPERATION"])
        // The rest of the trade side is as if there were no money.
        #expect(try bench.rows("SELECT count(*) FROM recon.statement WHERE line = 'residual'") == ["4"])
        #expect(try bench.rows("SELECT account_days FROM recon.channel_mix") == ["1", "1"])
    }

    @Test func aDayWhoseMoneyIsNotGreenIsNotGreen() throws {
        let bench = try MadeMoney.bench("green")
        #expect(
            try bench.rows(
                """
                SELECT bill_date, kind, verdict, open_discrepancies, pending, difference, left(reason, 37)
                FROM recon.days_not_green WHERE bill_date <= '2026-11-23'
                """) == [
                    "2026-11-23|trade|not run||||",
                    "2026-11-23|funds|pending|0|0||the funds bill of the day before is n",
                    "2026-11-22|trade|not run||||", "2026-11-22|funds|not run||||",
                    "2026-11-21|funds|discrepancies|3|0|5.90|", "2026-11-20|funds|pending|0|1||",
                ])
        // The day that has no funds bill keeps the period open until somebody says why.
        let refused = #expect(throws: PostgresError.self) { try bench.sql("SELECT recon.close_period('2026-11-23')") }
        #expect(
            refused?.message.contains(
                "days without a conclusion: 3 (wechatpay:A 2026-11-22, wechatpay:A 2026-11-22 funds, wechatpay:A 2026-11-23)"
            ) == true,
            "\(refused as Any)")
    }

    @Test func whatChangedBetweenTwoAttemptsOfAFundsBill() throws {
        let bench = try MadeMoney.bench("changes")
        try MadeMoney.conclude(bench, 104, "2026-11-21", "discrepancies")
        try bench.sql(
            """
            INSERT INTO ledger.funds_line SELECT account_id, 104, pot, line_no, line, movements, amount_fen
            FROM ledger.funds_line WHERE run_id = 102 AND line <> 'payment_other_day';
            UPDATE ledger.funds_line SET amount_fen = 6082 WHERE run_id = 104 AND line = 'closing';
            INSERT INTO ledger.bridge_line SELECT account_id, 104, line_no, line, amount_fen - 500 * (line = 'booked')::integer
            FROM ledger.bridge_line WHERE run_id = 102 AND line <> 'booked_only';
            INSERT INTO ledger.run_change SELECT 1, 104, item_id, 'persisting', 'open', difference_fen
            FROM ledger.item WHERE item_id IN (202, 204)
            """)
        #expect(
            try bench.rows(
                """
                SELECT change, discrepancy_id, code, pot, former_amount, later_amount, former_entries, later_entries
                FROM recon.changes('2026-11-21', kind => 'funds')
                """) == [
                    "gone|203|booked_only|BASIC|5.00|||", "pot||payment_other_day|BASIC|5.00||1|0",
                    "pot||closing|BASIC|65.82|60.82|0|0", "bridge||booked_only||5.00|0.00||",
                    "bridge||booked||8.88|3.88||",
                ])
        #expect(try bench.rows("SELECT * FROM recon.changes('2026-11-21')") == [])
    }

    @Test func theWordsOfPsqlAnswer() throws {
        let bench = try MadeMoney.bench("words")
        try bench.sql("UPDATE ledger.item SET status = 'open', opened_at = now() WHERE item_id = 201")
        func answer(_ word: String) throws -> [String] {
            let script = try TemporaryDirectory()
            let path = try script.write("word.sql", "\\set day 2026-11-22\n:\(word)\n")
            return try RolesCluster.psql(
                RolesCluster.shared.get(), ["--csv", "-t", "-v", "ON_ERROR_STOP=1", "-d", bench.conninfo, "-f", path],
                psqlrc: RolesCluster.configuration("psqlrc")
            ).split(separator: "\n").map(String.init)
        }
        #expect(
            try answer("money") == [
                "wechatpay,A,BASIC,2026-11-21,56.94,8.90,0.02,65.82,t,discrepancies",
                "wechatpay,A,OPERATION,2026-11-21,1.00,1.00,0.00,2.00,t,discrepancies",
            ])
        #expect(try answer("unbooked") == ["open,,2026-11-20,2,wechatpay,A,payment,1,-19.88"])
        let bridge = try answer("bridge")
        #expect(bridge.count == 6)
        #expect(
            bridge.first
                == "2026-11-21,wechatpay,A,expected by the trade bill,应入账,3.98,BASIC,opening balance,期初余额,56.94")
        #expect(bridge.last == "2026-11-21,wechatpay,A,,,,BASIC,residual,差额,0.00")
    }
}
