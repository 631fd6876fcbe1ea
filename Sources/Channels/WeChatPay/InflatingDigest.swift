import Bills
import Runtime
import Vocabulary

/// SHA-1 over what gzip bytes inflate to, member after member, with bounds. Used by one thread; another one hashes what
/// this one has inflated.
final class InflatingDigest {
    private let members = GzipMembers()
    private let sha1 = QueuedSHA1()
    private var compressedBytes: Int64 = 0
    private(set) var inflatedBytes: Int64 = 0
    private let limits: TransferLimits

    /// Below this a high ratio is harmless and normal.
    private static let ratioFromBytes: Int64 = 1 << 20

    init(limits: TransferLimits) { self.limits = limits }

    func update(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        guard !bytes.isEmpty else { return }
        compressedBytes += Int64(bytes.count)
        members.supply(bytes)
        while !members.wantsInput {
            let block = sha1.next()
            do throws(GzipMembers.Damage) { block.count = try members.inflate(into: block.room) } catch {
                throw damaged("the gzip data is damaged")
            }
            inflatedBytes += Int64(block.count)
            sha1.put(block)
            try checkSize()
        }
    }

    private func checkSize() throws(Problem) {
        let isBomb =
            inflatedBytes > Self.ratioFromBytes && inflatedBytes / limits.inflationRatioMax > compressedBytes
        guard isBomb || inflatedBytes > limits.inflatedBytesMax else { return }
        throw Problem(
            .downloadTooLarge, "the bill inflates to more than allowed",
            expected: "at most \(limits.inflatedBytesMax) bytes and \(limits.inflationRatioMax) times its size",
            found: "\(inflatedBytes) bytes from \(compressedBytes)",
            hint: "This is no bill; see who answers in the channel's place.")
    }

    /// Lower-case hexadecimal SHA-1 of everything; refuses a stream that ends in the middle.
    func finish() throws(Problem) -> String {
        do throws(GzipMembers.Damage) { try members.finish() } catch {
            throw damaged("the gzip data ends too early")
        }
        return sha1.finish()
    }

    private func damaged(_ what: String) -> Problem {
        Problem(
            .downloadDamaged, what)
    }
}
