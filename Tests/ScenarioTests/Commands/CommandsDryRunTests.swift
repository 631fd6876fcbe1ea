import FoundationEssentials
import Postgres
import PrivateCluster
import Simulation
import TestCluster
import TestPlaces
import TestTurns
import Testing
import Vocabulary

/// What is there before and after a dry run: every row of every table, and every file.
private func everything(_ conninfo: String, _ archive: String) throws -> [String] {
    let connection = try Connection(conninfo, name: "tests")
    let tables = try connection.query(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('ledger', 'taobao') ORDER BY 1"
    )
    let files = (try? FileManager.default.subpathsOfDirectory(atPath: archive)) ?? []
    return try (0..<tables.count).flatMap { table in
        let name = tables.text(table, 0)
        return try connection.rows("SELECT '\(name)', t::text FROM \(name) t").sorted()
    } + files.sorted()
}

/// A dry run says what the run would come to, and nothing of it is seen afterwards.
@Suite(.serialized, .waiting) struct CommandsDryRunTests {
    private let day = Installation.days.lowerBound

    @Test func anImportIsToldAndChangesNothing() throws {
        let installation = try Installation(.full)
        let archive = installation.directory.path + "/bills"
        func state() throws -> [String] {
            try everything(installation.cluster.conninfo(database: installation.database), archive)
        }
        #expect(try installation.importBill(0, day).status == 1)
        let before = try state()
        let dry = try installation.importBill(0, day.next, more: ["--dry-run"])
        #expect(dry.status == 1, "\(dry.errors)")
        #expect(try state() == before)
        let account = installation.world.accounts[0].id
        #expect(dry.output.hasPrefix("\(account)  \(day.next)  trade  would be discrepancies\n  trade bill: "))
        // The day before has items that this bill ends: its statement follows.
        #expect(dry.output.contains("  other days and kinds that would be brought up to date: 1\n"))
        #expect(dry.output.contains("  without a rule: "))

        #expect(try installation.importBill(0, day.next).status == 1)
        let changes = try installation.value(
            """
            SELECT string_agg(format('  %s, %s: %s %s of the %s bill, %s', change, status, items, code, kind, difference), E'\\n'
                              ORDER BY change, status, code) FROM (
                SELECT change, status, count(*) AS items, code, kind, sum(difference) AS difference FROM recon.run_changes
                WHERE change <> 'persisting' AND run_id > 1 GROUP BY 1, 2, 4, 5) c
            """)
        #expect(changes.contains("  resolved, ") && changes.contains("  new, open: "))
        #expect(dry.output.contains(changes + "\n"), "\(dry.output)\n\(changes)")
    }

    @Test func statementsOfAShopAreToldOneAfterTheOtherAndUndone() throws {
        let installation = try Installation(.none)
        let titles = "入账时间,支付宝流水号,账务类型,收入（+元）,支出（-元）,业务描述\r\n"
        let row = "2026-07-02 10:00:00,A1,其它,,-5.00,0170999T|新服务费\r\n"
        let files = [
            try installation.directory.write("a.csv", titles + row),
            try installation.directory.write("b.csv", titles + row + "2026-07-03 10:00:00,A2,提现,,-7.00,\r\n"),
        ]
        func state() throws -> [String] {
            try everything(installation.cluster.conninfo(database: installation.database), installation.directory.path)
        }
        let before = try state()
        let arguments = ["import"] + files + ["--shop", "tea", "--new-shop"]
        let dry = try installation.run(arguments + ["--dry-run"])
        #expect(dry.status == 0, "\(dry.errors)")
        #expect(try state() == before)
        #expect(
            dry.output.replacing(#/  note: .*\n/#, with: "") == """
                \(files[0]): would be added, alipay, 1 rows, in 0.00, out 5.00
                  unresolved  1 rows  -5.00
                  without a class: 0170999T 新服务费, 1 row(s), -5.00
                \(files[1]): would be added, alipay, 2 rows, in 0.00, out 12.00
                  1 rows do not count: in an earlier file already
                  own_funds  1 rows  -7.00
                  repeated  1 rows  -5.00

                """)
        let real = try installation.run(arguments)
        #expect(real.output.replacing(/statement [0-9]+/, with: "would be added") == dry.output)
    }

    @Test func aFileThatWouldBeRefusedRaisesNoAlarm() throws {
        let installation = try Installation(.full)
        let dry = try installation.importBill(0, day, corruption: .truncated, more: ["--dry-run"])
        #expect(dry.status == 2)
        #expect(dry.output.contains("  would be incomplete\n"))
        #expect(dry.errors.hasPrefix("bill.") && dry.errors.contains("HINT: "))
        #expect(
            try installation.value(
                "SELECT (SELECT count(*) FROM ledger.alarm) + (SELECT count(*) FROM ledger.run) + (SELECT count(*) FROM ledger.account)"
            ) == "0")
    }

    @Test func bothKindsAreFetchedAndNothingIsKept() throws {
        let money = try FundsInstallation("dry")
        let bench = money.service.bench
        func state() throws -> [String] { try everything(bench.conninfo, bench.directory + "/archive") }
        for account in [money.weChatPay, money.alipay] {
            _ = try money.reconcile(account, money.days[0])
            let before = try state()
            let dry = try money.reconcile(account, money.days[1], ["--dry-run"])
            #expect(dry.status == 1, "\(dry.errors)")
            for part in ["  trade  would be ", "  funds  would be ", "  funds bill of the pot "] {
                #expect(dry.output.contains(part), "\(dry.output)")
            }
            #expect(try state() == before)
        }
    }

    @Test func aColumnWithoutADescriptionIsNamed() throws {
        let installation = try Installation(.full)
        let account = installation.world.accounts[0].id
        let bill = try #require(try installation.world.bill(account, day, .all))
        var lines = String(decoding: try bill.delivered(), as: UTF8.self).split(separator: "\r\n").map(String.init)
        for index in lines.indices.dropLast(2) { lines[index] += index == 0 ? ",结算批次" : ",`1" }
        let file = try installation.directory.write("more.csv", Array((lines.joined(separator: "\r\n") + "\r\n").utf8))
        let dry = try installation.run(
            ["import", file, "--channel", "wechatpay", "--account", account.account, "--date", "\(day)", "--dry-run"])
        #expect(dry.status == 1, "\(dry.errors)")
        #expect(dry.output.hasSuffix("  without a description: column 28: 结算批次\n"), "\(dry.output)")
    }

    @Test func theBillAtHandIsTriedAgain() throws {
        let installation = try Installation(.full)
        #expect(try installation.importBill(0, day).status == 1)
        let dry = try installation.run(["reconcile", "wechatpay", "\(day)", "--archived", "--dry-run"])
        #expect(dry.status == 1, "\(dry.errors)")
        #expect(dry.output.contains("  nothing is new or resolved\n"), "\(dry.output)")
    }

    @Test func aDryRunAsksNoDaemon() throws {
        let installation = try Installation(.none)
        let outcome = try installation.run(["reconcile", "alipay", day.description, "--dry-run", "--no-wait"])
        #expect(outcome.status == 64)
    }
}
