import Vocabulary

/// Alipay's bill of balance movements (`signcustomer`): a ZIP with one or more detail parts 账务明细 and mostly a summary
/// 账务汇总, in any order and under any names; or one detail part alone.
package struct AlipayFunds: FundsDecoder {
    package static let firstLineMarks = ["账务明细", "账务汇总"]
    package static let areMovementsOfTrades = true
    package static let areBalancesChained = false

    private let account: ChannelAccount
    private let day: BusinessDay
    private let reader: BillReader

    package init(_ expected: ExpectedFunds) {
        account = expected.bill.account
        day = expected.bill.day
        reader = expected.bill.reader(seeking: .funds)
    }

    private struct Parts {
        var running: AlipayFundsRowDecoder.Running
        var textBytes: Int64 = 0
        var details = 0
        /// What identifies the bytes of each detail part that has rows.
        var contents: Set<[Int64]> = []
        var detailLines = 0
        var controls: [AlipayFundsSummary] = []
    }

    package func decode(
        _ file: BillFile, progress: (Int64) -> Void, sink: (borrowing Movement) throws -> Void
    ) throws -> FundsSummary {
        var parts = Parts(running: AlipayFundsRowDecoder.Running(day))
        try reader.eachText(of: file) { source, content, place in
            try read(source, content: content, place: place, into: &parts, progress: progress, sink: sink)
        }
        let place = reader.place(of: file)
        guard parts.details > 0 else { throw AlipayMembers.incomplete(found: "only a summary", at: place) }
        guard parts.controls.count <= 1 else {
            throw AlipayMembers.incomplete(found: "\(parts.controls.count) summaries", at: place)
        }
        let running = parts.running
        try running.totals.check(at: place)
        try running.days.check(rows: running.totals.rows, day, at: place)
        for control in parts.controls { try control.check(running.types, totals: running.totals) }
        return summary(running, textBytes: parts.textBytes)
    }

    /// Balances that do not follow from each other are only noted: Alipay promises that they are right in the end, not that
    /// they are continuous (AlipayFunds 3).
    private func summary(_ running: AlipayFundsRowDecoder.Running, textBytes: Int64) -> FundsSummary {
        let ends = running.chain.ends()
        var summary = FundsSummary()
        (summary.into, summary.outOf) = (running.totals.into, running.totals.outOf)
        (summary.openingFen, summary.closingFen) = (ends.openingFen, ends.closingFen)
        summary.isChained = ends.isChained
        summary.flaggedRows = running.flaggedRows
        summary.unknownColumns = running.unknownColumns
        summary.textBytes = textBytes
        return summary
    }

    private func read(
        _ source: any ByteSource, content: [Int64], place: Place, into parts: inout Parts, progress: (Int64) -> Void,
        sink: (borrowing Movement) throws -> Void
    ) throws {
        var text = reader.window(
            source, place: place, bytesBefore: parts.textBytes, linesBefore: parts.detailLines)
        let rowsBefore = parts.running.totals.rows
        try reader.reading(&text) { text in
            let preamble = try AlipayPreamble.read(&text, titles: .funds, account: account, day: day)
            switch preamble.part {
            case .summary:
                parts.controls.append(try AlipayFundsSummary(&text, encoding: preamble.encoding))
            case .detail:
                try AlipayFundsDetail.decode(
                    &text, encoding: preamble.encoding, day: day, linesBefore: parts.detailLines,
                    running: &parts.running, progress: progress, sink: sink)
                parts.details += 1
                parts.detailLines += text.lineNumber - 1
            }
        }
        // Parts of one bill differ in every row. One part twice would be every movement of it twice.
        guard
            parts.running.totals.rows == rowsBefore || content.isEmpty || parts.contents.insert(content).inserted
        else {
            throw AlipayMembers.incomplete(found: "one detail part twice", at: place)
        }
        parts.textBytes += text.bytesRead
    }
}
