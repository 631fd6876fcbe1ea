import Glibc
import Vocabulary

/// A child process with a clean environment (PGDATA, PGPORT and their like would lead it astray), in a process group
/// of its own so that Ctrl-C at the terminal reaches us alone, and with nothing inherited but what is given.
struct Spawned {
    private let pid: pid_t

    /// The caller's own directory may be closed to the user that the child becomes.
    private static let fromRoot = ["/bin/sh", "-c", "cd / && exec \"$@\"", "sh"]
    private static let environment = ["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C"]

    /// - Parameter input: becomes standard input; nil is `/dev/null`.
    /// - Parameter output: the file that takes both outputs.
    init(_ arguments: [String], input: Int32? = nil, output: String = "/dev/null") throws(Problem) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        var child: pid_t = 0
        let words = Self.fromRoot + arguments
        let failure = Self.withCStrings(words) { argv in
            Self.withCStrings(Self.environment) { posix_spawn(&child, words[0], &actions, &attributes, argv, $0) }
        }
        guard failure == 0 else {
            throw Problem(
                .clusterFailed, "cannot run \(arguments[0]): \(systemMessage(failure))",
                hint: "See that the program exists and may be executed.")
        }
        pid = child
    }

    /// Waits for the end: the exit status, or 128 and the signal's number.
    @discardableResult
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else { return -1 }
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    private static func withCStrings<T>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> T
    ) -> T {
        let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map(body) ?? withUnsafePointer(to: nil, body)
        }
    }
}

/// What the system says about an error number.
func systemMessage(_ number: Int32 = errno) -> String {
    strerror(number).map { String(cString: $0) } ?? "error \(number)"
}
