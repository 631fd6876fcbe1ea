import Vocabulary

/// What a bill is expected to be.
package struct ExpectedBill: Sendable {
    package let account: ChannelAccount
    package let day: BusinessDay
    package let limits: BillLimits
    /// How much of a text is in memory at once; the result does not depend on it.
    let blockBytes: Int

    package init(account: ChannelAccount, day: BusinessDay, limits: BillLimits = BillLimits()) {
        self.init(account: account, day: day, limits: limits, blockBytes: TextWindow.defaultBlockBytes)
    }

    init(account: ChannelAccount, day: BusinessDay, limits: BillLimits, blockBytes: Int) {
        self.account = account
        self.day = day
        self.limits = limits
        self.blockBytes = blockBytes
    }

    func reader(seeking sought: SoughtBill) -> BillReader {
        BillReader(
            limits: limits, blockBytes: blockBytes, sought: sought, place: Place(account: account, day: day))
    }
}

/// One channel's bill of one kind. Each channel's description names its decoders; nothing else chooses among them.
package protocol BillDecoder: Sendable {
    init(_ expected: ExpectedBill)

    /// The files in the order of the bill's parts, which `decode` numbers: whoever keeps them notes them like this.
    func inPartOrder(_ files: [BillFile]) -> [BillFile]

    /// Streams the entries, part after part, to `sink`, and returns the sums once everything about the bill is proven: every
    /// mandatory column, every row, count and every sum against the file's own totals, account and date. The sink has seen
    /// entries by then: it must be able to forget them when this throws.
    ///
    /// - Parameter files: at least one, in any order. Each may be plain text, gzip or a ZIP: the first bytes tell.
    /// - Throws: `Problem` whose code begins with `bill.`, and whatever `sink` throws.
    func decode(
        _ files: [BillFile], progress: (_ fileBytesDone: Int64) -> Void, sink: (BillEntry) throws -> Void
    ) throws -> BillSummary
}

extension BillDecoder {
    package func inPartOrder(_ files: [BillFile]) -> [BillFile] { files }

    /// The same; no file is the bill of a verified zero day.
    package func entries(
        of files: [BillFile], progress: (_ fileBytesDone: Int64) -> Void = { _ in }, sink: (BillEntry) throws -> Void
    ) throws -> BillSummary {
        files.isEmpty ? BillSummary() : try decode(files, progress: progress, sink: sink)
    }
}
