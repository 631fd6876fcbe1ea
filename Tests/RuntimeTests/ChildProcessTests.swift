import FoundationEssentials
import Glibc
import Runtime
import TestPlaces
import TestTurns
import Testing

/// A child has what it is given and nothing else, and its end is known.
@Suite(.serialized, .waiting) struct ChildProcessTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func shell(_ script: String, _ environment: [String] = [], input: Int32? = nil) throws -> (
        status: Int32, output: String
    ) {
        let output = directory.path + "/output"
        let child = try ChildProcess(
            ["/bin/sh", "-c", script], environment: environment, input: input, output: output)
        let status = child.wait()
        return (status, String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self))
    }

    @Test(
        arguments: [("exit 0", 0), ("exit 7", 7), ("kill -KILL $$", 137), ("kill -TERM $$", 143)] as [(String, Int32)])
    func itsEndIsAStatusOrASignal(script: String, status: Int32) throws {
        // What this thread has blocked is not blocked in the child.
        var (blocked, before) = (sigset_t(), sigset_t())
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        #expect(try shell(script).status == status)
    }

    @Test func whatCannotBeStartedSaysWhy() throws {
        let missing = try #require(throws: ChildProcess.Failure.self) {
            try ChildProcess(["/there/is/none"], environment: [])
        }
        #expect(missing.number == ENOENT)
        let nameless = try #require(throws: ChildProcess.Failure.self) { try ChildProcess([], environment: []) }
        #expect(nameless.number == EINVAL)
        #expect(systemMessage(ENOENT) == "No such file or directory")
    }

    @Test func itInheritsNoDescriptor() throws {
        // Left open to children, as some library may do.
        let open = open(directory.path, O_RDONLY | O_DIRECTORY)
        defer { close(open) }
        let script = "for file in /proc/$$/fd/*; do readlink $file; done"
        let files = try shell(script, ["PATH=/usr/bin:/bin"]).output.split(separator: "\n")
        #expect(files.contains("/dev/null"))
        #expect(!files.contains { $0 == directory.path })
    }

    @Test func itsEnvironmentIsTheOneGiven() throws {
        #expect(try shell("/usr/bin/env -u PWD -u SHLVL -u _", ["ONE=1", "PWD=/"]).output == "ONE=1\n")
    }

    @Test func itLeadsAGroupOfItsOwn() throws {
        let script = "read -r pid name state parent group rest </proc/$$/stat; [ \"$group\" = $$ ]"
        #expect(try shell(script).status == 0)
    }

    @Test func itReadsWhatIsGivenAndBothOutputsGoToOneFile() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        try #require(write(ends[1], "given\n", 6) == 6)
        close(ends[1])
        defer { close(ends[0]) }
        #expect(
            try shell("cat; echo complaint >&2", ["PATH=/usr/bin:/bin"], input: ends[0]).output == "given\ncomplaint\n")
    }

    /// The child waits for its own child, which waits for us: both hold the other end of a pair of sockets.
    @Test func whenItsTimeIsOverAllOfItsGroupEnds() throws {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        let child = try ChildProcess(
            ["/bin/sh", "-c", "exec 3<&0; { read -r word <&3; } & wait; exit 1"], environment: [], input: ends[1])
        close(ends[1])
        #expect(child.wait(secondsMax: 0) == 128 + SIGKILL)
        var event = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
        #expect(poll(&event, 1, Patience().millisecondsLeft) == 1)
        var byte: UInt8 = 0
        #expect(read(ends[0], &byte, 1) == 0)
        close(ends[0])
    }

    @Test func aChildThatIsDoneInTimeKeepsItsStatus() throws {
        #expect(try ChildProcess(["/bin/sh", "-c", "exit 3"], environment: []).wait(secondsMax: Patience.seconds) == 3)
    }
}
