import Glibc
import Vocabulary

/// Bytes of a bill, pulled block by block by one consumer. A source that works ahead on a queue of its own can stand
/// in front of any other.
protocol ByteSource: AnyObject {
    /// Fills at most `buffer.count` bytes, which is never 0, and returns how many. 0 only at the end, once everything
    /// that the container can prove (stream end, checksum) is proven.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
    /// Where in its file it is, for showing alone.
    var fileBytesRead: Int64 { get }
}

/// A file as it is, from its beginning.
final class FileSource: ByteSource {
    private let file: RandomAccessFile
    private var position: Int64 = 0
    var fileBytesRead: Int64 { position }

    init(_ file: RandomAccessFile) { self.file = file }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let got = try file.read(at: position, into: buffer)
        position += Int64(got)
        return got
    }
}

/// A file that several may read at once, as each says from where.
final class RandomAccessFile: Sendable {
    private let descriptor: Int32
    private let place: Place

    init(path: String, place: Place) throws {
        self.place = place
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw Self.problem("the bill cannot be opened", at: place) }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { close(descriptor) }

    func sizeBytes() throws -> Int64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.problem("the bill cannot be read", at: place) }
        return Int64(status.st_size)
    }

    /// Up to `buffer.count` bytes from `offset` on; 0 behind the end.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let got = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if got >= 0 { return got }
            if errno != EINTR { throw Self.problem("the bill cannot be read", at: place) }
        }
    }

    /// `count` bytes from `offset` on, fewer only where the file ends.
    func bytes(at offset: Int64, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            while initialized < count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: raw[initialized..<count])
                let got = try read(at: offset + Int64(initialized), into: rest)
                if got == 0 { break }
                initialized += got
            }
        }
    }

    private static func problem(_ what: String, at place: Place) -> Problem {
        Problem(
            .billUnreadable, what, at: place, found: String(cString: strerror(errno)))
    }
}
