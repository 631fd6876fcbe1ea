import CLinux
import Glibc

/// Where the daemon's events go: into the journal with all their fields, by its native protocol, when standard error is
/// connected to it; else as plain lines to standard error, with their level when systemd reads them.
package final class Journal: Sendable {
    /// Where journald listens.
    package static let socketPath = "/run/systemd/journal/socket"

    private let identifier: String
    private let standardError: Int32
    /// nil when standard error is not the journal's.
    private let address: DatagramAddress?
    private let socket: DatagramSocket?
    private let hasPrefix: Bool

    /// `standardError` and `socketPath` are other than the process's own in tests only.
    package init(
        environment: [String: String], identifier: String = "reconciled", standardError: Int32 = STDERR_FILENO,
        socketPath: String = Journal.socketPath
    ) {
        self.identifier = identifier
        self.standardError = standardError
        let isJournal = environment["JOURNAL_STREAM"].map { Self.isStream($0, standardError) } ?? false
        address = isJournal ? DatagramAddress(socketPath) : nil
        socket = isJournal ? DatagramSocket() : nil
        hasPrefix = environment["INVOCATION_ID"] != nil && isatty(standardError) == 0
    }

    /// Never throws and never loses the message: what journald does not take goes to standard error.
    package func write(_ entry: JournalEntry) {
        if let address, sendNative(entry, to: address) { return }
        let bytes = entry.plain(hasPrefix: hasPrefix)
        _ = Self.writeAll(bytes, to: standardError)
    }

    /// To be called before the process ends: waits until journald has read everything. It learns from the living process
    /// alone which unit an entry belongs to, and `systemctl status` would not show the last words of one that is gone.
    /// - Returns: false when journald did not read in time.
    @discardableResult
    package func settle(milliseconds: Int = 1000) -> Bool {
        guard address != nil else { return true }
        for _ in 0..<milliseconds {
            if (socket?.unreadBytes ?? 0) == 0 {
                // journald has taken the entry out of the socket, but still has to look up which unit sent it.
                usleep(Self.lookUpMicroseconds)
                return true
            }
            usleep(1000)
        }
        return false
    }

    private static let lookUpMicroseconds: UInt32 = 20_000

    private func sendNative(_ entry: JournalEntry, to address: DatagramAddress) -> Bool {
        let bytes = entry.encoded(identifier: identifier)
        guard let reason = socket?.send(bytes, to: address) else { return false }
        // More than a datagram holds is handed over as a file.
        guard reason == EMSGSIZE || reason == ENOBUFS else { return reason == 0 }
        guard let file = Self.sealedFile(bytes) else { return false }
        defer { close(file) }
        return socket?.send(file: file, to: address) == 0
    }

    /// In memory, and such that nobody can change it any more, or journald would not read it.
    private static func sealedFile(_ bytes: [UInt8]) -> Int32? {
        let file = recon_memory_file("journal-entry")
        guard file >= 0 else { return nil }
        guard writeAll(bytes, to: file), fcntl(file, addSeals, allSeals) == 0 else {
            close(file)
            return nil
        }
        return file
    }

    /// F_ADD_SEALS, and F_SEAL_SEAL, SHRINK, GROW and WRITE, as linux/fcntl.h has them.
    private static let addSeals: Int32 = 1033
    private static let allSeals: Int32 = 0xF

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { content in
            var done = 0
            while done < content.count {
                let count = Glibc.write(descriptor, content.baseAddress?.advanced(by: done), content.count - done)
                if count < 0 {
                    if errno == EINTR { continue }
                    return false
                }
                done += count
            }
            return true
        }
    }

    /// JOURNAL_STREAM is `device:inode` of the stream; it is inherited also by whom standard error was changed for.
    private static func isStream(_ stream: String, _ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && stream == "\(status.st_dev):\(status.st_ino)"
    }
}
