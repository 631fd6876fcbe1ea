import Vocabulary

/// An Alipay trade bill: a ZIP with one or more detail parts and mostly a summary, in any order and under any names;
/// or one detail part alone.
package struct AlipayBill: BillDecoder {
    let account: ChannelAccount
    let day: BusinessDay
    let reader: BillReader

    package init(_ expected: ExpectedBill) {
        account = expected.account
        day = expected.day
        reader = expected.reader(seeking: .trade)
    }

    private struct Parts {
        var summary = BillSummary()
        var totals = EntryTotals()
        var channelPayments = ExactSum()
        var channelRefunds = ExactSum()
        var sums = AlipaySums()
        var days = RowDays()
        var details = 0
        /// What identifies the bytes of each detail part that has rows.
        var contents: Set<[Int64]> = []
        var detailLines = 0
        var controls: [AlipaySummary] = []
    }

    package func decode(
        _ files: [BillFile], progress: (Int64) -> Void, sink: (BillEntry) throws -> Void
    ) throws -> BillSummary {
        guard files.count == 1, let file = files.first else {
            throw AlipayMembers.incomplete(found: "\(files.count) files", at: reader.place)
        }
        let place = reader.place(of: file)
        var parts = Parts()
        try reader.eachText(of: file) { source, content, place in
            try read(source, content: content, place: place, into: &parts, progress: progress, sink: sink)
        }
        guard parts.details > 0 else { throw AlipayMembers.incomplete(found: "only a summary", at: place) }
        guard parts.controls.count <= 1 else {
            throw AlipayMembers.incomplete(found: "\(parts.controls.count) summaries", at: place)
        }
        try parts.totals.store(in: &parts.summary, place: place)
        if parts.channelPayments.isBeyondAllMoney || parts.channelRefunds.isBeyondAllMoney
            || parts.sums.isBeyondAllMoney
        {
            throw Problem(
                .billTooLarge, "the bill's totals are beyond all money", at: place, hint: ProblemCode.askChannel)
        }
        try parts.days.check(rows: parts.summary.rows, day, at: place)
        for control in parts.controls { try control.check(parts.sums) }
        parts.summary.payments.channelTotalFen = parts.channelPayments.value
        parts.summary.refunds.channelTotalFen = parts.channelRefunds.value
        return parts.summary
    }

    private func read(
        _ source: any ByteSource, content: [Int64], place: Place, into parts: inout Parts, progress: (Int64) -> Void,
        sink: (BillEntry) throws -> Void
    ) throws {
        var text = reader.window(
            source, place: place, bytesBefore: parts.summary.textBytes, linesBefore: parts.detailLines)
        let rowsBefore = parts.totals.rows
        try reader.reading(&text) { text in
            try read(&text, into: &parts, progress: progress, sink: sink)
        }
        // Parts of one bill differ in every row. One part twice would be every payment of it twice.
        guard parts.totals.rows == rowsBefore || content.isEmpty || parts.contents.insert(content).inserted else {
            throw AlipayMembers.incomplete(found: "one detail part twice", at: place)
        }
        parts.summary.textBytes += text.bytesRead
    }

    private func read(
        _ text: inout TextWindow, into parts: inout Parts, progress: (Int64) -> Void,
        sink: (BillEntry) throws -> Void
    ) throws {
        let preamble = try AlipayPreamble.read(&text, titles: .trade, account: account, day: day)
        switch preamble.part {
        case .summary:
            parts.controls.append(try AlipaySummary.read(&text, encoding: preamble.encoding))
        case .detail:
            let detail = try AlipayDetail.decode(
                &text, encoding: preamble.encoding, day: day, linesBefore: parts.detailLines,
                progress: progress, totals: &parts.totals, sink: sink)
            parts.details += 1
            parts.detailLines += text.lineNumber - 1
            parts.summary.flaggedRows += detail.flaggedRows
            parts.summary.unknownColumns.formUnion(detail.unknownColumns)
            parts.sums.add(detail.sums)
            parts.days.add(detail.days)
            parts.channelPayments.add(detail.payments.settledFen)
            parts.channelPayments.add(detail.payments.discountFen)
            parts.channelPayments.add(detail.sums.unclassifiedPayments.value)
            parts.channelRefunds.add(abs(detail.refunds.settledFen))
            parts.channelRefunds.add(abs(detail.refunds.discountFen))
            parts.channelRefunds.add(detail.sums.unclassifiedRefunds.value)
        }
    }
}
