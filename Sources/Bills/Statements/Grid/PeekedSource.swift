/// A source whose first bytes were looked at, and are read once more.
final class PeekedSource: ByteSource {
    /// Enough to tell what a file is.
    static let peekedBytes = 4096

    let peeked: [UInt8]
    private let source: any ByteSource
    private var given = 0
    var fileBytesRead: Int64 { source.fileBytesRead }

    init(_ source: any ByteSource) throws {
        self.source = source
        peeked = try [UInt8](unsafeUninitializedCapacity: Self.peekedBytes) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            while count < raw.count {
                let got = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[count...]))
                if got == 0 { break }
                count += got
            }
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard given < peeked.count else { return try source.read(into: buffer) }
        let piece = peeked[given...].prefix(buffer.count)
        buffer.copyBytes(from: piece)
        given += piece.count
        return piece.count
    }
}
