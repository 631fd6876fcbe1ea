import FoundationEssentials
import Simulation
import TestPlaces
import TestTurns
import Testing
import Vocabulary

/// The program on the money side, as a person types it (Contract 5.1).
@Suite(.serialized, .waiting) struct CommandsFundsTests {
    @Test func reconcileDoesBothKindsAndKindOne() throws {
        let money = try FundsInstallation("kinds")
        let (account, day) = (money.weChatPay, money.days[0])
        let one = try money.reconcile(account, day, ["--kind", "funds"])
        #expect(one.output.contains("\(account.id)  \(day)  funds  ") && !one.output.contains("  trade  "))
        #expect(try money.rows("SELECT kind, state FROM recon.runs") == ["funds|done"], "\(one.errors)")
        let both = try money.reconcile(account, day)
        #expect(both.output.split(separator: "\n").map { $0.split(separator: " ")[2] } == ["trade", "funds"])
        // What the account's day ends with is the worst of both.
        #expect(both.status == 1 && both.errors.isEmpty, "\(both.errors)")
        #expect(try money.balances(account, day) == money.trueBalances(account, day))
    }

    @Test func aKindThatNoAccountHasIsRefused() throws {
        let money = try FundsInstallation("unknown_kind")
        try money.service.writeConfiguration { text in
            let withoutMoney = text.split(separator: "\n").filter { line in
                !["pots", "balance_control", "settlement_days"].contains { line.hasPrefix("    \($0): ") }
            }
            return withoutMoney.joined(separator: "\n") + "\n"
        }
        let outcome = try money.reconcile(money.weChatPay, money.days[0], ["--kind", "funds"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("command.kind_not_configured: "), "\(outcome.errors)")
    }

    @Test(arguments: FundsInstallation.Form.allCases) func aFundsBillIsImportedInEveryForm(
        _ form: FundsInstallation.Form
    ) throws {
        let money = try FundsInstallation("form_\(form)")
        for account in [money.weChatPay, money.alipay] where account.channel == .wechatpay || form != .gzip {
            let day = money.days[0]
            let outcome = try money.importFunds(account, day, form)
            #expect(outcome.output.contains("\(account.id)  \(day)  funds  "), "\(outcome.errors)")
            #expect(outcome.errors.isEmpty)
            #expect(try money.balances(account, day) == money.trueBalances(account, day))
        }
    }

    @Test func theConsolesExportSaysTheSame() throws {
        let money = try FundsInstallation("console")
        let (account, day) = (money.weChatPay, money.days[0])
        let outcome = try money.importFunds(account, day, .plain) { text in
            let export = consoleExport(text)
            try #require(export.contains(",`-"))
            return export
        }
        #expect(outcome.errors.isEmpty)
        #expect(try money.balances(account, day) == money.trueBalances(account, day))
    }

    @Test func aFileThatMixesBothSignsIsRefused() throws {
        let money = try FundsInstallation("mixed")
        let (account, day) = (money.weChatPay, money.days[0])
        let outcome = try money.importFunds(account, day) { consoleExport($0, rowsMax: 1) }
        #expect(outcome.status == 2)
        #expect(
            outcome.errors.contains("what flows out is negative in some rows and positive in others"),
            "\(outcome.errors)")
        #expect(try money.balances(account, day).allSatisfy { $0.hasSuffix("||") })
    }

    @Test func aDayWaitsForTheFileOfEachPot() throws {
        let money = try FundsInstallation("pot")
        let (account, day) = (money.weChatPay, money.days[0])
        let pots = money.funds.pots(account)
        let first = try money.importFunds(account, day, pots: [pots[0]])
        #expect(first.status == 2)
        #expect(first.errors.hasPrefix("bill.pot_missing: "))
        #expect(first.errors.contains("found none of \(pots.dropFirst().map(\.rawValue).joined(separator: ", "))"))
        let rest = try money.importFunds(account, day, pots: Array(pots.dropFirst()))
        #expect(rest.status < 2, "\(rest.errors)")
        #expect(try money.balances(account, day) == money.trueBalances(account, day))
    }

    @Test func statusNamesTheKindOfEachRun() throws {
        let money = try FundsInstallation("status")
        let day = money.days[0]
        _ = try money.importFunds(money.weChatPay, day, pots: [.basic])
        _ = try money.reconcile(money.alipay, day)
        let outcome = try money.run(["status"])
        for run in ["1    \(money.weChatPay.id)", "3    \(money.alipay.id)"] {
            let line = outcome.output.split(separator: "\n").first { $0.contains("  \(run) ") }
            #expect(line?.contains("  \(day)  funds ") == true, "\(outcome.output)")
        }
        #expect(outcome.output.contains("  \(day)  trade "))
        #expect(outcome.output.contains("bill.pot_missing: "))
    }

    @Test func theReportOfAFundsDayHasWhatTheViewsHave() throws {
        let money = try FundsInstallation("report")
        let (account, day) = (money.weChatPay, money.days[0])
        _ = try money.reconcile(account, day)
        for (table, view) in [
            ("pots", "funds_summary"), ("pot-statement", "funds_statement"), ("bridge", "bridge"),
        ] {
            let csv = try money.run(["report", "wechatpay", day.description, "--format", "csv", "--table", table])
            let rows = csv.output.unicodeScalars.filter { $0 == "\n" }.count - 1
            let expected = try money.rows("SELECT count(*) FROM recon.\(view)")
            #expect(expected == ["\(rows)"] && rows > 0, "\(table): \(csv.output)\(csv.errors)")
        }
        struct Day: Decodable {
            struct Pot: Decodable { var pot, opening, closing: String }
            struct Line: Decodable { var line, amount: String }
            var pots: [Pot]
            var bridge: [Line]
        }
        let json = try money.run(["report", "wechatpay", day.description, "--format", "json"])
        let decoded = try JSONDecoder().decode(Day.self, from: Data(json.output.utf8))
        #expect(
            try decoded.pots.map { "\($0.pot)|\($0.opening)|\($0.closing)" }
                == money.rows("SELECT pot, opening, closing FROM recon.funds_summary ORDER BY pot"))
        #expect(
            try decoded.bridge.map { "\($0.line)|\($0.amount)" }
                == money.rows("SELECT line, amount FROM recon.bridge ORDER BY line_no"))
    }

    @Test func aClosedFundsDayStaysAndALateEffectIsShown() throws {
        let money = try FundsInstallation("closed")
        let (account, day) = (money.weChatPay, money.days[0])
        _ = try money.reconcile(account, day)
        let closed = "SELECT row_to_json(s)::text FROM recon.bridge s WHERE bill_date = '\(day)' ORDER BY 1"
        let before = try money.rows(closed)
        _ = try money.rows("SELECT recon.close_period('\(day)', 'the month is over')")
        let again = try money.reconcile(account, day, ["--kind", "funds"])
        #expect(again.status >= 64)
        #expect(again.errors.hasPrefix("ledger.period_closed: "), "\(again.errors)")
        _ = try money.reconcile(account, day.next)
        #expect(try money.rows(closed) == before)
        let late = try money.rows(
            "SELECT DISTINCT closed_day, shown_on, closed_status, status FROM recon.late_effects WHERE kind = 'funds'")
        #expect(late.contains("\(day)|\(day.next)|pending|resolved"), "\(late)")
    }

    /// Longer ago than anything is fetched again.
    @Test func archivedFilesOfTheMoneyAreForgottenByTheRuleAndTheirStatementsStay() throws {
        let ago = SystemDays.clock.today.advanced(by: -120)
        let world = try World(seed: 20, days: ago...ago.next, paymentsPerDay: 12, faults: .none)
        let money = try FundsInstallation("retention", world)
        let account = money.weChatPay
        #expect(try money.importFunds(account, ago).status < 2)
        let paths = try money.rows("SELECT archive_path FROM recon.bill_files")
        #expect(paths.count == money.funds.pots(account).count)
        let statement = try money.rows("SELECT * FROM recon.funds_statement")
        money.service.options += "retention: { archived_bills: 90d }\n"
        let start = SystemDays.clock.today
        try money.service.writeConfiguration { $0.replacing("start_date: \(ago)", with: "start_date: \(start)") }
        let service = try money.service.start()
        for path in paths { try service.hear("archived bill \(path) deleted by retention, SHA-256 ") }
        #expect(try service.stop() == 0)
        #expect(!paths.contains { FileManager.default.fileExists(atPath: $0) })
        #expect(try money.rows("SELECT * FROM recon.funds_statement") == statement && !statement.isEmpty)
        try money.service.writeConfiguration()
        let again = try money.reconcile(account, ago, ["--kind", "funds", "--archived"])
        #expect(again.errors.hasPrefix("run.no_archived_bill: "), "\(again.errors)")
    }
}
