/// Tells where the columns of a row lie that has more cells than the header, because a merchant's text holds commas
/// (spec section 6.4). Times, amounts and numbers must look like it; only if that leaves exactly one way to read the
/// row is it taken.
struct SurplusCells {
    /// More commas than this in one row's texts are refused rather than searched through.
    static let surplusMax = 32

    enum Outcome {
        case settled
        case impossible
        case ambiguous
    }

    /// On `settled` the window's cells are those of the header's columns.
    static func settle(_ row: TextWindow.Row, columns: AlipayColumns, in text: borrowing TextWindow) -> Outcome {
        guard row.cells - columns.count <= surplusMax else { return .impossible }
        var fits = [Bool](repeating: false, count: row.cells * contentsCount)
        for index in 0..<row.cells {
            let cell = text.cell(index, separatorWidth: 1).trimmed()
            func note(_ content: AlipayColumns.Content, _ holds: Bool) {
                fits[index * contentsCount + Int(content.rawValue)] = holds
            }
            note(.plain, true)
            note(.name, AmountText.signedFen(cell) == nil)
            note(.freeText, true)
            note(.identifier, IdentifierText.isSound(cell))
            note(.identifierOrEmpty, cell.isEmpty || IdentifierText.isSound(cell))
            note(.amount, AmountText.signedFen(cell) != nil)
            note(.time, DayClock.anyEpochSeconds(cell) != nil)
        }
        var search = Search(contents: columns.contents, cells: row.cells, fits: fits)
        search.place(column: 0, cell: 0)
        guard let starts = search.solution else { return .impossible }
        guard search.solutions == 1 else { return .ambiguous }
        // From the left, as each column moves only to the left.
        let cells = text.cells
        for column in 1..<columns.count { cells[column] = cells[starts[column]] }
        cells[columns.count] = cells[row.cells]
        return .settled
    }

    private static let contentsCount = 7

    private struct Search {
        let contents: [AlipayColumns.Content]
        let cells: Int
        let fits: [Bool]
        var starts: [Int]
        var solution: [Int]?
        var solutions = 0

        init(contents: [AlipayColumns.Content], cells: Int, fits: [Bool]) {
            self.contents = contents
            self.cells = cells
            self.fits = fits
            starts = [Int](repeating: 0, count: contents.count)
        }

        mutating func place(column: Int, cell: Int) {
            if solutions > 1 { return }
            guard column < contents.count else {
                guard cell == cells else { return }
                solution = solution ?? starts
                solutions += 1
                return
            }
            let columnsAfter = contents.count - column - 1
            guard cell + columnsAfter < cells else { return }
            starts[column] = cell
            guard fits[cell * SurplusCells.contentsCount + Int(contents[column].rawValue)] else { return }
            guard contents[column] == .freeText else { return place(column: column + 1, cell: cell + 1) }
            for taken in 1...(cells - cell - columnsAfter) { place(column: column + 1, cell: cell + taken) }
        }
    }
}
