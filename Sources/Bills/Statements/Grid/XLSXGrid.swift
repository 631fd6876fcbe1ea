import Vocabulary

/// A workbook as a ZIP of XML parts (xlsx). Its sheets are read one after the other, in the workbook's order.
final class XLSXGrid: Grid {
    private(set) var place: Place
    let is1904: Bool
    let encodings: [AlipayEncoding] = [.utf8]
    var fileBytesRead: Int64 { reader?.fileBytesRead ?? 0 }

    private let archive: ZipArchive
    private let parts: XLSXParts
    private let strings: SharedStrings
    private let limits: BillLimits
    private let blockBytes: Int
    private let whole: Place
    private var sheet = 0
    private var cells: XLSXSheetHandler
    private var reader: XMLReader?

    init(_ archive: ZipArchive, limits: BillLimits, blockBytes: Int, place: Place) throws {
        (self.archive, self.limits, self.blockBytes, self.place) = (archive, limits, blockBytes, place)
        whole = place
        parts = try XLSXParts(archive, limits: limits, place: place)
        is1904 = parts.is1904
        strings = try SharedStrings(
            try parts.sharedStrings.map { try archive.open($0, place: place.member($0.number)) }, limits: limits,
            blockBytes: blockBytes, place: place)
        cells = XLSXSheetHandler(SheetRow(limits: limits, place: place), strings)
    }

    func nextSheet() throws -> Bool {
        guard sheet < parts.sheets.count else { return false }
        let member = parts.sheets[sheet]
        sheet += 1
        place = whole.sheet(sheet)
        cells = XLSXSheetHandler(SheetRow(limits: limits, place: place), strings)
        reader = try XMLReader(
            try archive.open(member, place: place), cells, limits: limits, blockBytes: blockBytes, place: place)
        return true
    }

    func next(into row: GridRow) throws -> Bool {
        cells.cells.use(row)
        return try reader?.advance() ?? false
    }

    func expect(_ contents: [CellContent]) {}

    func proveRest() throws { try reader?.proveRest() }
}

/// Gathers the cells of a row, and pauses behind it.
private final class XLSXSheetHandler: XMLHandler {
    private enum Form {
        case number
        case shared
        case text
    }

    let cells: SheetRow
    private let strings: SharedStrings
    private var line = 0
    private var column = -1
    private var form = Form.number
    private var isInRow = false
    private var isInCell = false
    private var isInText = false
    private var isPronounced = false

    init(_ cells: SheetRow, _ strings: SharedStrings) { (self.cells, self.strings) = (cells, strings) }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) throws -> XMLStep {
        if isInCell {
            if name == "rPh" { isPronounced = true }
            // A formula's own text is none of the cell.
            if name == "v" || (name == "t" && !isPronounced) { isInText = true }
        } else if isInRow {
            guard name == "c" else { return .goOn }
            column = try column(attributes)
            form = Self.form(attributes["t"])
            isInCell = true
            cells.beginCell()
        } else if name == "row" {
            let number = attributes["r"] == nil ? line + 1 : attributes.number("r") ?? 0
            guard number > line, number < 1 << 30 else { throw misplaced() }
            (line, column, isInRow) = (number, -1, true)
            cells.begin(line: line)
        }
        return .goOn
    }

    func end(_ name: XMLName) throws -> XMLStep {
        if isInCell {
            if name == "v" || name == "t" { isInText = false }
            if name == "rPh" { isPronounced = false }
            if name == "c" {
                isInCell = false
                try endCell()
            }
        } else if isInRow, name == "row" {
            isInRow = false
            return .pause
        }
        return .goOn
    }

    func text(_ bytes: UnsafeRawBufferPointer) throws { if isInText { try cells.append(bytes) } }

    private func endCell() throws {
        let cell = cells.cell
        guard form == .shared, !cell.isEmpty else {
            return try cells.endCell(column, cell, form == .number ? .number : .text)
        }
        guard let index = AmountText.count(cell), let text = strings.cell(Int(index)) else {
            throw WorkbookProblem.damaged(
                "a cell names a text that the workbook does not have", at: cells.place.at(line: line))
        }
        try cells.endCell(column, text, .text)
    }

    /// `b`, `e`, `d`, `str` and `inlineStr` all are texts.
    private static func form(_ type: UnsafePointer<CChar>?) -> Form {
        guard let type else { return .number }
        if type[0] == CChar(UInt8(ascii: "n")), type[1] == 0 { return .number }
        return type[0] == CChar(UInt8(ascii: "s")) && type[1] == 0 ? .shared : .text
    }

    /// Of `BC17`, from 0; the next one where the cell does not say.
    private func column(_ attributes: XMLAttributes) throws -> Int {
        guard var at = attributes["r"] else { return column + 1 }
        var number = 0
        while (65...90).contains(at.pointee), number < 1 << 20 {
            number = number * 26 + Int(at.pointee - 64)
            at += 1
        }
        guard number - 1 > column, (48...57).contains(at.pointee) else { throw misplaced() }
        return number - 1
    }

    private func misplaced() -> Problem {
        WorkbookProblem.damaged(
            "a row or cell of the sheet stands where none can be", found: "its reference",
            at: cells.place.at(line: line))
    }
}
