import Glibc
import Vocabulary

/// A file that lies in memory, for decoders that want a path.
final class InMemoryFile {
    private let descriptor: Int32
    let bill: BillFile

    /// In memory where there is such a place.
    static let directory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"

    init(_ bytes: some Sequence<UInt8>) {
        // mkstemp replaces the six letters by what makes the name its own.
        var path = Array("\(Self.directory)/reconciled-fuzz-\(String(repeating: "X", count: 6))".utf8CString)
        let descriptor = mkstemp(&path)
        precondition(descriptor >= 0, "no file in \(Self.directory)")
        // It is reached by its descriptor alone, and gone with it.
        unlink(path)
        let content = Array(bytes)
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            precondition(count > 0, "no memory for a file of \(content.count) bytes")
            rest = rest.dropFirst(count)
        }
        self.descriptor = descriptor
        bill = BillFile(path: "/proc/self/fd/\(descriptor)", sizeBytes: Int64(content.count), sha256: "")
    }

    deinit { close(descriptor) }
}
