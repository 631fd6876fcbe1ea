import CLibzip
import Vocabulary

/// A seller's statement of Alipay's account as the console exports it, some 330 bytes a row, in each of its forms.
struct StatementFiles {
    let rows: Int
    let directory: String
    /// Each begins on the day after the one before it ends.
    var number = 0
    /// The same movements as another file.
    var isUnixText = false

    private static let columns = [
        "入账时间", "支付宝流水号", "支付宝交易号", "商户订单号", "账务类型", "收入（+元）", "支出（-元）", "账户余额（元）", "支付渠道", "商品名称", "对方名称", "业务描述",
        "业务基础订单号", "业务订单号", "备注",
    ]
    /// Of each ten rows: a receipt and what the platform deducts of it.
    private static let descriptions = ["0010001|交易收款-交易收款", "0030130|基础软件服务费", "0170155T|U先供应链服务费", "0060011|淘宝客佣金"]
    private static let start = BusinessDay(year: 2026, month: 5, day: 1)?.startEpochSeconds ?? 0

    static let rowsPerOrder = 4

    private func cells(_ line: Int) -> [String] {
        let row = number * rows + line
        let days = (rows - 1) / Int(BusinessDay.secondsPerDay) + 1
        let second = Int64(number * days) * BusinessDay.secondsPerDay + Int64(line)
        let order = "4\(padded(row / Self.rowsPerOrder, 18))"
        let isReceipt = row % Self.rowsPerOrder == 0
        let fen = Int64(row % 90_000 + 10)
        return [
            ShanghaiTime.text(epochSeconds: Self.start + second), "2026050\(padded(row, 21))",
            "20260501220014\(padded(row / Self.rowsPerOrder, 14))", "T200P\(order)", isReceipt ? "在线支付" : "交易分账",
            isReceipt ? Fen.yuan(fen) : "", isReceipt ? "" : "-\(Fen.yuan(fen))", Fen.yuan(1_000_000), "支付宝", "铁观音礼盒",
            "**明", Self.descriptions[row % Self.rowsPerOrder], order, "M{\(order)}|S{\(order)}|O{}",
            isReceipt ? "" : "基础软件服务费(\(order))扣款",
        ]
    }

    /// - Returns: its path.
    func csv() throws -> String {
        try write("statement.csv") { file in
            let end = isUnixText ? "\n" : "\r\n"
            file.put(Self.columns.joined(separator: ",") + end)
            for row in 0..<rows { file.put(cells(row).joined(separator: ",") + end) }
        }
    }

    func spreadsheetXML() throws -> String {
        try write("statement.xml") { file in
            file.put(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook "
                    + "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
                    + "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"1\"><Table>\n")
            func put(_ cells: [String]) {
                file.put("<Row>")
                for cell in cells { file.put("<Cell><Data ss:Type=\"String\">\(cell)</Data></Cell>") }
                file.put("</Row>\n")
            }
            put(Self.columns)
            for row in 0..<rows { put(cells(row)) }
            file.put("</Table></Worksheet></Workbook>\n")
        }
    }

    /// With shared texts, of which most stand in one cell alone.
    func xlsx() throws -> String {
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        var strings = try BlockedFile("\(directory)/strings.xml")
        strings.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sst \(main)>")
        var known: [String: Int] = [:]
        var count = 0
        func shared(_ text: String, isUnique: Bool) -> Int {
            if !isUnique, let number = known[text] { return number }
            strings.put("<si><t>\(text)</t></si>")
            if !isUnique { known[text] = count }
            count += 1
            return count - 1
        }
        let sheet = try write("sheet.xml") { file in
            file.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet \(main)><sheetData>")
            let amounts = 5...7
            func put(_ line: Int, _ cells: [String]) {
                file.put("<row r=\"\(line)\">")
                for (column, cell) in cells.enumerated() where !cell.isEmpty {
                    let at = "\(UnicodeScalar(UInt8(65 + column)))\(line)"
                    if line > 1, amounts.contains(column) {
                        file.put("<c r=\"\(at)\"><v>\(cell)</v></c>")
                    } else {
                        let isUnique = line > 1 && ![4, 8, 9, 10, 11].contains(column)
                        file.put("<c r=\"\(at)\" t=\"s\"><v>\(shared(cell, isUnique: isUnique))</v></c>")
                    }
                }
                file.put("</row>")
            }
            put(1, Self.columns)
            for row in 0..<rows { put(row + 2, cells(row)) }
            file.put("</sheetData></worksheet>")
        }
        strings.put("</sst>")
        _ = try strings.close()
        let workbook = try write("workbook.xml") { file in
            file.put(
                "<workbook \(main) xmlns:r=\"\(relations)\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            )
        }
        let links = try write("links.xml") { file in
            file.put(
                "<Relationships><Relationship Id=\"r1\" Type=\"\(relations)/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                    + "<Relationship Id=\"r2\" Type=\"\(relations)/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            )
        }
        return try pack([
            ("xl/workbook.xml", workbook), ("xl/_rels/workbook.xml.rels", links), ("xl/worksheets/sheet1.xml", sheet),
            ("xl/sharedStrings.xml", "\(directory)/strings.xml"),
        ])
    }

    private func pack(_ members: [(name: String, path: String)]) throws -> String {
        let path = "\(directory)/statement.xlsx"
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else {
            throw BenchProblem.because("cannot write \(path)")
        }
        for (name, path) in members {
            guard let source = zip_source_file(archive, path, 0, 0) else {
                throw BenchProblem.because("cannot read \(path)")
            }
            let index = zip_file_add(archive, name, source, 0)
            guard index >= 0 else { throw BenchProblem.because("cannot pack \(name)") }
            let fastest: UInt32 = 1
            zip_set_file_compression(archive, UInt64(index), ZIP_CM_DEFLATE, fastest)
        }
        guard zip_close(archive) == 0 else { throw BenchProblem.because("cannot write \(path)") }
        return path
    }

    private func write(_ name: String, _ body: (inout BlockedFile) -> Void) throws -> String {
        let path = "\(directory)/\(name)"
        var file = try BlockedFile(path)
        body(&file)
        _ = try file.close()
        return path
    }
}
