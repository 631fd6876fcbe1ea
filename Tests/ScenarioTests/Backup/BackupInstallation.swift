import FoundationEssentials
import PrivateCluster
import Runtime
import Simulation
import TestCluster
import TestPlaces
import Testing
import Vocabulary

@testable import Daemon

/// An installation with a money side whose history is verified, backed up and restored, by the programs that an operator has.
final class BackupInstallation {
    /// What one backup holds.
    struct Backup {
        let database: String
        let archive: String
    }

    /// A line of `verify --format json`, as far as tests look at it.
    struct Finding: Decodable, Hashable {
        var code: String
        var account, date, pot, file: String?
        var line: Int?
        var expected, found: String?
        var hint: String
    }

    struct Verified: Decodable {
        var findings: [Finding]
        var counts: [String: Int]
        var days, files_proven, bills_read, statements_compared: Int
        var not_looked_at: [String: Int]
    }

    let money: FundsInstallation
    private let cluster: PrivateCluster
    private let backups: TemporaryDirectory

    init(_ name: String, _ world: World? = nil) throws {
        money = try FundsInstallation("backup_\(name)", world)
        database = "service_money_backup_\(name)"
        cluster = try TestCluster.shared.get()
        backups = try TemporaryDirectory()
    }

    var days: [BusinessDay] { money.days }
    var archive: String { money.service.bench.directory + "/archive" }
    private let database: String

    /// Reconciles both kinds of bills of every account.
    func reconcile(_ day: BusinessDay, _ more: [String] = []) throws {
        for channel in ["wechatpay", "alipay"] {
            let outcome = try money.run(["reconcile", channel, day.description, "--local"] + more)
            #expect(outcome.status < 2, "\(outcome.output)\(outcome.errors)")
        }
    }

    func everything() throws -> [String] { try money.service.everything() }

    func verify(_ arguments: [String] = [], expecting status: Int32) throws -> Verified {
        let outcome = try money.run(["verify", "--format", "json"] + arguments)
        #expect(outcome.status == status, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        return try JSONDecoder().decode(Verified.self, from: Data(outcome.output.utf8))
    }

    /// The database first, the archive after it.
    func backUp(_ name: String) throws -> Backup {
        let backup = Backup(database: backups.path + "/\(name).dump", archive: backups.path + "/\(name)")
        try tool("pg_dump", ["-Fc", "-d", money.service.bench.conninfo, "-f", backup.database])
        try FileManager.default.copyItem(atPath: archive, toPath: backup.archive)
        return backup
    }

    func restore(database backup: Backup, archive other: Backup) throws {
        money.service.bench.disconnect()
        try cluster.dropDatabase(database)
        try cluster.createDatabase(database)
        try tool("pg_restore", ["-d", money.service.bench.conninfo, "--exit-on-error", backup.database])
        try FileManager.default.removeItem(atPath: archive)
        try FileManager.default.copyItem(atPath: other.archive, toPath: archive)
    }

    private func tool(_ name: String, _ arguments: [String]) throws {
        let log = backups.path + "/log"
        let tool = try ChildProcess(["\(cluster.binaries)/\(name)"] + arguments, environment: ["LC_ALL=C"], output: log)
        let status = tool.wait()
        let text = (try? String(contentsOf: URL(filePath: log), encoding: .utf8)) ?? ""
        try #require(status == 0, "\(name): \(text)")
    }

    /// Does what a hint says, in this process's stead of a service's.
    func follow(_ hint: String) throws -> Program.Outcome {
        let command = try #require(hint.split(separator: "`").first { $0.hasPrefix("reconciled ") })
        return try money.run(
            command.split(separator: " ").dropFirst().map(String.init)
                + (command.hasPrefix("reconciled reconcile ") ? ["--local"] : []))
    }

    func sql(_ text: String) throws { try money.service.bench.sql(text) }
    func rows(_ sql: String) throws -> [String] { try money.rows(sql) }
}
