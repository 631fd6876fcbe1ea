import FoundationEssentials
import Glibc
import Ledger
import Postgres
import Runtime
import Simulation
import Systemd
import TestCluster
import TestTurns
import Testing
import Vocabulary

@testable import Daemon

/// An alarm has arrived when its program ended with 0, and not before.
@Suite(.serialized, .waiting) struct ServiceAlarmTests {
    private static let day = BusinessDay("2026-09-01") ?? BusinessDay(number: 0)
    private let account = ChannelWorld.certificates

    /// A service whose one day's bill is damaged, and a pager that ends as the file `status` says.
    private func bench(_ name: String) throws -> (service: ServiceBench, pager: Pager) {
        let world = try World(
            seed: 5, days: Self.day...Self.day, accounts: [.weChatPay(account.account)], paymentsPerDay: 5,
            faults: .none)
        let now = Self.day.next.startEpochSeconds + 11 * 3600
        let bench = try ServiceBench(WorldBench("alarm_\(name)", world), at: now)
        try bench.channels.strike(.brokenHash, at: .apply, of: account, day: Self.day)
        let pager = try Pager(in: bench.world.directory)
        bench.channels.change = { $0 + "on_alarm: [\(pager.program)]\n" }
        try bench.channels.writeConfiguration()
        return (bench, pager)
    }

    private func alarms(_ bench: ServiceBench) throws -> [String] {
        try bench.world.rows(
            """
            SELECT reason_code, tries, delivered_at IS NOT NULL, next_try_at > now() FROM ledger.alarm ORDER BY alarm_id
            """)
    }

    private func waitUntil(_ bench: ServiceBench, _ condition: String) throws {
        try Watch(bench.world.conninfo, hearing: RunQueue.channelName).wait(until: condition)
    }

    private func lines(_ bench: ServiceBench, _ event: ServiceEvent) -> Int {
        bench.journal.with { $0.count { $0.messageID == event.messageID } }
    }

    private let code = "channel.download_hash_mismatch"

    @Test(arguments: ["it fails", "it cannot be started", "it is killed"])
    func whatDidNotArriveIsToldAgainAlsoAfterARestart(_ how: String) throws {
        let (bench, pager) = try bench("again_\(how.count)")
        try pager.set(how == "it fails" ? "exit 1" : how == "it is killed" ? "kill -9 $$" : "exit 0")
        if how == "it cannot be started" { chmod(pager.program, 0o600) }
        try bench.start()
        try waitUntil(bench, "EXISTS (SELECT FROM ledger.alarm WHERE tries = 1)")
        #expect(try alarms(bench) == ["\(code)|1|f|t"])
        #expect([lines(bench, .alarm), lines(bench, .alarmCommandFailed)] == [1, 1])
        try bench.stop()

        // The time has come; the second failure is no line of the journal.
        try bench.world.sql("UPDATE ledger.alarm SET next_try_at = now()")
        try bench.start()
        try waitUntil(bench, "EXISTS (SELECT FROM ledger.alarm WHERE tries = 2)")
        #expect([lines(bench, .alarm), lines(bench, .alarmCommandFailed)] == [1, 1])
        try bench.stop()

        try pager.set("exit 0")
        chmod(pager.program, 0o700)
        try bench.world.sql("UPDATE ledger.alarm SET next_try_at = now()")
        try bench.start()
        try waitUntil(bench, "EXISTS (SELECT FROM ledger.alarm WHERE delivered_at IS NOT NULL)")
        #expect(pager.told.last == code)
        let count = pager.told.count
        try bench.stop()
        try bench.world.sql("UPDATE ledger.alarm SET next_try_at = now()")
        try bench.start()
        try bench.stop()
        #expect(pager.told.count == count)
        #expect(lines(bench, .alarm) == 1)
    }

    /// Whoever was told that something is wrong is told when it is not any more; and again, until it arrives.
    @Test func theEndOfAnAlarmIsToldToo() throws {
        let (bench, pager) = try bench("end")
        try bench.start()
        try waitUntil(bench, "EXISTS (SELECT FROM ledger.alarm WHERE delivered_at IS NOT NULL)")
        #expect(pager.environment["RECONCILED_ALARM_STATE"] == "raised")
        let number = pager.environment["RECONCILED_ALARM_ID"]
        try pager.set("exit 1")
        try bench.world.sql("UPDATE ledger.alarm SET ended_at = now()")
        try waitUntil(bench, "EXISTS (SELECT FROM ledger.alarm WHERE tries = 1)")
        #expect(pager.told == [code, code])
        try bench.stop()
        try pager.set("exit 0")
        try bench.world.sql("UPDATE ledger.alarm SET next_try_at = now()")
        try bench.start()
        try waitUntil(bench, "EXISTS (SELECT FROM ledger.alarm WHERE end_told_at IS NOT NULL)")
        try bench.stop()
        #expect(pager.environment["RECONCILED_ALARM_STATE"] == "ended")
        #expect(pager.environment["RECONCILED_ALARM_ID"] == number)
        #expect(lines(bench, .alarmEnded) == 1)
    }

    /// The file on disk is not the one in use: an alarm, and the status, until one is taken.
    @Test func aRefusedConfigurationIsAnAlarmUntilAnotherIsTaken() throws {
        let (bench, pager) = try bench("refused")
        try bench.start()
        bench.channels.change = { $0 + "on_alarms: [\(pager.program)]\n" }
        try bench.channels.writeConfiguration()
        bench.reload()
        let standing = "FROM recon.alarms WHERE code = 'alarm.configuration_refused'"
        try waitUntil(bench, "EXISTS (SELECT \(standing))")
        #expect(
            try bench.world.rows("SELECT ended_at IS NULL, account, because_code \(standing)")
                == ["t||configuration.unknown_key"])
        try bench.pass(until: bench.time.now + 60)
        #expect(
            try bench.world.rows("SELECT status LIKE 'the configuration on disk is refused%' FROM recon.daemons") == [
                "t"
            ])
        bench.channels.change = { $0 + "on_alarm: [\(pager.program)]\n" }
        try bench.channels.writeConfiguration()
        bench.reload()
        try waitUntil(bench, "EXISTS (SELECT \(standing) AND ended_at IS NOT NULL)")
        try bench.stop()
    }

    /// By the service's own way: nobody knows that alarms arrive who has not had one.
    @Test func aTestAlarmArrivesAndEnds() throws {
        let (bench, pager) = try bench("test")
        try bench.start()
        let configuration = try Configuration.load(bench.channels.configurationPath)
        let connection = try Connection(bench.world.conninfo, name: "check")
        #expect(try TestAlarm.send(to: configuration.serviceName, secondsMax: Patience.seconds, connection) == .told)
        try waitUntil(
            bench, "EXISTS (SELECT FROM ledger.alarm WHERE reason_code = 'alarm.test' AND end_told_at IS NOT NULL)")
        #expect(pager.told.filter { $0 == "alarm.test" }.count == 2)
        try pager.set("exit 1")
        #expect(try TestAlarm.send(to: configuration.serviceName, secondsMax: Patience.seconds, connection) == .failed)
        #expect(try TestAlarm.send(to: "another service", secondsMax: 1, connection) == .unheard)
        try bench.stop()
    }

    @Test func aProgramForAlarmsThatFailsIsTold() {
        #expect(AlarmCommand.run(["/bin/false"], environment: [])?.code == .alarmCommand)
        #expect(AlarmCommand.run(["/bin/true"], environment: []) == nil)
    }

    /// It needs neither a beat nor another alarm: the delivery has a clock of its own.
    @Test func itIsToldAgainByItself() throws {
        let (bench, pager) = try bench("clock")
        try pager.set("exit 1")
        try bench.world.sql(
            """
            CREATE FUNCTION public.soon() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.next_try_at := now() + interval '1 s'; RETURN NEW; END $$;
            CREATE TRIGGER soon BEFORE UPDATE ON ledger.alarm FOR EACH ROW EXECUTE FUNCTION public.soon();
            """)
        try bench.start()
        try waitUntil(bench, "EXISTS (SELECT FROM ledger.alarm WHERE tries >= 3)")
        try pager.set("exit 0")
        try waitUntil(bench, "EXISTS (SELECT FROM ledger.alarm WHERE delivered_at IS NOT NULL)")
        try bench.stop()
    }

    @Test func anAlarmWhoseCauseIsGoneIsToldNoMore() throws {
        let (bench, pager) = try bench("gone")
        try pager.set("exit 1")
        try bench.start()
        try waitUntil(bench, "EXISTS (SELECT FROM ledger.alarm WHERE tries = 1)")
        try bench.stop()
        let count = pager.told.count
        try bench.world.sql("UPDATE ledger.alarm SET next_try_at = now(), ended_at = now()")
        try bench.start()
        try bench.stop()
        #expect(pager.told.count == count)
    }

    /// Whatever stands in the table, the kernel takes it, and the pager gets one printable line.
    @Test func whatThePagerIsToldIsBoundedAndPrintable() throws {
        let (bench, pager) = try bench("long")
        let long = "repeat(E'\\x1b[2J\\n\\u202e', 100000)"
        try bench.world.sql(
            """
            CREATE FUNCTION public.lengthen() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.reason := \(long); NEW.hint := \(long); RETURN NEW; END $$;
            CREATE TRIGGER lengthen BEFORE INSERT ON ledger.alarm FOR EACH ROW EXECUTE FUNCTION public.lengthen();
            """)
        try bench.start()
        try waitUntil(bench, "EXISTS (SELECT FROM ledger.alarm WHERE delivered_at IS NOT NULL)")
        try bench.stop()
        #expect(pager.told == [code])
        let message = try #require(pager.environment["RECONCILED_ALARM_MESSAGE"])
        #expect(message.hasPrefix("\\u{1b}[2J\\u{a}\\u{202e}"))
        #expect((500...4000).contains(message.unicodeScalars.count))
        let entries = bench.journal.with { $0.filter { $0.messageID == ServiceEvent.alarm.messageID } }
        let entry = try #require(entries.first)
        #expect(entries.count == 1 && entry.message.utf8.count < 20_000 && !entry.message.contains("\u{1B}"))
    }

    /// A descriptor that some library left open belongs to nobody else.
    @Test func theProgramInheritsNothing() throws {
        let (bench, pager) = try bench("descriptors")
        let open = dup(STDERR_FILENO)  // not closed on exec
        defer { close(open) }
        try bench.start()
        try waitUntil(bench, "EXISTS (SELECT FROM ledger.alarm WHERE delivered_at IS NOT NULL)")
        try bench.stop()
        // Its three, and the shell's own: the script, and the directory that it looks into.
        #expect(pager.descriptors.filter { $0 <= 2 } == [0, 1, 2])
        #expect(!pager.descriptors.contains(Int(open)), "\(open) in \(pager.descriptors)")
        #expect(pager.descriptors.count <= 5, "\(pager.descriptors)")
    }
}

/// A program of `on_alarm` that writes down what it was told and what it holds.
private struct Pager {
    let program: String
    private let directory: String

    init(in directory: String) throws {
        self.directory = directory
        program = directory + "/pager"
        try Output.write(
            """
            #!/bin/sh
            echo "$RECONCILED_ALARM_CODE" >> \(directory)/told
            env > \(directory)/environment
            ls /proc/$$/fd > \(directory)/descriptors
            . \(directory)/ending

            """, to: program)
        chmod(program, 0o700)
        try set("exit 0")
    }

    func set(_ ending: String) throws { try Output.write(ending + "\n", to: directory + "/ending") }

    private func lines(_ name: String) -> [String] {
        let data = (try? Data(contentsOf: URL(filePath: "\(directory)/\(name)"))) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    var told: [String] { lines("told") }
    var descriptors: [Int] { lines("descriptors").compactMap { Int($0) } }
    var environment: [String: String] {
        Dictionary(
            lines("environment").map { line in
                let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
            }, uniquingKeysWith: { $1 })
    }
}
