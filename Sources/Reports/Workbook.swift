import CXlsxwriter
import Glibc
import Vocabulary

/// A report as a workbook that a spreadsheet opens without a question, a sheet for each table: days and moments are dates,
/// amounts numbers, and a number that names something is text with every digit.
struct Workbook: ~Copyable {
    /// Rows of a sheet, the names among them: what spreadsheets hold. More go to a further sheet.
    static let sheetRowsMax = 1_048_576
    /// What a cell of a spreadsheet holds, were each character outside the plane of 16 bits.
    private static let cellLengthMax = 16_383

    private let book: UnsafeMutablePointer<lxw_workbook>
    private let header, day, moment, amount, identifier: UnsafeMutablePointer<lxw_format>
    /// The first thing that went wrong.
    private var failure = LXW_NO_ERROR

    /// Rows go to the disk one by one, so that a month of any size takes the memory of one.
    init?(_ path: String) {
        var options = lxw_workbook_options(constant_memory: 1, tmpdir: nil, use_zip64: 0)
        guard let book = workbook_new_opt(path, &options) else { return nil }
        func format(_ pattern: String) -> UnsafeMutablePointer<lxw_format> {
            let format: UnsafeMutablePointer<lxw_format> = workbook_add_format(book)
            format_set_num_format(format, pattern)
            return format
        }
        self.book = book
        (header, day, moment) = (format("@"), format("yyyy-mm-dd"), format("yyyy-mm-dd hh:mm:ss"))
        // Two decimals, and more where a fee or a share has them.
        (amount, identifier) = (format("#,##0.00####"), format("@"))
        format_set_bold(header)
    }

    /// The file is there once this has returned `LXW_NO_ERROR`.
    consuming func close() -> lxw_error {
        let closed = workbook_close(book)
        return failure == LXW_NO_ERROR ? closed : failure
    }

    private mutating func check(_ error: lxw_error) { if failure == LXW_NO_ERROR { failure = error } }

    mutating func add(_ name: String, _ table: ReportTable, sheetRowsMax: Int = sheetRowsMax) {
        var (rest, part) = (table.rows[...], 1)
        repeat {
            add(part == 1 ? name : "\(name) \(part)", table.columns, rest.prefix(sheetRowsMax - 1))
            rest = rest.dropFirst(sheetRowsMax - 1)
            part += 1
        } while !rest.isEmpty
    }

    private mutating func add(_ name: String, _ columns: [ReportColumn], _ rows: ArraySlice<[String?]>) {
        guard let sheet = workbook_add_worksheet(book, name) else { return check(LXW_ERROR_SHEETNAME_ALREADY_USED) }
        for (index, column) in columns.enumerated() {
            let place = lxw_col_t(index)
            check(worksheet_set_column(sheet, place, place, Self.width(column), nil))
            check(worksheet_write_string(sheet, 0, place, column.name, header))
        }
        worksheet_freeze_panes(sheet, 1, 0)
        check(worksheet_autofilter(sheet, 0, 0, lxw_row_t(rows.count), lxw_col_t(columns.count - 1)))
        for (row, cells) in rows.enumerated() {
            for (index, (column, value)) in zip(columns, cells).enumerated() {
                guard let value else { continue }
                check(write(value, column.kind, sheet, lxw_row_t(row + 1), lxw_col_t(index)))
            }
        }
    }

    private func write(
        _ value: String, _ kind: ReportKind, _ sheet: UnsafeMutablePointer<lxw_worksheet>?, _ row: lxw_row_t,
        _ column: lxw_col_t
    ) -> lxw_error {
        switch kind {
        case .amount, .integer, .serial:
            if let number = Self.number(value) {
                return worksheet_write_number(sheet, row, column, number, kind == .amount ? amount : nil)
            }
        case .day, .moment:
            if var date = Self.date(value) {
                return worksheet_write_datetime(sheet, row, column, &date, kind == .day ? day : moment)
            }
        case .boolean: return worksheet_write_boolean(sheet, row, column, value == "true" ? 1 : 0, nil)
        case .identifiers:
            let text = printable(identifiers(value).joined(separator: " "), lengthMax: Self.cellLengthMax)
            return worksheet_write_string(sheet, row, column, text, identifier)
        case .identifier, .text, .json: break
        }
        // Also what no number or date of a spreadsheet holds: it stays as it is.
        let text = printable(value, lengthMax: Self.cellLengthMax)
        return worksheet_write_string(sheet, row, column, text, kind == .text || kind == .json ? nil : identifier)
    }

    /// nil where a spreadsheet, which keeps 15 digits, would lose one.
    static func number(_ text: String) -> Double? {
        let digits = text.utf8.filter { (48...57).contains($0) }.drop { $0 == 48 }
        return digits.count <= 15 ? Double(text).flatMap { $0.isFinite ? $0 : nil } : nil
    }

    /// nil for what is no day from 1900 on, which is where the dates of spreadsheets begin.
    static func date(_ text: String) -> lxw_datetime? {
        guard let day = BusinessDay(String(text.prefix(10))), day.components.year >= 1900 else { return nil }
        let clock = text.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int32($0) }
        guard text.count == 10 || clock.count == 3 else { return nil }
        let (year, month, number) = day.components
        return lxw_datetime(
            year: Int32(year), month: Int32(month), day: Int32(number), hour: clock.first ?? 0,
            min: clock.count == 3 ? clock[1] : 0, sec: clock.count == 3 ? Double(clock[2]) : 0)
    }

    private static func width(_ column: ReportColumn) -> Double {
        let width =
            switch column.kind {
            case .day: 11.0
            case .moment: 19.0
            case .amount: 16.0
            case .integer, .serial, .boolean: 10.0
            case .identifier, .identifiers: 30.0
            case .text, .json: 20.0
            }
        return max(width, Double(column.name.utf8.count) + 3)
    }
}

extension Report {
    /// Tables that say something of every report stand in each workbook, the others where they have rows.
    private var sheets: [(name: String, table: ReportTable)] {
        guard let period else { return [("summary", summary)] }
        let sometimes = [
            ("statement", period.statement), ("pots", period.money.pots), ("pot statement", period.money.statement),
            ("bridge", period.money.bridge), ("unbooked", period.money.unbooked),
            ("without result", period.withoutResult), ("decisions", period.decisions),
            ("late effects", period.lateEffects),
        ]
        let mix = period.mix.map { [("channels by day", $0.days), ("channels", $0.month)] } ?? []
        return [
            ("totals", SummaryTotal.table(summary)), ("summary", summary), ("discrepancies", period.discrepancies),
            ("pending", period.pending),
        ] + (sometimes + mix).filter { !$0.1.rows.isEmpty }
    }

    /// Moments are in Asia/Shanghai.
    package func writeWorkbook(to path: String) throws(Problem) { try Workbook.write(sheets, to: path) }
}

extension Workbook {
    /// Writes a whole workbook or leaves the file that was there.
    static func write(_ sheets: [(name: String, table: ReportTable)], to path: String) throws(Problem) {
        func failed(_ reason: String) -> Problem {
            Problem(.outputCannotCreate, "cannot create the workbook: \(reason)", at: Place(file: path))
        }
        let partial = "\(path).\(getpid()).part"
        defer { unlink(partial) }
        guard var workbook = Workbook(partial) else { throw failed("no memory") }
        for (name, table) in sheets { workbook.add(name, table) }
        let result = workbook.close()
        guard result == LXW_NO_ERROR else { throw failed(String(cString: lxw_strerror(result))) }
        guard rename(partial, path) == 0 else { throw failed(String(cString: strerror(errno))) }
    }
}
