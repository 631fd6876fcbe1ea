import Cryptography
import Vocabulary

/// The bytes of step 2 on their way: into the archive as they are, and into a hash over what they inflate to.
final class WeChatPayBody {
    private enum Content {
        case undecided([UInt8])
        case plain
        case gzip(InflatingDigest)
    }

    let incoming: IncomingBill
    private let limits: TransferLimits
    private let report: (Int64) -> Void
    private var content = Content.undecided([])
    private var plainDigest: Digest? = Digest(.sha1)

    init(_ incoming: IncomingBill, limits: TransferLimits, report: @escaping (Int64) -> Void) {
        self.incoming = incoming
        self.limits = limits
        self.report = report
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        try incoming.write(bytes)
        switch content {
        case .undecided(let before):
            // The first piece may be a single byte; the magic number has two.
            let start = before + Array(bytes)
            content = .undecided(start)
            guard start.count >= 2 else { return }
            content =
                BillKind(firstBytes: start) == .gzip ? .gzip(try InflatingDigest(limits: limits)) : .plain
            try digest(start)
        case .plain, .gzip: try digest(bytes)
        }
        report(incoming.sizeBytes)
    }

    private func digest(_ bytes: [UInt8]) throws(Problem) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(Problem) in try digest(buffer) }
        }
        try result.get()
    }

    private func digest(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        switch content {
        case .undecided: break
        case .plain: plainDigest?.update(bytes)
        case .gzip(let inflating): try inflating.update(bytes)
        }
    }

    /// SHA-1 of the bill's own bytes. A zero-byte download is an error, never "no trades".
    func finish() throws(Problem) -> String {
        switch content {
        case .undecided:
            throw Problem(
                .downloadDamaged, "the download is empty", found: "\(incoming.sizeBytes) bytes",
                hint: "The bill is asked for again by itself.")
        case .plain:
            guard let digest = plainDigest.take() else {
                throw Problem(.downloadDamaged, "the download was finished before", hint: "Report this mistake.")
            }
            return Hexadecimal.text(digest.finish())
        case .gzip(let inflating): return try inflating.finish()
        }
    }

    func keep() throws(Problem) -> BillFile {
        if case .gzip = content { return try incoming.keep(as: BillKind.gzip.rawValue) }
        return try incoming.keep(as: BillKind.text.rawValue)
    }
}
