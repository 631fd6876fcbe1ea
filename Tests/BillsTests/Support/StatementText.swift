import Testing
import Vocabulary

@testable import Bills

/// Writes a seller's statement as each of the forms that consoles export.
struct StatementText {
    enum Form: String, CaseIterable, CustomTestStringConvertible {
        case utf8, marked, gb18030, quoted, tabbed, spreadsheetXML, sharedStrings, inlineStrings

        var isWorkbook: Bool { [.spreadsheetXML, .sharedStrings, .inlineStrings].contains(self) }
        var testDescription: String { rawValue }
    }

    static let aggregated = "入账时间,支付流水号,淘宝订单编号,入账类型,收入金额（元）,支出金额（元）,业务描述,备注".columns
    static let deposit = "完成时间,操作类型,收支金额(元),来源账户,业务描述,原因,订单编号".columns
    static let alipay = "入账时间,支付宝流水号,支付宝交易号,商户订单号,账务类型,收入（+元）,支出（-元）,账户余额（元）,支付渠道,商品名称,对方名称,业务描述,业务基础订单号,业务订单号,备注"
        .columns

    var columns: [String]
    var rows: [[String: String]] = []
    /// Lines above the table and below it.
    var above: [String] = []
    var below: [String] = []
    /// Titles printed instead of the columns' own.
    var titles: [String: String] = [:]
    /// Columns that a workbook keeps as numbers.
    var numbers: Set<String> = []

    init(_ columns: [String], _ rows: [[String: String]] = []) { (self.columns, self.rows) = (columns, rows) }

    /// Titles, and cells in their order.
    private var table: [[String]] {
        above.map { [$0] } + [columns.map { titles[$0] ?? $0 }] + rows.map { row in columns.map { row[$0] ?? "" } }
            + below.map { [$0] }
    }

    func bytes(_ form: Form) -> [UInt8] {
        switch form {
        case .utf8: Array(text { $0 }.utf8)
        case .marked: Array(("\u{FEFF}" + text { $0 }).utf8)
        case .gb18030: inGB18030(text { $0 })
        case .quoted: Array(text { $0.hasPrefix("#") ? $0 : "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.utf8)
        case .tabbed: inGB18030(text { $0.hasPrefix("#") || $0.contains(",") ? $0 : $0 + "\t" })
        case .spreadsheetXML: Array(spreadsheetXML.utf8)
        case .sharedStrings: xlsx(isShared: true)
        case .inlineStrings: xlsx(isShared: false)
        }
    }

    private func text(_ cell: (String) -> String) -> String {
        table.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    // MARK: - Workbooks

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }

    private func isNumber(_ column: Int, row: Int) -> Bool {
        row > above.count && columns.indices.contains(column) && numbers.contains(columns[column])
    }

    /// Empty cells are left out, and the next one says where it stands.
    var sheetXML: String {
        let rows = table.enumerated().map { number, cells in
            let cells = cells.enumerated().filter { !$0.element.isEmpty }.map { column, text in
                let type = isNumber(column, row: number) ? "Number" : "String"
                return "<Cell ss:Index=\"\(column + 1)\"><Data ss:Type=\"\(type)\">\(Self.escaped(text))</Data></Cell>"
            }
            return "<Row>\(cells.joined())</Row>\n"
        }
        return
            "<Worksheet ss:Name=\"Sheet1\"><Table ss:ExpandedColumnCount=\"9\">\n<Column/>\(rows.joined())</Table></Worksheet>"
    }

    static func workbookXML(_ sheets: String...) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
        <Styles><Style ss:ID="Default"><Font ss:Size="11"/></Style></Styles>
        \(sheets.joined(separator: "\n"))
        </Workbook>
        """
    }

    var spreadsheetXML: String { Self.workbookXML(sheetXML) }

    private static func reference(_ column: Int, _ row: Int) -> String {
        let letter = { (number: Int) in String(UnicodeScalar(UInt8(65 + number))) }
        return (column >= 26 ? letter(column / 26 - 1) : "") + letter(column % 26) + "\(row + 1)"
    }

    /// `sheetData` with its cells, and the shared strings.
    private func sheet(isShared: Bool) -> (data: String, strings: String) {
        var strings = ""
        var count = 0
        let rows = table.enumerated().map { number, cells in
            let cells = cells.enumerated().filter { !$0.element.isEmpty }.map { column, text in
                let at = Self.reference(column, number)
                if isNumber(column, row: number) { return "<c r=\"\(at)\" s=\"1\"><v>\(text)</v></c>" }
                let text = "<t xml:space=\"preserve\">\(Self.escaped(text))</t>"
                guard isShared else { return "<c r=\"\(at)\" t=\"inlineStr\"><is>\(text)</is></c>" }
                strings += "<si>\(text)</si>"
                count += 1
                return "<c r=\"\(at)\" t=\"s\"><v>\(count - 1)</v></c>"
            }
            return "<row r=\"\(number + 1)\">\(cells.joined())</row>"
        }
        return ("<sheetData>\(rows.joined())</sheetData>", strings)
    }

    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    /// The members of an xlsx by their names.
    func xlsxParts(isShared: Bool, is1904: Bool = false) -> [(name: String, text: String)] {
        let (data, strings) = sheet(isShared: isShared)
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
        return [
            ("[Content_Types].xml", Self.head + "<Types/>"),
            (
                "xl/workbook.xml",
                Self.head
                    + "<workbook \(main) xmlns:r=\"\(Self.relations)\"><workbookPr\(is1904 ? " date1904=\"1\"" : "")/><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                Self.head
                    + "<Relationships><Relationship Id=\"rId1\" Type=\"\(Self.relations)/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"\(Self.relations)/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>"
            ),
            ("xl/worksheets/sheet1.xml", Self.head + "<worksheet \(main)>\(data)</worksheet>"),
            ("xl/sharedStrings.xml", Self.head + "<sst \(main)>\(strings)</sst>"),
        ]
    }

    static func zip(_ parts: [(name: String, text: String)]) -> [UInt8] {
        Packing.zip(parts.map { Packing.Member(name: Array($0.name.utf8), bytes: Array($0.text.utf8)) })
    }

    func xlsx(isShared: Bool, is1904: Bool = false) -> [UInt8] {
        Self.zip(xlsxParts(isShared: isShared, is1904: is1904))
    }
}

private func inGB18030(_ text: String) -> [UInt8] { gb18030(text) }

/// A statement's row copied out of the decoder's buffers.
struct SellerRow: Hashable {
    var line: Int32
    var bookedAt: String
    var amountFen: Int64
    var balanceFen: Int64?
    var serialNo: String
    var businessNo: String
    var merchantOrderNo: String
    var orderNo: String
    var subOrderNo: String
    var refundNo: String
    var orders: NamedOrders
    var rule: OrderNumberRule?
    var candidates: [String]
    var code: String
    var text: String
    var type: String
    var description: StatementDescription
    var namesOwnFunds: Bool
    var isAggregatedChannel: Bool?
    var contentHash: UInt64

    init(_ row: borrowing StatementRow) {
        func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
        line = row.lineNumber
        bookedAt = ShanghaiTime.text(epochSeconds: row.bookedAt)
        amountFen = row.amountFen
        balanceFen = row.balanceFen
        serialNo = text(row.serialNo)
        businessNo = text(row.businessNo)
        merchantOrderNo = text(row.merchantOrderNo)
        orderNo = text(row.orderNo)
        subOrderNo = text(row.subOrderNo)
        refundNo = text(row.refundNo)
        orders = row.orders
        rule = row.orderRule
        candidates = row.candidates.map { "\($0.rule.rawValue) \(text($0.number))" }
        code = text(row.code)
        self.text = text(row.text)
        type = text(row.type)
        description = row.description
        namesOwnFunds = row.namesOwnFunds
        isAggregatedChannel = row.isAggregatedChannel
        contentHash = row.contentHash
    }
}

struct DecodedStatement: Hashable {
    var rows: [SellerRow] = []
    var summary: StatementSummary
}

/// Decodes a file that holds these bytes.
func statement(
    _ bytes: [UInt8], limits: BillLimits = BillLimits(), blockBytes: Int = TextWindow.defaultBlockBytes
) throws -> DecodedStatement {
    let scratch = Scratch()
    var rows: [SellerRow] = []
    let summary = try decodeStatement(
        scratch.file(bytes).path, limits: limits, blockBytes: blockBytes, progress: { _ in },
        sink: { rows.append(SellerRow($0)) })
    return DecodedStatement(rows: rows, summary: summary)
}

func statement(_ text: StatementText, _ form: StatementText.Form = .utf8) throws -> DecodedStatement {
    try statement(text.bytes(form))
}
