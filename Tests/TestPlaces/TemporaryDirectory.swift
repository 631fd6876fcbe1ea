import FoundationEssentials
import Glibc

/// A directory of a test's own, removed with the value.
package final class TemporaryDirectory: Sendable {
    package struct NotMade: Error { package let errorNumber: Int32 }

    package let path: String

    package init() throws {
        path = "/tmp/reconciled-test-\(UInt64.random(in: 0 ... .max))"
        guard mkdir(path, 0o700) == 0 else { throw NotMade(errorNumber: errno) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// - Returns: the file's path.
    package func write(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o600) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(filePath: file))
        chmod(file, mode)
        return file
    }

    package func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
        try write(name, Array(text.utf8), mode: mode)
    }
}
