import Glibc
import Vocabulary

/// Bytes that are written once and then looked at anywhere: in memory while they are few, beyond that in an unlinked temporary
/// file that is mapped, so that memory stays bounded however many there are.
final class ByteStore {
    private let inMemoryMax: Int
    private var descriptor: Int32 = -1
    private var buffer: [UInt8] = []
    private var written = 0
    private var mapped: UnsafeMutableRawPointer?
    private var sealed: UnsafeMutableRawPointer?
    /// What was appended; the padding before it not among it.
    private(set) var count = 0

    /// - Parameter inMemoryMax: bytes from which on a file is used.
    init(inMemoryMax: Int) {
        self.inMemoryMax = inMemoryMax
        buffer = [UInt8](repeating: 0, count: Cell.paddingBytes)
    }

    deinit {
        if let mapped { munmap(mapped, written) } else { sealed?.deallocate() }
        if descriptor >= 0 { close(descriptor) }
    }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        buffer.append(contentsOf: bytes)
        count += bytes.count
        if buffer.count >= inMemoryMax { try flush() }
    }

    /// Nothing more comes. Padded on both sides.
    func seal() throws {
        buffer.append(contentsOf: repeatElement(0, count: Cell.paddingBytes))
        guard descriptor >= 0 else {
            let copy = UnsafeMutableRawPointer.allocate(byteCount: buffer.count, alignment: 16)
            buffer.withUnsafeBytes {
                copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count)
            }
            sealed = copy
            buffer = []
            return
        }
        try flush()
        buffer = []
        guard let address = mmap(nil, written, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
            throw failure("mapping")
        }
        mapped = address
        sealed = address
    }

    /// Valid as long as the store is, once it is sealed.
    @inline(__always)
    func pointer(at offset: Int) -> UnsafeRawPointer {
        guard let sealed, offset >= 0, offset <= count else {
            preconditionFailure("what was stored is looked at sealed")
        }
        return UnsafeRawPointer(sealed + Cell.paddingBytes + offset)
    }

    /// Pages of the file that were looked at need not stay in this process's memory; they come back as they are.
    func letGo() { if let mapped { madvise(mapped, written, MADV_DONTNEED) } }

    private func flush() throws {
        if descriptor < 0 {
            let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            // Unlinked at once and of mode 0600: nobody else sees it, and a crash leaves nothing behind.
            let path = "\(directory)/reconciled-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
            descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 { unlink(path) }
            guard descriptor >= 0 else { throw failure("creating") }
        }
        var done = 0
        while done < buffer.count {
            let count = buffer.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("writing") }
            done += count
        }
        written += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }

    private func failure(_ doing: String) -> Problem {
        Problem(.spoolUnwritable, "\(doing) a temporary file failed: \(String(cString: strerror(errno)))")
    }
}
