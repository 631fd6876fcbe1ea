import Glibc
import TestTurns
import Testing

/// The real service, as a process of its own whose journal is read as it comes.
final class ServiceProcess {
    let pid: pid_t
    private let journal: Int32
    private(set) var lines: [String] = []
    private var rest: [UInt8] = []
    private var status: Int32?
    /// Its journal has come to an end, and so has the process.
    private(set) var hasEnded = false

    init(configuration: String, environment: [String: String] = [:]) throws {
        var ends: [Int32] = [-1, -1]
        // Closed to the children of tests that run at the same time, or its end would not be seen.
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        journal = ends[0]
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)
        let words = try [Program.path(), "serve", "--config", configuration]
        let variables = ["PATH=/usr/bin:/bin"] + environment.map { "\($0)=\($1)" }
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child: pid_t = 0
        try #require(posix_spawn(&child, words[0], &actions, nil, &argv, &envp) == 0)
        pid = child
    }

    deinit {
        if status == nil {
            kill(SIGCONT)
            try? kill9()
        }
        close(journal)
    }

    func kill(_ signal: Int32) { if status == nil { Glibc.kill(pid, signal) } }

    /// Ends it without a chance to tidy up.
    func kill9() throws {
        kill(SIGKILL)
        _ = try end()
    }

    /// Stops it as the service manager does.
    /// - Returns: the exit status.
    func stop() throws -> Int32 {
        kill(SIGTERM)
        return try end()
    }

    /// Waits for its end.
    /// - Returns: the exit status, or 128 and the signal's number.
    func end() throws -> Int32 {
        if let status { return status }
        let ending = read { false }
        try #require(ending == .ended, "it does not end:\n\(text)")
        var word: Int32 = 0
        while waitpid(pid, &word, 0) < 0, errno == EINTR {}
        let signal = word & 0x7f
        let status = signal == 0 ? (word >> 8) & 0xff : 128 + signal
        self.status = status
        return status
    }

    /// Waits until it has said something.
    /// - Parameter count: how many lines with it there must be.
    @discardableResult
    func hear(_ text: String, count: Int = 1) throws -> String {
        func heard() -> Bool { lines.count { $0.contains(text) } >= count }
        let ending = read(heard)
        try #require(ending == .heard, "it never said \(text) (\(ending)):\n\(self.text)")
        return lines.last { $0.contains(text) } ?? ""
    }

    /// Takes what it has said, or it would wait for the test when it has said much.
    func listen() { _ = read(waits: false) { false } }

    /// All that it has said so far.
    var text: String {
        listen()
        return lines.joined(separator: "\n")
    }

    private enum Reading {
        case heard
        case ended
        case timeIsOver
    }

    private func read(waits: Bool = true, _ heard: () -> Bool) -> Reading {
        let patience = Patience()
        while !heard() {
            var event = pollfd(fd: journal, events: Int16(POLLIN), revents: 0)
            guard poll(&event, 1, waits ? patience.millisecondsLeft : 0) == 1 else { return .timeIsOver }
            var buffer = [UInt8](repeating: 0, count: 65536)
            let count = Glibc.read(journal, &buffer, buffer.count)
            guard count > 0 else {
                hasEnded = true
                return .ended
            }
            rest += buffer[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(String(decoding: rest[..<end], as: UTF8.self))
                rest = Array(rest[(end + 1)...])
            }
        }
        return .heard
    }
}
