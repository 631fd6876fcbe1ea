import FoundationEssentials
import Glibc
import Vocabulary

/// Standard output, standard error, and files that a command writes.
enum Output {
    static func write(_ text: String) throws(Problem) {
        var text = text
        let isWritten = text.withUTF8 { bytes in
            bytes.isEmpty || fwrite(bytes.baseAddress, 1, bytes.count, stdout) == bytes.count
        }
        guard isWritten else { throw failed() }
    }

    static func line(_ text: String) throws(Problem) { try write(text + "\n") }

    /// A full disk shows here at the latest.
    static func flush() throws(Problem) {
        guard fflush(stdout) == 0 else { throw failed() }
    }

    private static func failed() -> Problem {
        Problem(
            .outputFailed, "cannot write to standard output: \(systemMessage(errno))",
            hint: "See that the disk has room and the reader is still there.")
    }

    /// One message to standard error, below what was printed so far.
    static func complain(_ message: String) {
        fflush(stdout)
        var text = message + "\n"
        text.withUTF8 { bytes in _ = fwrite(bytes.baseAddress, 1, bytes.count, stderr) }
    }

    /// Writes a whole file or leaves the one that was there.
    static func write(_ text: String, to path: String) throws(Problem) {
        do { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) } catch {
            throw Problem(
                .outputCannotCreate, "cannot create the file: \(systemMessage(errno))", at: Place(file: path),
                hint: "Name a file in a directory that exists and that you may write to.")
        }
    }
}

/// What the system says about an error number.
func systemMessage(_ number: Int32) -> String {
    strerror(number).map { String(cString: $0) } ?? "error \(number)"
}
