import Runtime
import Vocabulary

/// Inflates gzip of one or more members; the end counts only after the last member's own end, so a cut file is noticed,
/// and so are bytes behind it.
final class GzipSource: ByteSource {
    private static let inputBytes = 64 * 1024

    private let source: any ByteSource
    private let place: Place
    private var guardian: InflationGuard
    private let members = GzipMembers()
    private let input = Block(capacityBytes: inputBytes)

    var fileBytesRead: Int64 { source.fileBytesRead }

    init(_ source: any ByteSource, ratioMax: Int64, place: Place) {
        self.source = source
        self.place = place
        guardian = InflationGuard(ratioMax: ratioMax)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        do {
            while true {
                if members.wantsInput {
                    input.count = try source.read(into: input.room)
                    guard input.count > 0 else {
                        try members.finish()
                        return 0
                    }
                    guardian.compressedBytes += Int64(input.count)
                    members.supply(input.filled)
                }
                let produced = try members.inflate(into: buffer)
                guard produced > 0 else { continue }
                try guardian.inflated(produced, at: place)
                return produced
            }
        } catch let damage as GzipMembers.Damage { throw problem(damage) }
    }

    private func problem(_ damage: GzipMembers.Damage) -> Problem {
        switch damage {
        case .data(let found): damaged("the gzip data is damaged", found: found)
        case .bytesBehind: damaged("there are bytes behind the end of the gzip data", found: nil)
        case .cut:
            Problem(
                .billTruncated, "the gzip data ends before its end mark", at: place,
                found: "\(guardian.compressedBytes) compressed bytes")
        }
    }

    private func damaged(_ what: String, found: String?) -> Problem {
        Problem(.billArchiveDamaged, what, at: place, found: found)
    }
}

/// Stops inflating where the ratio to the compressed bytes is one that no bill has: a decompression bomb.
struct InflationGuard {
    /// A few alike rows may well exceed the ratio; up to this many bytes it is not looked at.
    static let ratioFromBytes: Int64 = 1 << 20

    let ratioMax: Int64
    var compressedBytes: Int64 = 0
    private var inflatedBytes: Int64 = 0

    init(ratioMax: Int64, compressedBytes: Int64 = 0) {
        self.ratioMax = ratioMax
        self.compressedBytes = compressedBytes
    }

    mutating func inflated(_ count: Int, at place: Place) throws {
        inflatedBytes += Int64(count)
        guard inflatedBytes > Self.ratioFromBytes, inflatedBytes / ratioMax > compressedBytes else { return }
        throw Problem(
            .billTooLarge, "the bill inflates further than any bill does", at: place,
            expected: "at most \(ratioMax) times its compressed size", found: "more",
            hint: "This is no bill; fetch it again, and if it stays so, ask the channel.")
    }
}
