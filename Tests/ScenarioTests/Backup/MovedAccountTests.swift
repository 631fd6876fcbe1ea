import FoundationEssentials
import Simulation
import TestCluster
import TestPlaces
import TestTurns
import Testing
import Vocabulary

/// An account with both kinds of bills moves to another host, by the commands that the page names, and goes on there.
@Suite(.serialized, .waiting) struct MovedAccountTests {
    @Test func anAccountMovesWithItsArchiveAndGoesOn() throws {
        let bench = try BackupInstallation("moved")
        for day in bench.days[..<2] { try bench.reconcile(day) }
        let (account, last) = (bench.money.weChatPay.id, bench.days[2])
        let elsewhere = try TemporaryDirectory()
        let (file, archive) = (elsewhere.path + "/A.account", elsewhere.path + "/bills")
        let conninfo = try TestCluster.database("service_moved_elsewhere")
        func there(_ arguments: String...) throws -> Program.Outcome { try bench.money.run(arguments) }
        func here(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(arguments + ["--config", elsewhere.path + "/here.yaml"])
        }
        try Self.configure(elsewhere, bench, conninfo, archive)
        #expect(try here("migrate").status == 0)

        let exported = try there(
            "account", "export", "--channel", "wechatpay", "--account", account.account, "-o", file)
        #expect(exported.status == 0 && exported.output.contains("\(account): "), "\(exported.errors)")
        let folder = "/wechatpay/\(account.account)"
        try FileManager.default.createDirectory(atPath: archive + "/wechatpay", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: bench.archive + folder, toPath: archive + folder)
        let imported = try here("account", "import", file, "--archive", archive)
        #expect(imported.status == 0 && imported.output.contains("N + 2000000"), "\(imported.output)\(imported.errors)")
        let proven = try here("verify", "--account", account.account)
        #expect(proven.status == 0, "\(proven.output)")

        // It is not removed before somebody says so, and goes on over here.
        let asked = try there("account", "remove", file)
        #expect(asked.status == 64 && asked.output.contains("nothing was removed"), "\(asked.output)\(asked.errors)")
        let removed = try there("account", "remove", file, "--yes")
        #expect(removed.status == 0, "\(removed.errors)")
        try FileManager.default.removeItem(atPath: bench.archive + folder)
        #expect(try bench.verify(expecting: 0).findings.isEmpty)
        let next = try here("reconcile", "wechatpay", "\(last)", "--local", "--account", account.account)
        #expect(next.status < 2, "\(next.output)\(next.errors)")
        let again = try here(
            "reconcile", "wechatpay", "\(bench.days[1])", "--local", "--account", account.account, "--archived")
        #expect(again.status < 2, "\(again.output)\(again.errors)")
        #expect(try here("verify", "--account", account.account).status == 0)
        let known = try here("account", "export", "--channel", "wechatpay", "--account", "nobody", "-o", file)
        #expect(known.status == 64 && known.errors.hasPrefix("account.unknown: "), "\(known.errors)")
    }

    /// The same accounts with results and archive of their own; the shop is where it was.
    private static func configure(
        _ place: TemporaryDirectory, _ bench: BackupInstallation, _ conninfo: String, _ archive: String
    ) throws {
        func quoted(_ text: String) -> String {
            text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        }
        let path = bench.money.service.configurationPath
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
            .replacing(quoted(bench.money.service.conninfo), with: quoted(conninfo))
            .replacing(quoted(bench.archive), with: quoted(archive))
        try Data((text + "orders:\n  conninfo: \"\(quoted(bench.money.service.conninfo))\"\n").utf8)
            .write(to: URL(filePath: place.path + "/here.yaml"))
    }
}
