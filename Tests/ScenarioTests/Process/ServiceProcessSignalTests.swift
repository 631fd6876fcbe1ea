import FoundationEssentials
import Glibc
import Postgres
import PrivateCluster
import Simulation
import TestTurns
import Testing
import Vocabulary

/// Stopping, reloading, and what keeps the service from starting.
@Suite(.serialized, .waiting) struct ServiceProcessSignalTests {
    @Test(arguments: [Block.settlement, Block.orders, Block.money])
    func stoppedInMidRunItGivesTheRunBack(table: String) throws {
        let funds = table == Block.money ? try ServiceWorld.funds.get() : nil
        let installation = try ServiceInstallation("stop_\(table.split(separator: ".")[1])", funds: funds)
        if funds != nil { try installation.request(installation.firstUnit(.funds)) }
        let block = try Block(table, installation)
        let service = try installation.start()
        try installation.waitUntil(Block.isMet, service)
        // What the run waits for is still held.
        #expect(try service.stop() == 0, "\(service.text)")
        #expect(service.text.contains("stopping; 1 runs go back into the queue"))
        #expect(service.lines.last == "stopped")
        block.release()
        #expect(
            try installation.bench.rows("SELECT DISTINCT state, tries FROM ledger.run") == ["queued|0"])
        #expect(try installation.value("count(*) FROM ledger.lease") == "0")
        let second = try installation.start()
        try installation.waitUntil(installation.isConcluded, second)
        #expect(try second.stop() == 0)
        #expect(try installation.everything() == installation.undisturbed())
    }

    @Test func stoppedInMidDownloadItGivesTheRunBack() throws {
        let installation = try ServiceInstallation("stop_download")
        for account in installation.bench.world.accounts {
            try installation.channels.faults.add(
                ChannelFault(.slowBody(bytesPerSecond: 1), at: .download, of: account.id, .always))
        }
        let service = try installation.start()
        try installation.waitUntil("EXISTS (SELECT FROM ledger.lease WHERE progress LIKE 'fetching %')", service)
        // Nobody would live to see the end of the download.
        #expect(try service.stop() == 0, "\(service.text)")
        #expect(try installation.bench.rows("SELECT DISTINCT state, tries FROM ledger.run") == ["queued|0"])
    }

    @Test func aConfigurationIsTakenWholeOrNotAtAll() throws {
        let installation = try ServiceInstallation("reload")
        try installation.writeConfiguration()
        let service = try installation.start()
        try installation.waitUntil(installation.isConcluded, service)
        try installation.writeConfiguration { $0.replacing("start_date", with: "started_on") }
        service.kill(SIGHUP)
        let refusal = try service.hear("configuration refused, the old one stays in use")
        #expect(service.text.contains("started_on"), "\(refusal)")
        try installation.writeConfiguration {
            $0.replacing("private_key: \"", with: "private_key: \"/nonexistent")
        }
        service.kill(SIGHUP)
        try service.hear("configuration refused, the old one stays in use", count: 2)
        // The old one stays: a run is done with it.
        let day = installation.bench.world.days.upperBound.description
        try installation.writeConfiguration()
        #expect(try installation.program("reconcile", "alipay", day).status == 1)

        installation.conninfo += " options='-c work_mem=8MB'"
        try installation.writeConfiguration()
        service.kill(SIGHUP)
        try service.hear("configuration read: 3 accounts; results.conninfo changed, which needs a restart")
        installation.conninfo = installation.bench.conninfo
        // An account fewer is asked for in vain.
        try installation.writeConfiguration { text in
            text.firstRange(of: "  - channel: alipay").map { String(text[..<$0.lowerBound]) + installation.options }
                ?? text
        }
        service.kill(SIGHUP)
        try service.hear("configuration read: 2 accounts")
        try installation.waitUntil("(SELECT count(*) FROM ledger.account WHERE is_served) = 2", service)
        #expect(throws: PostgresError.self) {
            try installation.value("count(*) FROM recon.reconcile('alipay', '\(day)')")
        }
        #expect(try service.stop() == 0)
    }

    @Test func whatAPersonMustPutRightKeepsItFromStarting() throws {
        let installation = try ServiceInstallation("refused")
        try installation.writeConfiguration()
        let key = installation.bench.directory + "/keys"
        let path = try #require(
            try String(contentsOfFile: installation.configurationPath, encoding: .utf8).split(separator: "\n")
                .first { $0.contains("private_key: ") }?.split(separator: "\"")[1])
        #expect(path.hasPrefix(key))
        chmod(String(path), 0o644)
        let open = try installation.start()
        #expect(try open.end() == 77)
        #expect(open.text.contains("cannot start: "), "\(open.text)")
        #expect(open.text.contains(String(path)))
        unlink(String(path))
        let missing = try installation.start()
        #expect(try missing.end() == 78)

        let bare = try ServiceInstallation("no_schema")
        try bare.bench.sql("DROP SCHEMA recon, ledger, ledger_migration CASCADE")
        let service = try bare.start()
        let status = try service.end()
        #expect(status == 78, "\(status)\n\(service.text)")
        #expect(service.text.contains("reconciled migrate"), "\(service.text)")
    }
}
