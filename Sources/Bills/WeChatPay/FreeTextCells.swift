import Vocabulary

/// The rule for a row of a WeChat Pay bill with more cells than its header (WeChatPayBill 7.7).
enum FreeTextCells {
    /// More separators than the header has belong to the free text: the cells before it count from the left, those
    /// behind it from the right. Fewer are never guessed at.
    /// - Parameter freeText: the columns of free text, which stand beside each other; nil if the header has none.
    @inline(never)
    static func settle(
        _ row: TextWindow.Row, in text: borrowing TextWindow, columns count: Int, freeText: ClosedRange<Int>?,
        at place: Place
    ) throws {
        let surplus = row.cells - count
        guard surplus > 0 else {
            throw Problem(
                .billCellsMissing, "a row has fewer cells than the header", at: place.at(line: text.lineNumber),
                expected: "\(count) cells", found: "\(row.cells)")
        }
        guard let freeText else {
            throw Problem(
                .billCellsSurplus, "a row has more cells than the header, and no free text that could hold them",
                at: place.at(line: text.lineNumber), expected: "\(count) cells", found: "\(row.cells)")
        }
        let cells = text.cells
        // Too many cells: separators within the free text. All of them are taken as its first column's.
        for index in freeText.lowerBound + 1...count { cells[index] = cells[index + surplus] }
    }
}
