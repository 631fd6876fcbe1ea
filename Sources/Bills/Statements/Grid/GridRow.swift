/// One row of a table, whatever it was printed as: cells by their column, valid until the next row is read. Each cell is
/// padded as those of a `TextWindow` are.
final class GridRow {
    /// More columns than any statement has, and few enough to look at each.
    static let columnsMax = 256

    /// What a workbook says a cell holds; in a text every cell is text.
    enum Kind: UInt8 {
        case text
        case number
    }

    /// From 1: the physical line of a text, the row's number in a sheet.
    fileprivate(set) var line = 0
    fileprivate(set) var count = 0
    private let cells: UnsafeMutablePointer<Cell>
    private let kinds: UnsafeMutablePointer<Kind>
    private let zeros: UnsafeMutablePointer<UInt8>
    private let noCell: Cell

    init() {
        cells = .allocate(capacity: Self.columnsMax)
        kinds = .allocate(capacity: Self.columnsMax)
        kinds.initialize(repeating: .text, count: Self.columnsMax)
        zeros = .allocate(capacity: 2 * Cell.paddingBytes)
        zeros.initialize(repeating: 0, count: 2 * Cell.paddingBytes)
        noCell = Cell(start: zeros + Cell.paddingBytes, count: 0)
        cells.initialize(repeating: noCell, count: Self.columnsMax)
    }

    deinit {
        cells.deallocate()
        kinds.deallocate()
        zeros.deallocate()
    }

    /// Empty for a column that the row does not reach.
    @inline(__always)
    subscript(_ column: Int) -> Cell { column >= 0 && column < count ? cells[column].trimmed() : noCell }

    @inline(__always)
    func isNumber(_ column: Int) -> Bool { column >= 0 && column < count && kinds[column] == .number }

    var isEmpty: Bool { (0..<count).allSatisfy { self[$0].isEmpty } }

    @inline(__always)
    func begin(line: Int) {
        self.line = line
        count = 0
    }

    /// - Returns: false where the row has no room for that many columns.
    @inline(__always)
    func set(_ column: Int, _ cell: Cell, _ kind: Kind = .text) -> Bool {
        guard column < Self.columnsMax else { return false }
        while count <= column {
            cells[count] = noCell
            kinds[count] = .text
            count &+= 1
        }
        cells[column] = cell
        kinds[column] = kind
        return true
    }

    /// The next column of a text.
    @inline(__always)
    func append(_ cell: Cell) {
        cells[count] = cell
        kinds[count] = .text
        count &+= 1
    }
}
