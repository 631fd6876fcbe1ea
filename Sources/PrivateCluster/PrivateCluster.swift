import Glibc
import Postgres
import Synchronization
import Runtime
import Vocabulary

/// A PostgreSQL server of our own: made in a temporary directory, reached by its Unix socket alone, removed at the end.
/// For the demonstration, tests and CI.
///
/// It writes as a real one does (`fsync` and `synchronous_commit` on), accepts any user name (`trust`), and is guarded
/// by the directory, which only its owner may enter. A process that dies without `stop()` leaves nothing running: a
/// watcher notices and cleans up.
package final class PrivateCluster: Sendable {
    /// Holds the data, the socket and the server's log; goes away with `stop()`.
    package let directory: String
    /// Where this server's own programs are, `psql` among them.
    package let binaries: String

    private let watcher: Watcher

    /// `sun_path` is 108 bytes with its final zero; libpq and the server refuse anything longer.
    static let socketPathBytesMax = 107
    static let port = "5432"
    static let superuser = "postgres"
    /// Small enough for a laptop and a CI runner, large enough for a day of a demonstration.
    private static let defaults = [
        "listen_addresses": "", "shared_buffers": "128MB", "max_connections": "60", "jit": "off",
        "log_min_messages": "warning", "unix_socket_permissions": "0777",
    ]

    private init(directory: String, binaries: String, watcher: Watcher) {
        self.directory = directory
        self.binaries = binaries
        self.watcher = watcher
    }

    deinit { stop() }

    /// Makes and starts a server; about two seconds.
    /// - Parameter parent: an existing directory for the temporary one; `$TMPDIR`, else `/tmp`.
    /// - Parameter settings: server settings on top of the small ones used here.
    /// - Throws: `Problem` whose code begins with `cluster.`.
    package static func start(in parent: String? = nil, settings: [String: String] = [:]) throws -> PrivateCluster {
        let binaries = try ServerPrograms.find()
        let account = try ServerAccount.current()
        let directory = try makeDirectory(in: parent ?? temporaryDirectory(), for: account)
        let watcher: Watcher
        do { watcher = try Watcher(directory: directory) } catch {
            rmdir(directory)
            throw error
        }
        let cluster = PrivateCluster(directory: directory, binaries: binaries, watcher: watcher)
        do {
            try cluster.initialize(as: account)
            try cluster.launch(as: account, settings: defaults.merging(settings) { _, new in new })
        } catch {
            cluster.stop()
            throw error
        }
        return cluster
    }

    /// A libpq connection string.
    package func conninfo(database: String = "postgres", user: String = "postgres") -> String {
        let fields = [
            ("host", directory), ("port", Self.port), ("dbname", database), ("user", user),
        ]
        return fields.map { "\($0)=\(Self.quoted($1))" }.joined(separator: " ")
    }

    /// Creates a database; with `template`, as a copy of one that nobody is connected to, which takes some 50 ms.
    package func createDatabase(_ name: String, template: String = "template0") throws {
        do throws(PostgresError) {
            let connection = try Connection(conninfo(), name: "private cluster")
            try connection.execute("CREATE DATABASE \(Self.identifier(name)) TEMPLATE \(Self.identifier(template))")
        } catch { throw error.problem("creating the database \(name)") }
    }

    /// Drops a database and ends the sessions in it.
    package func dropDatabase(_ name: String) throws {
        do throws(PostgresError) {
            let connection = try Connection(conninfo(), name: "private cluster")
            try connection.execute("DROP DATABASE IF EXISTS \(Self.identifier(name)) WITH (FORCE)")
        } catch { throw error.problem("dropping the database \(name)") }
    }

    /// Stops the server and removes its directory. Returns when both are gone; a second call does nothing.
    package func stop() { watcher.cleanUp() }

    /// Leaves server and directory as they are when this process ends, and returns the shell command that removes them.
    package func keep() -> String {
        watcher.leave()
        return "kill -QUIT $(head -n 1 \(directory)/data/postmaster.pid); rm -rf \(directory)"
    }

    private func initialize(as account: ServerAccount) throws {
        let output = "\(directory)/initdb.log"
        let arguments = [
            "\(binaries)/initdb", "-D", "\(directory)/data", "-U", Self.superuser, "-A", "trust", "-E", "UTF8",
            "--no-locale", "--no-sync", "--no-instructions",
        ]
        let status = try spawn(account.command(arguments), output: output).wait()
        guard status == 0 else {
            throw Problem(
                .clusterFailed, "initdb ended with status \(status)", at: Place(file: directory),
                found: Self.lastLine(of: output),
                hint: "See that the user \(account.name) may enter this directory and that the disk has 100 MB left.")
        }
    }

    private func launch(as account: ServerAccount, settings: [String: String]) throws {
        let log = "\(directory)/server.log"
        var options = ["-k", directory, "-p", Self.port]
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) { options += ["-c", "\(name)=\(value)"] }
        let startTimeoutSeconds = "60"  // a cold disk; a warm one takes a tenth of a second
        let arguments = [
            "\(binaries)/pg_ctl", "start", "-D", "\(directory)/data", "-w", "-s", "-t", startTimeoutSeconds, "-l", log,
            "-o", options.map(Self.shellQuoted).joined(separator: " "),
        ]
        let output = "\(directory)/pg_ctl.log"
        let status = try spawn(account.command(arguments), output: output).wait()
        guard status == 0 else {
            throw Problem(
                .clusterFailed, "the private PostgreSQL did not start (pg_ctl status \(status))",
                at: Place(file: directory), found: Self.lastLine(of: log) ?? Self.lastLine(of: output))
        }
    }

    private static func temporaryDirectory() -> String {
        guard let value = getenv("TMPDIR"), value.pointee != 0 else { return "/tmp" }
        return String(cString: value)
    }

    private static func makeDirectory(in parent: String, for account: ServerAccount) throws -> String {
        // mkdtemp replaces the six letters by what makes the name its own.
        var template = Array("\(parent)/reconciled-\(String(repeating: "X", count: 6))".utf8CString)
        let socketPathBytes = template.count - 1 + "/.s.PGSQL.\(port)".utf8.count
        guard socketPathBytes <= socketPathBytesMax else {
            throw Problem(
                .clusterDirectory, "the directory's name is too long for a Unix socket", at: Place(file: parent),
                expected: "a socket path of at most \(socketPathBytesMax) bytes", found: "\(socketPathBytes)",
                hint: "Set TMPDIR to a shorter path, such as /tmp.")
        }
        guard let made = mkdtemp(&template) else {
            throw Problem(
                .clusterDirectory, "cannot create a directory: \(systemMessage())",
                at: Place(file: parent), hint: "Set TMPDIR to a directory that exists and can be written to.")
        }
        let directory = String(cString: made)
        if let owner = account.owner, chown(directory, owner.user, owner.group) != 0 {
            let reason = systemMessage()
            rmdir(directory)
            throw Problem(
                .clusterDirectory, "cannot give the directory to \(account.name): \(reason)",
                at: Place(file: directory), hint: "Run this as an ordinary user instead of root.")
        }
        return directory
    }

    private static func lastLine(of path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var last: String?
        var buffer = [CChar](repeating: 0, count: 1024)
        while fgets(&buffer, Int32(buffer.count), file) != nil {
            let line = buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
            if !line.isEmpty { last = String(decoding: line, as: UTF8.self) }
        }
        return last
    }

    /// A value of a connection string.
    private static func quoted(_ value: String) -> String {
        "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
    private static func identifier(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
    private static func shellQuoted(_ word: String) -> String { "'" + word.replacing("'", with: "'\\''") + "'" }
}
