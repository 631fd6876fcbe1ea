import Cryptography
import Runtime
import Vocabulary

/// The bytes of step 2 on their way: into the archive as they are, and into a hash over what they inflate to.
final class WeChatPayBody: DownloadBody {
    /// Too short to tell gzip from text by: no bill, but something's error.
    private static let bytesMin = 2

    private let incoming: IncomingBill
    private let digest: QueuedBillDigest
    private var block: Block?
    private var receivedBytes: Int64 = 0
    private var form: FileForm?

    init(_ incoming: IncomingBill, limits: TransferLimits) {
        self.incoming = incoming
        digest = QueuedBillDigest(limits: limits)
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        var rest = bytes
        while !rest.isEmpty {
            let block: Block
            if let begun = self.block { block = begun } else { block = try digest.next() }
            self.block = block
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(block.capacity - block.count))
            rest = UnsafeRawBufferPointer(rebasing: rest[piece.count...])
            _ = block.append(piece)
            if block.count == block.capacity { try pass(block) }
        }
        receivedBytes += Int64(bytes.count)
    }

    private func pass(_ block: Block) throws(Problem) {
        if form == nil { form = FileForm(firstBytes: block.firstBytes) }
        try incoming.write(block.filled)
        self.block = nil
        digest.put(block)
    }

    /// SHA-1 of the bill's own bytes. A zero-byte download is an error, never "no trades".
    func finish() throws(Problem) -> String {
        guard receivedBytes >= Self.bytesMin else {
            throw Problem(
                .downloadDamaged, "the download is empty", found: "\(receivedBytes) bytes",
                hint: AskedAgain.hint)
        }
        if let block { try pass(block) }
        return try digest.finish()
    }

    func keep() throws(Problem) -> BillFile {
        try incoming.keep(as: form == .gzip ? .gzip : .text)
    }
}
