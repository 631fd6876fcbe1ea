import CLibzip
import Vocabulary

/// The bytes of the ZIP on their way into the archive. Anything that is no ZIP is refused at its fourth byte.
final class AlipayBody {
    private let incoming: IncomingBill
    private let limits: TransferLimits
    private let report: (Int64) -> Void
    private var start: [UInt8] = []

    /// A detail and a summary; very large bills may have several details.
    static let membersMax = 64

    init(_ incoming: IncomingBill, limits: TransferLimits, report: @escaping (Int64) -> Void) {
        self.incoming = incoming
        self.limits = limits
        self.report = report
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        if start.count < 4 {
            start += bytes.prefix(4 - start.count)
            if start.count == 4, BillKind(firstBytes: start) != .zip { throw notAZip }
        }
        try incoming.write(bytes)
        report(incoming.sizeBytes)
    }

    /// Proves the ZIP's directory whole and its members of a bearable size; their contents are the decoder's to check.
    func finish() throws(Problem) {
        guard BillKind(firstBytes: start) == .zip else { throw notAZip }
        var code: Int32 = 0
        guard let archive = zip_open(incoming.path, ZIP_RDONLY, &code) else {
            throw Problem(
                .downloadDamaged, "the ZIP cannot be opened", found: "libzip error \(code)",
                hint: "The bill is asked for again by itself.")
        }
        defer { zip_discard(archive) }
        let count = zip_get_num_entries(archive, 0)
        guard (1...Int64(Self.membersMax)).contains(count) else {
            throw Problem(
                .downloadDamaged, "the ZIP has an impossible number of members",
                expected: "1 to \(Self.membersMax)", found: "\(count)",
                hint: "The bill is asked for again by itself; look at the file if it stays so.")
        }
        var inflatedBytes: UInt64 = 0
        for index in 0..<UInt64(count) {
            var status = zip_stat_t()
            zip_stat_init(&status)
            guard zip_stat_index(archive, index, UInt32(ZIP_FL_ENC_RAW), &status) == 0,
                status.valid & UInt64(ZIP_STAT_SIZE) != 0
            else {
                throw Problem(
                    .downloadDamaged, "a member of the ZIP does not say its size",
                    hint: "The bill is asked for again by itself.")
            }
            let (sum, overflow) = inflatedBytes.addingReportingOverflow(status.size)
            inflatedBytes = overflow ? .max : sum
        }
        let ratioLimit = UInt64(limits.inflationRatioMax) * UInt64(max(1, incoming.sizeBytes))
        guard inflatedBytes <= UInt64(limits.inflatedBytesMax), inflatedBytes <= max(ratioLimit, 1 << 20) else {
            throw Problem(
                .downloadTooLarge, "the ZIP inflates to more than allowed",
                expected: "at most \(limits.inflatedBytesMax) bytes and \(limits.inflationRatioMax) times its size",
                found: "\(inflatedBytes) bytes from \(incoming.sizeBytes)",
                hint: "This is no bill; see who answers in the channel's place.")
        }
    }

    func keep() throws(Problem) -> BillFile { try incoming.keep(as: BillKind.zip.rawValue) }

    private var notAZip: Problem {
        Problem(
            .downloadDamaged, "the download is not a ZIP", expected: "bytes 50 4B 03 04",
            found: incoming.sizeBytes == 0 && start.isEmpty ? "nothing" : "something else, perhaps a page of text",
            hint: "A link lives for 30 seconds; the bill is asked for again by itself.")
    }
}
