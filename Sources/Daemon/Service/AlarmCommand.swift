import Dispatch
import Glibc
import Vocabulary

/// Runs the program of `on_alarm`, with what happened in its environment (`RECONCILED_ALARM_…`).
enum AlarmCommand {
    /// A program that pages somebody is done long before; one that hangs must not keep the next alarm back.
    private static let secondsMax = 60

    /// - Returns: what went wrong, if anything.
    static func run(_ words: [String], environment: [String]) -> Problem? {
        guard let program = words.first else { return nil }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Signals that the dispatch sources have blocked or taken would stay so in the child.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
        var child: pid_t = 0
        let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        let failure = withStrings(words) { argv in
            withStrings(environment + [path]) { posix_spawn(&child, program, &actions, &attributes, argv, $0) }
        }
        guard failure == 0 else { return problem(program, systemMessage(failure)) }
        // The child is its own group's leader, so whatever it started goes with it.
        let limit = DispatchSource.makeTimerSource()
        let pid = child
        limit.setEventHandler { @Sendable in kill(-pid, SIGKILL) }
        limit.schedule(deadline: .now() + .seconds(secondsMax))
        limit.activate()
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        limit.cancel()
        guard status != 0 else { return nil }
        let signal = status & 0x7f
        return problem(program, signal == 0 ? "exit status \((status >> 8) & 0xff)" : "ended by signal \(signal)")
    }

    private static func problem(_ program: String, _ found: String) -> Problem {
        Problem(
            .alarmCommand, "the program of on_alarm failed", at: Place(file: program), expected: "exit status 0",
            found: found, hint: "Run it by hand as the service's user; it has \(secondsMax) seconds.")
    }

    private static func withStrings<T>(
        _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> T
    ) -> T {
        var copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { body($0) } ?? withUnsafePointer(to: nil, body)
        }
    }
}
