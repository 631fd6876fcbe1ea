import Glibc
import Postgres
import Runtime
import TestTurns
import Testing
import Vocabulary

@testable import PrivateCluster

@Suite(.serialized, .waiting) struct PrivateClusterTests {
    @Test func aClusterStartsServesAndLeavesNothingBehind() throws {
        let cluster = try PrivateCluster.start()
        let pid = try serverProcess(of: cluster)
        try withConnection(cluster.conninfo()) { connection in
            let settings = try connection.query(
                """
                SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('listen_addresses')
                """)
            #expect(settings.text(0, 0) == "on")
            #expect(settings.text(0, 1) == "on")
            #expect(settings.text(0, 2) == "")
        }
        cluster.stop()
        cluster.stop()
        #expect(access(cluster.directory, F_OK) != 0)
        #expect(kill(pid, 0) != 0 && errno == ESRCH)
    }

    @Test func aDatabaseMadeFromATemplateHoldsWhatTheTemplateHeld() throws {
        let cluster = try PrivateCluster.start()
        defer { cluster.stop() }
        try cluster.createDatabase("template of 'ours'")
        try withConnection(cluster.conninfo(database: "template of 'ours'")) {
            try $0.execute("CREATE TABLE public.kept AS SELECT 7 AS number")
        }
        try cluster.createDatabase("copy\"1", template: "template of 'ours'")
        try withConnection(cluster.conninfo(database: "copy\"1")) {
            let kept = try $0.query("SELECT number FROM public.kept").int(0, 0)
            #expect(kept == 7)
        }
        try cluster.dropDatabase("copy\"1")
        #expect(throws: PostgresError.self) { try withConnection(cluster.conninfo(database: "copy\"1")) { _ in } }
    }

    @Test func settingsOfTheCallerReachTheServer() throws {
        let awkward = "it's \"quoted\" $HOME"
        let cluster = try PrivateCluster.start(settings: ["max_connections": "17", "cluster_name": awkward])
        defer { cluster.stop() }
        try withConnection(cluster.conninfo()) {
            let settings = try $0.query("SELECT current_setting('max_connections'), current_setting('cluster_name')")
            #expect(settings.text(0, 0) == "17")
            #expect(settings.text(0, 1) == awkward)
        }
    }

    @Test func aServerOutlivesItsOwnerOnlyWhenItIsKept() throws {
        let cluster = try PrivateCluster.start()
        let pid = try serverProcess(of: cluster)
        let command = cluster.keep()
        cluster.stop()
        #expect(kill(pid, 0) == 0)
        #expect(command.contains(cluster.directory))
        #expect(try spawn(["/bin/sh", "-c", command]).wait() == 0)
        #expect(access(cluster.directory, F_OK) != 0)
    }

    @Test func anOwnerThatIsKilledLeavesNothingRunning() async throws {
        // The child starts a cluster, prints its directory through exit-test output and is killed by its own hand.
        let result = await #expect(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
            let cluster = try PrivateCluster.start()
            let line = cluster.directory + "\n"
            _ = line.withCString { write(STDOUT_FILENO, $0, strlen($0)) }
            kill(getpid(), SIGKILL)
        }
        let output = try #require(result).standardOutputContent
        let text = String(decoding: output, as: UTF8.self)
        let directory = try #require(text.split(separator: "\n").first { $0.contains("/reconciled-") })
        try waitUntilGone(String(directory))
    }

    @Test func aDirectoryTooLongForASocketIsRefusedBeforeAnythingIsMade() throws {
        let long = "/tmp/" + String(repeating: "d", count: 90)
        let problem = try #require(throws: Problem.self) { try PrivateCluster.start(in: long) }
        #expect(problem.code == .clusterDirectory)
        #expect(problem.expected == "a socket path of at most 107 bytes")
    }

    @Test func aDirectoryThatDoesNotExistIsRefused() throws {
        let problem = try #require(throws: Problem.self) { try PrivateCluster.start(in: "/tmp/there/is/none") }
        #expect(problem.code == .clusterDirectory)
        #expect(problem.place.file == "/tmp/there/is/none")
    }

    @Test func withoutPostgreSQLTheErrorNamesThePackage() throws {
        let problem = try #require(throws: Problem.self) {
            try ServerPrograms.find(patterns: ["/usr/lib/postgresql/none-*/bin"], path: "/nowhere")
        }
        #expect(problem.code == .clusterNotInstalled)
        #expect(problem.hint.contains("apt-get install postgresql"))
    }

    @Test func aServerThatDoesNotStartIsTold() throws {
        let problem = #expect(throws: Problem.self) { try PrivateCluster.start(settings: ["max_connections": "many"]) }
        #expect(problem?.code == .clusterFailed)
    }
}

private func waitUntilGone(_ directory: String) throws {
    let watch = inotify_init1(Int32(O_CLOEXEC))
    defer { close(watch) }
    guard inotify_add_watch(watch, directory, UInt32(IN_DELETE_SELF)) >= 0 else {
        #expect(errno == ENOENT)
        return
    }
    var event = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
    #expect(poll(&event, 1, Patience().millisecondsLeft) == 1, "\(directory) stays")
}

private func serverProcess(of cluster: PrivateCluster) throws -> pid_t {
    let connection = try Connection(cluster.conninfo(), name: "test")
    let text = try connection.query(
        "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"
    ).text(0, 0)
    return try #require(pid_t(text))
}

private func withConnection(_ conninfo: String, _ body: (borrowing Connection) throws -> Void) throws {
    let connection = try Connection(conninfo, name: "test")
    try body(connection)
}
