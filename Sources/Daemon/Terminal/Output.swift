import FoundationEssentials
import Glibc
import Reports
import Runtime
import Vocabulary

/// Standard output, standard error, and files that a command writes. Unbuffered: what was printed stands before the
/// error that follows it.
package enum Output {
    package static func write(_ text: String) throws(Problem) {
        guard put(text, STDOUT_FILENO) else {
            throw Problem(
                .outputFailed, "cannot write to standard output: \(systemMessage())")
        }
    }

    package static func line(_ text: String) throws(Problem) { try write(text + "\n") }

    /// Words for people, broken where the terminal ends.
    static func words(_ text: String) throws(Problem) {
        try line(fitted(text, columnsMax: terminalColumns(STDOUT_FILENO)))
    }

    /// One message to standard error. Part of it may come from a table that others write. A log or a script gets its lines as
    /// they are, whatever COLUMNS says.
    package static func complain(_ message: String) {
        let columns = isatty(STDERR_FILENO) == 1 ? terminalColumns(STDERR_FILENO) : nil
        _ = put(fitted(printableLines(message), columnsMax: columns) + "\n", STDERR_FILENO)
    }

    private static func put(_ text: String, _ descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    descriptor, UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: rest)).baseAddress, rest.count)
                if count < 0, errno != EINTR { return false }
                rest = rest.dropFirst(max(0, count))
            }
            return true
        }
    }

    /// Writes a whole file or leaves the one that was there.
    package static func write(_ text: String, to path: String) throws(Problem) {
        do { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) } catch {
            throw Problem(
                .outputCannotCreate, "cannot create the file: \(systemMessage())", at: Place(file: path))
        }
    }
}
