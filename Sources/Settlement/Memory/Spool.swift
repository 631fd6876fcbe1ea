import Glibc
import Ledger
import Vocabulary

/// Bytes set aside while a day is matched: in memory while they are few, in an unlinked temporary file beyond that, so
/// that memory stays bounded whatever the day's size.
struct Spool: ~Copyable {
    /// Held in memory before anything is written: one COPY buffer's worth.
    private let bufferBytesMax: Int
    private var descriptor: Int32 = -1
    private var buffer: [UInt8] = []
    private var written: UInt64 = 0

    /// - Parameter bufferBytesMax: a multiple of what is appended at once, where blocks must hold whole ones.
    init(bufferBytesMax: Int = 256 * 1024) { self.bufferBytesMax = bufferBytesMax }

    deinit { if descriptor >= 0 { close(descriptor) } }

    var count: UInt64 { written + UInt64(buffer.count) }

    mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= bufferBytesMax { try flush() }
    }

    private mutating func flush() throws {
        if descriptor < 0 {
            let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            // Made with mode 0600 and unlinked at once: nobody else sees it, nothing is left behind by a crash, and no
            // program that is started meanwhile inherits it.
            let path = "\(directory)/reconciled-\(String(UInt64.random(in: 0 ... .max), radix: 16))"
            descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 { unlink(path) }
            guard descriptor >= 0 else { throw failure("creating", in: directory) }
        }
        var done = 0
        while done < buffer.count {
            let count = buffer.withUnsafeBytes { bytes in
                write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            }
            guard count > 0 else { throw failure("writing", in: nil) }
            done += count
        }
        written += UInt64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
    }

    private func failure(_ doing: String, in directory: String?) -> Problem {
        Problem(
            .spoolUnwritable, "\(doing) a temporary file failed: \(String(cString: strerror(errno)))",
            at: Place(file: directory))
    }

    /// Copies `count` bytes that begin at `position`.
    func read(at position: UInt64, into target: UnsafeMutableRawBufferPointer) throws {
        if position >= written {
            let start = Int(position - written)
            buffer.withUnsafeBytes {
                target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + target.count]))
            }
            return
        }
        let fromFile = min(UInt64(target.count), written - position)
        var done = 0
        while done < Int(fromFile) {
            let count = pread(
                descriptor, target.baseAddress.map { $0 + done }, Int(fromFile) - done, off_t(position) + off_t(done))
            guard count > 0 else { throw failure("reading", in: nil) }
            done += count
        }
        if done < target.count {
            buffer.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: target[done...]).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: $0[0..<target.count - done]))
            }
        }
    }

    /// All bytes in order, in blocks.
    func forEachBlock(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferBytesMax, alignment: 16)
        defer { block.deallocate() }
        var position: UInt64 = 0
        while position < count {
            let part = UnsafeMutableRawBufferPointer(
                rebasing: block[0..<Int(min(UInt64(block.count), count - position))])
            try read(at: position, into: part)
            try body(UnsafeRawBufferPointer(part))
            position += UInt64(part.count)
        }
    }
}
