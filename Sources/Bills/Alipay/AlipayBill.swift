import Vocabulary

/// An Alipay trade bill: a ZIP with one or more detail parts and mostly a summary, in any order and under any names;
/// or one detail part alone.
struct AlipayBill {
    let account: ChannelAccount
    let day: BusinessDay
    let reader: BillReader

    private struct Parts {
        var summary = BillSummary()
        var totals = EntryTotals()
        var channelPayments = ExactSum()
        var channelRefunds = ExactSum()
        var paymentRows: Int64 = 0
        var refundRows: Int64 = 0
        var unclassifiedRows: Int64 = 0
        var details = 0
        var detailLines = 0
        var controls: [AlipaySummary] = []
    }

    func decode(
        _ files: [BillFile], progress: (Int64) -> Void, sink: (BillEntry) throws -> Void
    ) throws -> BillSummary {
        guard files.count == 1, let file = files.first else {
            throw incomplete(found: "\(files.count) files", at: reader.place)
        }
        let place = reader.place(of: file)
        var parts = Parts()
        switch try BillContainer.open(file, limits: reader.limits, place: place) {
        case .single(let source):
            try read(source, place: place, into: &parts, progress: progress, sink: sink)
        case .archive(let archive):
            for member in archive.members {
                let memberPlace = place.member(member.number)
                try read(
                    try archive.open(member, place: memberPlace), place: memberPlace, into: &parts, progress: progress,
                    sink: sink)
            }
        }
        guard parts.details > 0 else { throw incomplete(found: "only a summary", at: place) }
        guard parts.controls.count <= 1 else { throw incomplete(found: "\(parts.controls.count) summaries", at: place) }
        for control in parts.controls {
            try control.check(
                paymentRows: parts.paymentRows, refundRows: parts.refundRows, unclassifiedRows: parts.unclassifiedRows)
        }
        try parts.totals.store(in: &parts.summary, place: place)
        if parts.channelPayments.isOverflowed || parts.channelRefunds.isOverflowed {
            throw Problem(.billTooLarge, "the bill's totals are beyond all money", at: place, hint: Hint.askChannel)
        }
        parts.summary.payments.channelTotalFen = parts.channelPayments.value
        parts.summary.refunds.channelTotalFen = parts.channelRefunds.value
        return parts.summary
    }

    private func read(
        _ source: any ByteSource, place: Place, into parts: inout Parts, progress: (Int64) -> Void,
        sink: (BillEntry) throws -> Void
    ) throws {
        let bytesBefore = parts.summary.textBytes
        var text = reader.window(source, place: place, bytesBefore: bytesBefore)
        try reader.reading(&text) { text in
            try read(&text, bytesBefore: bytesBefore, into: &parts, progress: progress, sink: sink)
        }
        parts.summary.textBytes += text.bytesRead
    }

    private func read(
        _ text: inout TextWindow, bytesBefore: Int64, into parts: inout Parts, progress: (Int64) -> Void,
        sink: (BillEntry) throws -> Void
    ) throws {
        let preamble = try AlipayPreamble.read(&text, account: account, day: day)
        switch preamble.part {
        case .summary:
            parts.controls.append(try AlipaySummary.read(&text, encoding: preamble.encoding))
        case .detail:
            let detail = try AlipayDetail.decode(
                &text, encoding: preamble.encoding, day: day, linesBefore: parts.detailLines,
                progress: { progress(bytesBefore + $0) }, totals: &parts.totals, sink: sink)
            parts.details += 1
            parts.detailLines += text.lineNumber - 1
            parts.summary.flaggedRows += detail.flaggedRows
            parts.paymentRows += detail.sums.payments.rows
            parts.refundRows += detail.sums.refunds.rows
            parts.unclassifiedRows += detail.sums.unclassifiedRows
            parts.channelPayments.add(detail.payments.settledFen)
            parts.channelPayments.add(detail.payments.discountFen)
            parts.channelPayments.add(detail.sums.unclassifiedPayments.value)
            parts.channelRefunds.add(abs(detail.refunds.settledFen))
            parts.channelRefunds.add(abs(detail.refunds.discountFen))
            parts.channelRefunds.add(detail.sums.unclassifiedRefunds.value)
        }
    }

    private func incomplete(found: String, at place: Place) -> Problem {
        Problem(
            .billFilesIncomplete, "the files do not make up one bill", at: place,
            expected: "one ZIP with details and at most one summary", found: found,
            hint: "Give the one ZIP of the day as Alipay delivered it.")
    }
}
