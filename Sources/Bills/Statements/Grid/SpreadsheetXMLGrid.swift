import Vocabulary

/// A workbook as one XML document (SpreadsheetML 2003), as the seller's console exports it: sheets, rows and cells follow each
/// other, and `ss:Index` tells where some are left out.
final class SpreadsheetXMLGrid: Grid {
    private(set) var place: Place
    let is1904 = false
    let encodings: [AlipayEncoding] = [.utf8]
    var fileBytesRead: Int64 { reader.fileBytesRead }

    private let whole: Place
    private let sheet: SpreadsheetXMLHandler
    private let reader: XMLReader
    /// A sheet begins that nobody has asked for yet.
    private var isSheetAhead = false

    init(_ source: any ByteSource, limits: BillLimits, blockBytes: Int, place: Place) throws {
        self.place = place
        whole = place
        sheet = SpreadsheetXMLHandler(SheetRow(limits: limits, place: place))
        reader = try XMLReader(source, sheet, limits: limits, blockBytes: blockBytes, place: place)
    }

    func nextSheet() throws -> Bool {
        while !isSheetAhead {
            guard try reader.advance() else {
                guard sheet.isWorkbook else {
                    throw WorkbookProblem.damaged("the XML is no workbook", at: whole)
                }
                return false
            }
            isSheetAhead = sheet.isAtSheet
        }
        isSheetAhead = false
        place = whole.sheet(sheet.sheetNumber)
        sheet.cells.place = place
        return true
    }

    func next(into row: GridRow) throws -> Bool {
        if isSheetAhead { return false }
        sheet.cells.use(row)
        guard try reader.advance() else { return false }
        isSheetAhead = sheet.isAtSheet
        return !isSheetAhead
    }

    func expect(_ contents: [CellContent]) {}

    func proveRest() throws { try reader.proveRest() }
}

extension Place {
    /// Sheets may be named by anybody; their number says as much.
    func sheet(_ number: Int) -> Place {
        var copy = self
        copy.file = (file ?? "workbook") + " sheet \(number)"
        return copy
    }
}

/// Gathers the cells of a row, and pauses behind it and where a sheet begins.
private final class SpreadsheetXMLHandler: XMLHandler {
    let cells: SheetRow
    private(set) var isWorkbook = false
    private(set) var isAtSheet = false
    private(set) var sheetNumber = 0
    private var line = 0
    /// Lines that the next row lies further down, as this one stands for several.
    private var span = 0
    private var column = 0
    private var nextColumn = 0
    private var kind = GridRow.Kind.text
    private var isInRow = false
    private var isInCell = false
    private var isInData = false
    /// A comment has data of its own.
    private var isInComment = false

    init(_ cells: SheetRow) { self.cells = cells }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) throws -> XMLStep {
        if isInCell {
            if name == "Comment" { isInComment = true }
            if name == "Data", !isInComment {
                isInData = true
                kind = attributes.text("Type") == "Number" ? .number : .text
                cells.beginCell()
            }
        } else if isInRow {
            guard name == "Cell" else { return .goOn }
            column = try index(attributes, else: nextColumn + 1, after: nextColumn) - 1
            nextColumn = column + 1 + min(attributes.number("MergeAcross") ?? 0, GridRow.columnsMax)
            isInCell = true
        } else if name == "Row" {
            line = try index(attributes, else: line + span + 1, after: line + span)
            span = min(attributes.number("Span") ?? 0, 1 << 24)
            nextColumn = 0
            isInRow = true
            cells.begin(line: line)
        } else if name == "Worksheet" {
            sheetNumber += 1
            (line, span) = (0, 0)
            isAtSheet = true
            return .pause
        } else if name == "Workbook" {
            isWorkbook = true
        }
        return .goOn
    }

    func end(_ name: XMLName) throws -> XMLStep {
        if isInCell {
            if name == "Comment" { isInComment = false }
            if name == "Data", isInData {
                isInData = false
                try cells.endCell(column, cells.cell, kind)
            }
            if name == "Cell" { isInCell = false }
        } else if isInRow, name == "Row" {
            isInRow = false
            isAtSheet = false
            return .pause
        }
        return .goOn
    }

    func text(_ bytes: UnsafeRawBufferPointer) throws { if isInData { try cells.append(bytes) } }

    /// From 1.
    private func index(_ attributes: XMLAttributes, else next: Int, after last: Int) throws -> Int {
        guard attributes["Index"] != nil else { return next }
        guard let index = attributes.number("Index"), index > last, index < 1 << 30 else {
            throw WorkbookProblem.damaged(
                "a row or cell of the sheet stands where none can be", found: "its index",
                at: cells.place.at(line: line))
        }
        return index
    }
}
