import Vocabulary

/// One channel's sharing bill. Each channel's description names its decoder; nothing else chooses among them.
package protocol SharingDecoder: Sendable {
    init(_ expected: ExpectedBill)

    /// Words of which the first line of a sharing bill has one, and that of any other bill of the channel none.
    static var firstLineMarks: [String] { get }

    /// Streams the rows in file order to `sink`, and returns the count once everything about the bill is proven. The sink has
    /// seen rows by then: it must be able to forget them when this throws.
    ///
    /// - Parameter file: plain text, gzip or a ZIP: the first bytes tell.
    /// - Throws: `Problem` whose code begins with `bill.`, and whatever `sink` throws.
    func decode(
        _ file: BillFile, progress: (_ fileBytesDone: Int64) -> Void, sink: (borrowing Share) throws -> Void
    ) throws -> SharingSummary
}
