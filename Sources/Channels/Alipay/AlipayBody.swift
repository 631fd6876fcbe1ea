import Bills
import Vocabulary

/// The bytes of the ZIP on their way into the archive. Anything that is no ZIP is refused at its fourth byte.
final class AlipayBody: DownloadBody {
    private let incoming: IncomingBill
    private let limits: TransferLimits
    private var start: [UInt8] = []

    init(_ incoming: IncomingBill, limits: TransferLimits) {
        self.incoming = incoming
        self.limits = limits
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        if start.count < 4 {
            start += bytes.prefix(4 - start.count)
            if start.count == 4, FileForm(firstBytes: start) != .zip { throw notAZip }
        }
        try incoming.write(bytes)
    }

    /// Proves the ZIP's directory whole and its members of a bearable size; their contents are the decoder's to check.
    func finish() throws(Problem) {
        guard FileForm(firstBytes: start) == .zip else { throw notAZip }
        var bounds = BillLimits()
        bounds.inflatedBytesMax = limits.inflatedBytesMax
        bounds.inflationRatioMax = Int64(limits.inflationRatioMax)
        do throws(Problem) {
            try proveZip(incoming.path, limits: bounds)
        } catch {
            let isTooLarge = error.code == .billTooLarge
            throw Problem(
                isTooLarge ? .downloadTooLarge : .downloadDamaged, error.what, expected: error.expected,
                found: error.found,
                hint: isTooLarge
                    ? "This is no bill; see who answers in the channel's place."
                    : "If it stays so, see who answers in the channel's place. \(AskedAgain.hint)")
        }
    }

    func keep() throws(Problem) -> BillFile { try incoming.keep(as: .zip) }

    private var notAZip: Problem {
        Problem(
            .downloadDamaged, "the download is not a ZIP", expected: "bytes 50 4B 03 04",
            found: incoming.sizeBytes == 0 && start.isEmpty ? "nothing" : "something else, perhaps a page of text",
            hint: "A link lives for 30 seconds. \(AskedAgain.hint)")
    }
}
