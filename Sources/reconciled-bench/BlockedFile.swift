import Glibc

/// A text that is streamed into a file, a block at a time.
struct BlockedFile {
    private static let blockBytes = 1 << 20

    private let path: String
    private let file: UnsafeMutablePointer<FILE>
    private var block = ""

    init(_ path: String) throws {
        guard let file = fopen(path, "we") else { throw BenchProblem.because("cannot write \(path)") }
        (self.path, self.file) = (path, file)
        block.reserveCapacity(Self.blockBytes + 1024)
    }

    mutating func put(_ text: String) {
        block += text
        if block.utf8.count >= Self.blockBytes { flush() }
    }

    /// - Returns: bytes written.
    mutating func close() throws -> Int64 {
        flush()
        let bytes = ftell(file)
        guard fclose(file) == 0 else { throw BenchProblem.because("cannot write \(path)") }
        return Int64(bytes)
    }

    private mutating func flush() {
        block.withUTF8 { _ = fwrite($0.baseAddress, 1, $0.count, file) }
        block.removeAll(keepingCapacity: true)
    }
}
