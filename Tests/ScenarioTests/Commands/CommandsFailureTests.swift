import FoundationEssentials
import Glibc
import PrivateCluster
import Simulation
import TestPlaces
import TestTurns
import Testing
import Vocabulary

private let day = Installation.days.lowerBound

@Suite(.serialized, .waiting) struct CommandsFailureTests {
    @Test func migratingTwiceChangesNothingTheSecondTime() throws {
        let installation = try Installation(.none, isMigrated: false)
        let before = try installation.importBill(0, day)
        #expect(before.status == 78)
        #expect(before.errors.contains("reconciled migrate"))
        let first = try installation.run(["migrate"])
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("applied "))
        let second = try installation.run(["migrate"])
        #expect(second.status == 0)
        #expect(second.output == "the schema is up to date\n")
    }

    @Test func aDatabaseThatIsAwayEndsWith69() throws {
        let installation = try Installation(.none)
        let away = try installation.changed { $0.replacing(installation.cluster.directory, with: "/nowhere") }
        for command in [["report"], ["migrate"], ["explain", "1"], ["check"]] {
            let outcome = try Program.run(command + ["--config", away])
            #expect(outcome.status == 69)
            #expect((outcome.errors + outcome.output).contains("database.unavailable"))
        }
    }

    @Test func aRoleWithoutRightsEndsWith77() throws {
        let installation = try Installation(.none)
        try installation.execute("CREATE ROLE nobody_here LOGIN")
        let file = try installation.changed { $0.replacing("user='postgres'", with: "user='nobody_here'") }
        let outcome = try Program.run(["report", "--config", file])
        #expect(outcome.status == 77)
        #expect(outcome.errors.contains("database.no_permission"))
    }

    @Test func anAccountThatIsNotConfiguredIsAMistakeOfUsage() throws {
        let installation = try Installation(.none)
        let outcome = try installation.run(["reconcile", "wechatpay", "2026-11-19", "--local", "--account", "42"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("configuration.no_such_account: "))
        #expect(outcome.errors.contains("wechatpay:1900999001, alipay:2088000000000001"))
    }

    @Test func aDayThatIsNotOverOrTooEarlyIsRefused() throws {
        let installation = try Installation(.none)
        for (date, code) in [("9999-12-31", "command.day_not_over"), ("2026-10-31", "command.day_too_early")] {
            let outcome = try installation.run(["reconcile", "wechatpay", date, "--local"])
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(code))
        }
    }

    @Test func whatTheDatabaseRefusesToAskForIsAMistakeOfUsage() throws {
        let installation = try Installation(.none)
        // No daemon has ever started here: nothing is served.
        let outcome = try installation.run(["reconcile", "alipay", day.description])
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("command.request_refused: unknown channel: alipay "), "\(outcome.errors)")
    }

    @Test func aChannelThatIsAwayFailsTheRunWith69() throws {
        let installation = try Installation(.none)
        try writeKeys(installation)
        let outcome = try installation.run(["reconcile", "alipay", day.description, "--local"])
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("channel.unreachable"))
        #expect(try installation.value("SELECT state FROM recon.runs") == "failed")
    }

    @Test func aKeyThatOthersCanReadIsRefusedWith77() throws {
        let installation = try Installation(.none)
        try writeKeys(installation, mode: 0o644)
        let outcome = try installation.run(["reconcile", "alipay", day.description, "--local"])
        #expect(outcome.status == 77)
        #expect(outcome.errors.contains("key.file_exposed"))
    }

    @Test func anArchivedBillThatIsNotThereEndsWith69() throws {
        let installation = try Installation(.none)
        let outcome = try installation.run(["reconcile", "alipay", day.description, "--local", "--archived"])
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("run.no_archived_bill"))
    }

    @Test func theArchivedBillIsReconciledAgainWithoutTheChannel() throws {
        let installation = try Installation(.none)
        #expect(try installation.importBill(2, day).status == 0)
        let outcome = try installation.run(["reconcile", "alipay", day.description, "--local", "--archived"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("balanced"))
    }

    @Test func anImportOfAFileThatIsNotThereEndsWith74() throws {
        let installation = try Installation(.none)
        let outcome = try installation.run([
            "import", "/nowhere/bill.csv", "--channel", "wechatpay", "--account", "1900999001", "--date",
            day.description,
        ])
        #expect(outcome.status == 74)
        #expect(outcome.errors.contains("/nowhere/bill.csv"))
    }

    @Test func aReportThatCannotBeWrittenEndsWith73Or74() throws {
        let installation = try Installation(.none)
        #expect(try installation.importBill(0, day).status == 0)
        let created = try installation.run(["report", "-o", "/nowhere/report.txt"])
        #expect(created.status == 73)
        #expect(created.errors.contains("/nowhere/report.txt"))
        let written = try installation.run(["report"], output: "/dev/full")
        #expect(written.status == 74)
        #expect(written.errors.contains("output.failed"))
    }

    @Test func checkReportsEveryFailureAndNotTheFirst() throws {
        let installation = try Installation(.none)
        try installation.execute("ALTER TABLE taobao.payment DISABLE TRIGGER ALL")
        let outcome = try installation.check {
            $0.replacing("archive:", with: "orders:\n  payment_relation: taobao.trade\narchive:")
        }
        #expect(outcome.output.contains("ok    configuration:"))
        #expect(outcome.output.contains("ok    results database: PostgreSQL"))
        #expect(outcome.output.contains("orders.column_missing: taobao.trade has no column payment_no"))
        #expect(outcome.output.contains("orders.column_missing: taobao.trade has no column order_nos"))
        #expect(outcome.output.contains("ok    \"taobao\".\"refund_record\":"))
        #expect(outcome.output.contains("ok    archive:"))
        #expect(outcome.output.contains("FAIL  keys of wechatpay:1900999001: key.file_missing"))
        #expect(outcome.output.contains("FAIL  keys of alipay:2088000000000001: key.file_missing"))
        #expect(outcome.status == 78)
    }

    @Test func checkOfTheFilesAloneAsksNobody() throws {
        let installation = try Installation(.none)
        let away = try installation.changed { $0.replacing("dbname=", with: "connect_timeout=1 dbname=no_") }
        let without = try Program.run(["check", "--offline", "--config", away])
        #expect(without.output.contains("FAIL  keys of wechatpay:1900999001: key.file_missing"))
        #expect(without.status == 78)
        try writeKeys(installation)
        _ = try installation.directory.write("api_key_v3", String(repeating: "k", count: 32), mode: 0o600)
        let outcome = try Program.run(["check", "--offline", "--config", away])
        #expect(outcome.output.contains("ok    keys of alipay:2088000000000001"))
        #expect(!outcome.output.contains("database") && !outcome.output.contains("channel of"))
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(try Program.run(["check", "--config", away]).output.contains("FAIL  results database"))
    }

    @Test func checkFindsKeysThatDoNotBelongTogether() throws {
        let installation = try Installation(.none)
        try writeKeys(installation, ownPublicKeyAsChannels: true)
        let outcome = try installation.run(["check"])
        #expect(outcome.output.contains("check.keys_do_not_pair: this is the merchant's own public key"))
        #expect(outcome.output.contains("configuration.api_key_v3: this is not an APIv3 key"))
        #expect(outcome.status == 78)
    }

    @Test func checkFindsAKeyThatTheViewGivesTwice() throws {
        let installation = try Installation(.none)
        try installation.execute(
            "CREATE VIEW public.doubled AS SELECT p.* FROM taobao.payment_record p, generate_series(1, 2)")
        let outcome = try installation.check {
            $0.replacing("archive:", with: "orders:\n  payment_relation: public.doubled\narchive:")
        }
        #expect(outcome.output.contains("check.duplicate_key: \"public\".\"doubled\" gives a key more than once"))
    }

    @Test func checkFindsTheShopsOwnWords() throws {
        let installation = try Installation(.none)
        try installation.execute(
            """
            CREATE TABLE public.worded AS SELECT * FROM taobao.payment_record;
            UPDATE public.worded SET state = 'TRADE_FINISHED'
            """)
        let outcome = try installation.check {
            $0.replacing("archive:", with: "orders:\n  payment_relation: public.worded\narchive:")
        }
        #expect(outcome.output.contains("check.unknown_value: \"public\".\"worded\" has unknown values in state"))
        #expect(outcome.output.contains("found TRADE_FINISHED"), "\(outcome.output)")
    }

    /// It may read everything, and write nothing.
    @Test func checkFindsTheRightsThatARoleLacks() throws {
        let installation = try Installation(.none)
        try installation.execute("CREATE ROLE check_half LOGIN IN ROLE pg_read_all_data")
        let outcome = try installation.check { $0.replacing("user='postgres'", with: "user='check_half'") }
        for right in ["INSERT on ledger.run", "DELETE on ledger.entry", "EXECUTE on ledger.request_run"] {
            let line = "check.rights_missing: the role check_half lacks a right; expected \(right)"
            #expect(outcome.output.contains(line), "\(right)\n\(outcome.output)")
        }
        #expect(!outcome.output.contains("expected SELECT on ledger.run\n"))
    }

    /// A shell gives the program the very bytes of a name that was unpacked without its code page.
    @Test func aFileWhoseNameIsInGBKIsImported() throws {
        let installation = try Installation(.none)
        let account = installation.world.accounts[0].id
        let bill = try #require(try installation.world.bill(account, day, .all))
        let plain = try installation.directory.write("bill", try bill.delivered())
        func imported(copies: Bool) throws -> Program.Outcome {
            let name = "\"\(installation.directory.path)/$(printf '\\265\\245').csv\""
            let copy = copies ? "cp \(plain) \(name)" : "rm -f \(name)"
            let rest =
                "--channel wechatpay --account \(account.account) --date \(day) --config \(installation.configuration)"
            let program = try Program.path()
            return try Program.run([], through: ["/bin/sh", "-c", "\(copy); exec \(program) import \(name) \(rest)"])
        }
        let there = try imported(copies: true)
        #expect(there.status == 0, "\(there.errors)")
        let missing = try imported(copies: false)
        #expect(missing.status == 74)
        #expect(
            missing.errors.contains(#"/\xB5\xA5.csv"#) && missing.errors.contains("No such file"), "\(missing.errors)")
    }

    @Test func checkWarnsWhereAForeignViewIsReadByWhoeverMayWriteTheLedger() throws {
        let installation = try Installation(.none)
        let warning = "may write the ledger in the same database"
        #expect(!(try installation.run(["check"])).output.contains(warning))
        try installation.execute(
            """
            CREATE ROLE check_shop; GRANT USAGE, CREATE ON SCHEMA taobao TO check_shop;
            GRANT SELECT ON ALL TABLES IN SCHEMA taobao TO check_shop;
            ALTER VIEW taobao.payment_record OWNER TO check_shop
            """)
        let outcome = try installation.run(["check"])
        #expect(
            outcome.output.contains("WARN  order database: postgres reads what belongs to check_shop, and \(warning)"))
    }
}
