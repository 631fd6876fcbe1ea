import CLinux
import Dispatch
import Glibc

/// A child process with nothing inherited but what is given: no descriptor but its three, signals as at a program's start (those that dispatch sources
/// have blocked or taken would stay so), and a process group of its own, which Ctrl-C at the terminal does not reach and
/// which ends whatever the child started, too.
package struct ChildProcess: Sendable {
    /// The child could not be started; `number` is the system's.
    package struct Failure: Error { package let number: Int32 }

    package let pid: pid_t

    /// - Parameters:
    ///   - words: the program's path and its arguments.
    ///   - input: becomes standard input; nil is `/dev/null`.
    ///   - output: the file that takes both outputs, appended to.
    package init(
        _ words: [String], environment: [String], input: Int32? = nil, output: String = "/dev/null"
    ) throws(Failure) {
        guard let program = words.first else { throw Failure(number: EINVAL) }
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
        // Closes every other descriptor, also those that some library opened without close-on-exec.
        recon_close_from(&actions, STDERR_FILENO + 1)

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
        let failure = withCStrings(words) { argv in
            withCStrings(environment) { posix_spawn(&child, program, &actions, &attributes, argv, $0) }
        }
        guard failure == 0 else { throw Failure(number: failure) }
        pid = child
    }

    /// Waits for the end: the exit status, or 128 and the signal's number.
    @discardableResult
    package func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else { return -1 }
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    /// Waits as `wait()` does, and kills its whole process group when the time is over.
    package func wait(secondsMax: Int) -> Int32 {
        let queue = DispatchQueue(label: "a child's time")
        let limit = WakeTimer(queue: queue) { kill(-pid, SIGKILL) }
        limit.set(afterSeconds: Double(secondsMax))
        // Its number is its own as long as nobody has asked for its status: the timer is ended before that.
        var end = siginfo_t()
        while waitid(P_PID, id_t(pid), &end, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        limit.unset()
        queue.sync {}
        return wait()
    }
}

/// What the system says about an error number.
package func systemMessage(_ number: Int32 = errno) -> String {
    strerror(number).map { String(cString: $0) } ?? "error \(number)"
}

private func withCStrings<T>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> T
) -> T {
    let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map(body) ?? withUnsafePointer(to: nil, body)
    }
}
