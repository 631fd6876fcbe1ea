import Vocabulary

/// WeChat Pay's sharing bill (分账账单): header, rows, and perhaps totals (page WeChatPaySharing).
package struct WeChatPaySharing: SharingDecoder {
    package static let firstLineMarks = ["分账接收方", "分账明细单号", "分账时间"]

    private static let backquote = UInt8(ascii: "`")

    private let expected: ExpectedBill
    private let reader: BillReader

    package init(_ expected: ExpectedBill) {
        self.expected = expected
        reader = expected.reader(seeking: .sharing)
    }

    package func decode(
        _ file: BillFile, progress: (Int64) -> Void, sink: (borrowing Share) throws -> Void
    ) throws -> SharingSummary {
        var text = try reader.text(of: file, place: reader.place(of: file), bytesBefore: 0)
        var summary = try reader.reading(&text) { text in try read(&text, progress: progress, sink: sink) }
        summary.textBytes = text.bytesRead
        return summary
    }

    private func read(
        _ text: inout TextWindow, progress: (Int64) -> Void, sink: (borrowing Share) throws -> Void
    ) throws -> SharingSummary {
        let header = try header(of: &text)
        var decoder = try WeChatPaySharingRowDecoder(header, expected, place: text.place)
        var summary = SharingSummary()
        while try text.has(1), Self.beginsRow(text.text.pointee) {
            try read(&text, &decoder, &summary, sink)
            summary.rows += 1
            progress(text.fileBytesRead)
        }
        // It is not known how the totals look, nor whether there are any: the channel's hash proves the file.
        if try text.has(1) { try WeChatPaySharingTrailer.check(&text, decoder.totals) }
        try decoder.days.check(rows: summary.rows, expected.day, at: text.place)
        summary.unknownColumns = Set(decoder.columns.unknown)
        return summary
    }

    /// Before 2025-01-15 any cell could come without its backquote, the first one too, which is a time.
    private static func beginsRow(_ byte: UInt8) -> Bool { byte == backquote || (48...57).contains(byte) }

    private func read(
        _ text: inout TextWindow, _ decoder: inout WeChatPaySharingRowDecoder, _ summary: inout SharingSummary,
        _ sink: (borrowing Share) throws -> Void
    ) throws {
        let line = text.lineNumber
        if text.text.pointee == Self.backquote {
            let row = try text.row(
                CommaBacktickSeparator.self, firstCell: 1, startsRow: Self.beginsRow,
                endsRows: { window, offset in try WeChatPaySharingTrailer.begins(in: &window, at: offset) })
            if row.cells == decoder.columns.count {
                if row.joinedLines > 0 { summary.flaggedRows += 1 }
                try sink(try decoder.decode(line) { text.cell($0, separatorWidth: 2) })
                text.consume(row)
                return
            }
            // More of them: the remark holds the separator itself.
            if row.cells > decoder.columns.count {
                try FreeTextCells.settle(
                    row, in: text, columns: decoder.columns.count, freeText: decoder.columns.freeText, at: text.place)
                summary.flaggedRows += 1
                try sink(try decoder.decode(line) { text.cell($0, separatorWidth: 2) })
                text.consume(row)
                return
            }
        }
        summary.flaggedRows += 1
        let cells = try cells(ofLine: text.nextLine() ?? [], line, decoder.columns, place: text.place)
        try cells.use { cell in try sink(try decoder.decode(line, cell: cell)) }
    }

    /// A row with cells that have no backquote: it is split at commas, when that gives as many cells as the header has; commas
    /// beyond that are the remark's.
    private func cells(
        ofLine line: [UInt8], _ number: Int, _ columns: WeChatPaySharingColumns, place: Place
    ) throws -> PaddedCells {
        var cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        if let remark = columns.freeText?.lowerBound, cells.count > columns.count {
            let surplus = cells.count - columns.count
            cells[remark] = line[cells[remark].startIndex..<cells[remark + surplus].endIndex]
            cells.removeSubrange(remark + 1...remark + surplus)
        }
        guard cells.count == columns.count else {
            throw Problem(
                cells.count < columns.count ? .billCellsMissing : .billCellsSurplus,
                "a row has another number of cells than the header", at: place.at(line: number),
                expected: "\(columns.count) cells", found: "\(cells.count)")
        }
        return PaddedCells(cells.map { $0.first == Self.backquote ? $0.dropFirst() : $0 })
    }

    private func header(of text: inout TextWindow) throws -> Header {
        let opening = try ForeignText.open(&text, seeking: .sharing)
        let place = text.place.at(line: 1)
        let line = try text.nextLine() ?? []
        if opening.beginsWith(anyOf: Self.firstLineMarks) {
            if line.contains(UInt8(ascii: "\"")) { throw ForeignText.resaved(found: "quotes", at: place) }
            try opening.refuseOtherSeparators(Self.firstLineMarks, at: place)
            return try Header(line, lineNumber: 1, parentheses: Header.utf8Parentheses, place: text.place)
        }
        try opening.refuseOtherProduct(for: .wechatpay, at: place)
        throw opening.unknown(at: place)
    }
}

/// Cells of one line that were copied out of it, each with the padding that the parsers need.
private struct PaddedCells {
    private var bytes = [UInt8](repeating: 0, count: Cell.paddingBytes)
    private var places: [Range<Int>] = []

    init(_ cells: [ArraySlice<UInt8>]) {
        for cell in cells {
            places.append(bytes.count..<bytes.count + cell.count)
            bytes += cell
            bytes += repeatElement(0, count: Cell.paddingBytes)
        }
    }

    func use<T>(_ body: ((Int) -> Cell) throws -> T) rethrows -> T {
        try bytes.withUnsafeBufferPointer { buffer in
            // Never empty, so it has a base address.
            guard let base = buffer.baseAddress else { preconditionFailure("an array of padding has an address") }
            return try body { Cell(start: base + places[$0].lowerBound, count: places[$0].count) }
        }
    }
}
