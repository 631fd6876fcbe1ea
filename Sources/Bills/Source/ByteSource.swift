import Glibc
import Vocabulary

/// Bytes of a bill, pulled block by block by one consumer. A source that works ahead on a queue of its own can stand
/// in front of any other.
protocol ByteSource: AnyObject {
    /// Fills at most `buffer.count` bytes, which is never 0, and returns how many. 0 only at the end, once everything
    /// that the container can prove (stream end, checksum) is proven.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A file as it is.
final class FileSource: ByteSource {
    private let descriptor: Int32
    private let place: Place

    init(path: String, place: Place) throws {
        self.place = place
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw Self.problem("the bill cannot be opened", at: place) }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    deinit { close(descriptor) }

    /// Up to `count` bytes from the beginning, without moving the position.
    func firstBytes(_ count: Int) throws -> [UInt8] {
        var failure = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let got = pread(descriptor, buffer.baseAddress, count, 0)
            failure = got < 0
            initialized = max(0, got)
        }
        if failure { throw Self.problem("the bill cannot be read", at: place) }
        return bytes
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if got >= 0 { return got }
            if errno != EINTR { throw Self.problem("the bill cannot be read", at: place) }
        }
    }

    private static func problem(_ what: String, at place: Place) -> Problem {
        Problem(
            .billUnreadable, what, at: place, found: String(cString: strerror(errno)),
            hint: "Check that the file is there and that this user may read it.")
    }
}
