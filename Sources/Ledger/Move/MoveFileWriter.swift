import Cryptography
import FoundationEssentials
import Glibc
import Vocabulary

/// A file in the making, for its owner alone; it has its name when it is whole and on the medium.
final class MoveFileWriter {
    private let path: String
    private let partial: String
    private var descriptor: Int32
    private var digest: Digest? = Digest(.sha256)
    private var rows: [UInt8] = []

    init(_ path: String) throws(Problem) {
        (self.path, partial) = (path, "\(path).\(getpid()).part")
        descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failed() }
        try put(MoveFile.title)
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(partial)
    }

    func write(_ frame: MoveFile.Frame, _ value: some Encodable) throws {
        try writeFrame(frame, Array(MoveFile.json(value)))
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        rows.append(contentsOf: bytes)
        while rows.count >= MoveFile.frameBytesMax {
            try writeFrame(.data, Array(rows.prefix(MoveFile.frameBytesMax)))
            rows.removeFirst(MoveFile.frameBytesMax)
        }
    }

    func endRows() throws {
        if !rows.isEmpty { try writeFrame(.data, rows) }
        rows.removeAll(keepingCapacity: true)
    }

    private func writeFrame(_ frame: MoveFile.Frame, _ bytes: [UInt8]) throws {
        try put([frame.rawValue] + withUnsafeBytes(of: UInt32(bytes.count).bigEndian, Array.init))
        try put(bytes)
    }

    /// - Returns: SHA-256 of the file.
    func finish() throws -> String {
        guard let value = digest.take()?.finish() else { preconditionFailure("a file is finished once") }
        try put(value)
        guard fsync(descriptor) == 0, rename(partial, path) == 0 else { throw failed() }
        close(descriptor)
        descriptor = -1
        return Hexadecimal.text(value)
    }

    private func put(_ bytes: [UInt8]) throws(Problem) {
        digest?.update(bytes)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failed() }
            done += count
        }
    }

    private func failed() -> Problem {
        Problem(
            .outputCannotCreate, "cannot write the account's file: \(String(cString: strerror(errno)))",
            at: Place(file: path))
    }
}
