import Vocabulary

/// A WeChat Pay trade bill: one `ALL` file, or a `SUCCESS` and a `REFUND` file in either order.
package struct WeChatPayBill: BillDecoder {
    let account: ChannelAccount
    let day: BusinessDay
    let reader: BillReader

    package init(_ expected: ExpectedBill) {
        account = expected.account
        day = expected.day
        reader = expected.reader(seeking: .trade)
    }

    package func decode(
        _ files: [BillFile], progress: (Int64) -> Void, sink: (BillEntry) throws -> Void
    ) throws -> BillSummary {
        var totals = EntryTotals()
        var summary = BillSummary()
        var kinds: [WeChatPayKind] = []
        var apart = WeChatPayApart()
        var filesBytes: Int64 = 0
        var (settledFen, takenFen) = (Int64(0), Int64(0))
        for (number, file) in inPartOrder(files).enumerated() {
            let place = reader.place(of: file)
            var text = try reader.text(of: file, place: place, bytesBefore: summary.textBytes)
            let bytesBefore = filesBytes
            let result = try reader.reading(&text) { text in
                try WeChatPayFile.decode(
                    &text, account: account, day: day, fileNumber: Int16(clamping: number),
                    accept: { kind in try Self.accept(kind, after: kinds, files: files.count, at: place) },
                    progress: { progress(bytesBefore + $0) }, totals: &totals, sink: sink)
            }
            filesBytes += file.sizeBytes
            kinds.append(result.kind)
            summary.textBytes += text.bytesRead
            summary.flaggedRows += result.flaggedRows
            summary.unknownColumns.formUnion(result.unknownColumns)
            // Of a pair, each file's own kind; the other's totals there are of rows that it does not list.
            apart.add(result.apart)
            if result.kind != .refund {
                summary.payments.channelTotalFen = result.totals.paymentFen ?? 0
                settledFen = result.totals.settledFen ?? 0
            }
            if result.kind != .success {
                summary.refunds.channelTotalFen = result.totals.refundFen ?? 0
                takenFen = result.totals.takenFen ?? 0
            }
        }
        try totals.store(in: &summary, place: reader.place)
        try WeChatPaySummary.checkMoved(
            "应结订单总金额", bill: settledFen, entries: summary.payments.settledFen, apart: apart.settled, at: reader.place)
        // What refunds move is negative, and the total is not; a stored sum is far from the least number.
        try WeChatPaySummary.checkMoved(
            "退款总金额", bill: takenFen, entries: -summary.refunds.settledFen, apart: apart.taken, at: reader.place)
        return summary
    }

    /// The parts of a bill have an order of their own, payments before refunds: the same bill gives the same rows, in
    /// whatever order its parts came, and whichever of them came again.
    package func inPartOrder(_ files: [BillFile]) -> [BillFile] {
        guard files.count > 1 else { return files }
        return files.map { (file: $0, rank: rank($0)) }.sorted {
            ($0.rank, $0.file.sha256) < ($1.rank, $1.file.sha256)
        }.map(\.file)
    }

    /// Where no header can be read, the reading of the bill says why.
    private func rank(_ file: BillFile) -> Int {
        guard var text = try? reader.text(of: file, place: reader.place(of: file), bytesBefore: 0),
            let kind = try? WeChatPayFile.kind(&text)
        else { return 2 }
        return kind == .success ? 0 : 1
    }

    private static func accept(
        _ kind: WeChatPayKind, after kinds: [WeChatPayKind], files: Int, at place: Place
    ) throws {
        let isWhole = files == 1 && kind == .all
        let isHalfOfPair = files == 2 && kind != .all && !kinds.contains(kind)
        if isWhole || isHalfOfPair { return }
        throw Problem(
            .billFilesIncomplete, "the files do not make up one bill", at: place,
            expected: "one ALL file, or one SUCCESS and one REFUND file",
            found: (kinds + [kind]).map(\.rawValue).joined(separator: " and ") + " of \(files)",
            hint: "Give the one ALL file, or both the SUCCESS and the REFUND file of the day.")
    }
}
