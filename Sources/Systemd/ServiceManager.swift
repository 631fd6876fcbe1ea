import CLinux
import Glibc
import Vocabulary

/// Tells systemd how the service is (sd_notify), in datagrams to the socket that it named. A message that cannot be
/// sent is let go: the service works without.
package struct ServiceManager: Sendable {
    private let address: DatagramAddress
    /// How often systemd wants a sign of life at least; nil when it wants none from this process. Send one at half of
    /// that time.
    package let watchdogSeconds: Double?

    private static let watchdogMicrosecondsMax: UInt64 = 366 * 86_400 * 1_000_000

    /// nil when no service manager waits for messages: there is no NOTIFY_SOCKET of a form that is known.
    package init?(environment: [String: String]) {
        guard let address = environment["NOTIFY_SOCKET"].flatMap(DatagramAddress.init) else { return nil }
        self.address = address
        let isOurs = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(UInt64.init) ?? 0
        // systemd calls no watchdog the largest number there is; a year is none either.
        let isWanted = isOurs && microseconds > 0 && microseconds < Self.watchdogMicrosecondsMax
        watchdogSeconds = isWanted ? Double(microseconds) / 1_000_000 : nil
    }

    /// The service does its work; also what ends `reloading`.
    package func ready(status: String) { send(["READY=1", Self.line(status)]) }

    /// One line for `systemctl status`.
    package func status(_ text: String) { send([Self.line(text)]) }

    package func stopping(status: String) { send(["STOPPING=1", Self.line(status)]) }

    /// To be followed by `ready`.
    package func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        send(["RELOADING=1", "MONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1000)"])
    }

    /// Starting or stopping goes on for at least this much longer; to be repeated before it is over.
    package func extendTimeout(seconds: Int) { send(["EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000)"]) }

    /// A sign of life.
    package func watchdog() { send(["WATCHDOG=1"]) }

    /// A line feed would end the assignment, and what follows would be taken for another one; so would a text that is
    /// too long for a datagram be lost.
    private static func line(_ status: String) -> String {
        let lengthMax = 2000
        let line = String(status.map { $0.isNewline ? " " : $0 })
        return "STATUS=" + printable(line, lengthMax: lengthMax)
    }

    private func send(_ assignments: [String]) {
        guard let socket = DatagramSocket() else { return }
        _ = socket.send(Array(assignments.joined(separator: "\n").utf8), to: address)
    }
}
