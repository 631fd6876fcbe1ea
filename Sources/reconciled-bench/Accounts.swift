import Bills
import Channels
import Cryptography
import Daemon
import FoundationEssentials
import Glibc
import Ledger
import Postgres
import PrivateCluster
import Rules
import Vocabulary

/// Many small accounts on a private server: their bills in the archive, all days of all of them in the queue, and services
/// as processes of their own that work them off.
final class AccountsBench {
    private let cluster: PrivateCluster
    private let directory: String
    private let conninfo: String
    private let accounts: [ChannelAccount]
    private let dayRange: ClosedRange<BusinessDay>
    private let days: [BenchDay]
    private let rows: Int

    private static let settings = Bench.settings.merging(["max_connections": "200"]) { _, new in new }
    /// How often the processes are looked at; what that costs the server is left out of the count.
    private static let lookMicroseconds: UInt32 = 100_000
    /// No run ended for so long: something is wrong.
    private static let silentLooksMax = 600

    init(seed: UInt64, accounts count: Int, days dayCount: Int, rows: Int, directory parent: String?) throws {
        let parent = parent ?? FileManager.default.temporaryDirectory.path
        let (directory, firstNumber) = ("\(parent)/reconciled-bench-\(UInt32.random(in: 0..<(.max)))", 1_900_000_000)
        self.directory = directory
        self.rows = rows
        accounts = (0..<count).map { ChannelAccount(channel: .wechatpay, account: String(firstNumber + $0)) }
        // The service's clock is the real one, and no day may be beyond the channel's reach.
        dayRange = Clock.system.today.advanced(by: -dayCount)...Clock.system.today.previous
        var days: [BenchDay] = []
        for number in 0..<dayCount {
            for account in accounts {
                days.append(
                    BenchDay(
                        seed: seed, keys: rows, firstKey: days.count * rows, account: account,
                        day: dayRange.lowerBound.advanced(by: number)))
            }
        }
        self.days = days
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        cluster = try PrivateCluster.start(in: parent, settings: Self.settings)
        try cluster.createDatabase("shop")
        conninfo = cluster.conninfo(database: "shop")
        try fill()
    }

    func remove() {
        cluster.stop()
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func fill() throws {
        let connection = try Connection(conninfo, name: "bench")
        try ShopTables.fill(days, connection)
        try Schema.migrate(connection)
        // One bill in force says nothing of the day before the first.
        try connection.query(
            "INSERT INTO ledger.period (closed_through, closed_by) VALUES ($1::date, 'bench')",
            [dayRange.lowerBound.previous.description])
        let archive = BillArchive(root: directory + "/bills")
        let path = directory + "/bill.csv"
        for day in days {
            _ = try BillText.write(day, to: path)
            _ = try archive.keep(copyOf: path, of: DayUnit(day.account, day.day, .trade))
        }
        try writeConfiguration()
    }

    /// The keys are real, and nobody is asked with them.
    private func writeConfiguration() throws {
        let (key, channelKey) = (try PrivateKey.generate(), try PrivateKey.generate())
        let files = (own: directory + "/key.pem", channel: directory + "/channel.pem")
        try Output.write(key.pem, to: files.own)
        chmod(files.own, 0o400)
        try Output.write(try channelKey.publicKey.pem, to: files.channel)
        let head = """
            results:
              conninfo: "\(conninfo)"
            archive:
              directory: "\(directory)/bills"
            log_level: notice
            accounts:

            """
        let each = accounts.map { account in
            """
              - channel: wechatpay
                account: "\(account.account)"
                start_date: \(dayRange.lowerBound)
                private_key: "\(files.own)"
                certificate_serial: "0123456789ABCDEF0123456789ABCDEF01234567"
                key_mode: public_key
                public_key: "\(files.channel)"
                public_key_id: PUB_KEY_ID_0100000000000000000000000000000000

            """
        }
        try Output.write(head + each.joined(), to: configurationPath)
    }

    private var configurationPath: String { directory + "/reconciled.yaml" }

    private func queue(_ connection: borrowing Connection) throws {
        try connection.transaction {
            var numbers: [ChannelAccount: Int32] = [:]
            let rules = AccountRules(startDate: dayRange.lowerBound)
            for account in accounts { numbers[account] = try RunJournal.account(account, rules, connection) }
            for day in days {
                guard let number = numbers[day.account] else { continue }
                _ = try RunQueue.request(
                    UnitKey(number, day.day, .trade), by: .catchUp, source: .archived, connection)
            }
        }
        try connection.execute("ANALYZE ledger.run; CHECKPOINT")
    }

    func measure(services count: Int) throws {
        print(
            """
            \(accounts.count) accounts x \(days.count / accounts.count) days x \(rows) rows = \(days.count) runs, \(count) services; \
            \(ProcessInfo.processInfo.activeProcessorCount) cores, load \(loadAverage())
            """)
        let connection = try Connection(conninfo, name: "bench")
        try queue(connection)
        let beside = try Connection(cluster.conninfo(), name: "bench")
        let server = ProcessFigures(pid: try serverPid())
        let (cpuBefore, transactionsBefore) = (server.cpuSecondsWithChildren, try transactions(beside))
        let start = ContinuousClock.now
        var services = try (0..<count).map { number in
            try ServiceProcess(configuration: configurationPath, log: "\(directory)/service\(number).log")
        }
        let looked: Looked
        do { looked = try watch(&services, connection, beside) } catch {
            for index in services.indices { try? services[index].stop() }
            throw error
        }
        let wallSeconds = (ContinuousClock.now - start) / .seconds(1)
        for index in services.indices { try services[index].stop() }
        let cpuSeconds = server.cpuSecondsWithChildren - cpuBefore
        let asked = try transactions(beside) - transactionsBefore - Int64(looked.looks)
        try checkAnswer(connection)
        show(services, looked, wallSeconds: wallSeconds, serverCPUSeconds: cpuSeconds, transactions: asked)
    }

    private struct Looked {
        var looks = 0
        var sessionsMax = 0
    }

    /// Until every run has ended.
    private func watch(
        _ services: inout [ServiceProcess], _ connection: borrowing Connection, _ beside: borrowing Connection
    ) throws -> Looked {
        var looked = Looked()
        var (last, silentLooks) = (Int64(-1), 0)
        while true {
            usleep(Self.lookMicroseconds)
            looked.looks += 1
            for index in services.indices { services[index].look() }
            let sessions = try beside.query(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = 'shop' AND application_name <> 'bench'")
            looked.sessionsMax = max(looked.sessionsMax, Int(try sessions.int(0, 0)))
            let open = try connection.query(
                "SELECT count(*) FROM ledger.run WHERE state IN ('queued', 'fetching', 'matching')"
            ).int(0, 0)
            if open == 0 { return looked }
            silentLooks = open == last ? silentLooks + 1 : 0
            last = open
            guard silentLooks < Self.silentLooksMax else {
                throw BenchProblem.because(
                    "\(open) runs are left; \(text(of: "\(directory)/service0.log").suffix(1000))")
            }
        }
    }

    private func serverPid() throws -> pid_t {
        let first = text(of: cluster.directory + "/data/postmaster.pid").prefix { $0 != "\n" }
        guard let pid = pid_t(first) else { throw BenchProblem.because("the server's number is not to be read") }
        return pid
    }

    private func transactions(_ connection: borrowing Connection) throws -> Int64 {
        try connection.query(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'shop'"
        ).int(0, 0)
    }

    private func show(
        _ services: [ServiceProcess], _ looked: Looked, wallSeconds: Double, serverCPUSeconds: Double,
        transactions: Int64
    ) {
        let runs = Double(days.count)
        let serviceCPUSeconds = services.map(\.cpuSeconds).reduce(0, +)
        func line(_ name: String, _ text: String) { print(name.padding(48) + text) }
        line("wall s", FigureTable.number(wallSeconds, 2))
        line("runs/s", FigureTable.number(runs / wallSeconds, 1))
        line(
            "CPU s of services, of the server",
            """
            \(FigureTable.number(serviceCPUSeconds, 2)), \(FigureTable.number(serverCPUSeconds, 2))
            """)
        line("CPU ms per run, both", FigureTable.number((serviceCPUSeconds + serverCPUSeconds) / runs * 1000, 2))
        line("transactions per run", FigureTable.number(Double(transactions) / runs, 1))
        line("peak MiB of a service", "\((services.map(\.peakBytes).max() ?? 0) >> 20)")
        line("sessions, at most", "\(looked.sessionsMax)")
        line("descriptors of a service, at most", "\(services.map(\.descriptorsMax).max() ?? 0)")
    }

    /// The figures of a wrong answer are worth nothing: no run is lost, none is done twice, and each finds what is there.
    private func checkAnswer(_ connection: borrowing Connection) throws {
        let runs = try connection.query(
            "SELECT count(*), count(*) FILTER (WHERE state = 'done' AND tries = 1) FROM ledger.run")
        guard try runs.int(0, 0) == Int64(days.count), try runs.int(0, 1) == Int64(days.count) else {
            throw BenchProblem.because(
                "of \(days.count) runs \(runs.text(0, 1)) are done at their first try, and there are \(runs.text(0, 0))"
            )
        }
        let verdicts = try connection.query(
            """
            SELECT account || ' ' || bill_date || ' ' || entries || ' ' || verdict || coalesce(' ' || items, '')
            FROM recon.runs r LEFT JOIN (
                SELECT channel, account, bill_date, string_agg(code || ' 1 ' || difference, ',' ORDER BY code) AS items
                FROM recon.discrepancies WHERE status = 'open' GROUP BY 1, 2, 3) i USING (channel, account, bill_date)
            WHERE in_force
            """)
        let found = (0..<verdicts.count).map { verdicts.text($0, 0) }.sorted()
        let expected = days.map { day in
            let items = day.truth
            return "\(day.account.account) \(day.day) \(day.lines) " + (items.isEmpty ? "balanced" : "discrepancies")
                + (items.isEmpty ? "" : " " + items.joined(separator: ","))
        }.sorted()
        guard found == expected else {
            let (wrong, right) = (found.filter { !expected.contains($0) }, expected.filter { !found.contains($0) })
            throw BenchProblem.because("a wrong answer: expected \(right.prefix(3)), found \(wrong.prefix(3))")
        }
    }
}
