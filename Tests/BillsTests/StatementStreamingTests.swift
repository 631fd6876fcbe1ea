import CXlsxwriter
import Glibc
import TestRandom
import Testing
import Vocabulary

@testable import Bills

/// Refused, or read as it was.
private func read(_ bytes: some Collection<UInt8>, blockBytes: Int = 4096) throws -> DecodedStatement? {
    do { return try statement(Array(bytes), blockBytes: blockBytes) } catch is Problem { return nil }
}

@Test("Statement: blocks of every size give the same", arguments: StatementText.Form.allCases)
func blocksOfEverySize(_ form: StatementText.Form) throws {
    for sample in StatementSample.all {
        let bytes = sample.bytes(form)
        let expected = try statement(bytes)
        for blockBytes in [1, 2, 3, 61, 64, 65, 1031] {
            #expect(try statement(bytes, blockBytes: blockBytes) == expected, "blocks of \(blockBytes)")
        }
    }
}

@Test("Statement: cut at every byte", arguments: StatementText.Form.allCases)
func cutAtEveryByte(_ form: StatementText.Form) throws {
    let bytes = StatementSample.alipay.bytes(form)
    // Behind the totals stands when it was exported.
    let footer = gb18030("#导出时间：[2026年06月01日 05:46:49]\r\n").count + 100
    for count in 0..<bytes.count - (form.isWorkbook ? 1 : footer) {
        #expect(try read(bytes.prefix(count)) == nil, "\(count) of \(bytes.count) bytes")
    }
}

@Test("Statement: one byte changed is refused or read", arguments: StatementText.Form.allCases)
func oneByteChanged(_ form: StatementText.Form) throws {
    let bytes = StatementSample.alipay.bytes(form)
    let expected = try statement(bytes)
    for index in bytes.indices {
        var changed = bytes
        changed[index] ^= [0x01, 0x20, 0x80, 0x02][index % 4]
        guard let decoded = try read(changed) else { continue }
        if form == .sharedStrings || form == .inlineStrings {
            #expect(decoded == expected, "byte \(index)")
        } else {
            // Its own totals prove what was moved.
            #expect(decoded.summary.into == expected.summary.into && decoded.summary.outOf == expected.summary.outOf)
        }
    }
}

@Test("Statement: bytes of any kind never end the program", arguments: 1...20)
func anyBytes(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let sample = StatementSample.all[Int(seed) % 3]
    let form = StatementText.Form.allCases[Int(seed) % StatementText.Form.allCases.count]
    for _ in 0..<100 {
        var bytes = sample.bytes(form)
        for _ in 0..<Int(random.next() % 8 + 1) {
            let at = Int(random.next() % UInt64(bytes.count))
            switch random.next() % 4 {
            case 0: bytes[at] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.remove(at: at)
            case 2: bytes.insert([0x22, 0x2C, 0x0A, 0x3C, 0x26, 0x23][Int(random.next() % 6)], at: at)
            default: bytes.replaceSubrange(at..<min(at + 9, bytes.count), with: bytes.prefix(7))
            }
        }
        _ = try read(bytes, blockBytes: Int(random.next() % 70 + 1))
    }
}

@Test("Statement: a month of a shop")
func aMonthOfRows() throws {
    // As many as one shop's had.
    let rows = 95_558
    var bytes = Array((StatementText.aggregated.joined(separator: ",") + "\n").utf8)
    for row in 0..<rows {
        bytes +=
            "2026-05-\(padded(row / 3200 + 1, 2)) 10:00:00,P\(row),4\(padded(row, 18)),交易收款,1.00,,0010001|交易收款,\n".utf8
    }
    let scratch = Scratch()
    var count = 0
    let summary = try decodeStatement(scratch.file(bytes).path) { row in
        count += 1
        #expect(row.lineNumber == count + 1)
    }
    #expect(count == rows && summary.rows == Int64(rows) && summary.into.amountFen == Int64(rows) * 100)
    #expect(summary.hits[.orderColumn] == Int64(rows))
}

@Test("Statement: shared texts beyond memory lie in a file")
func sharedTextsInAFile() throws {
    let store = ByteStore(inMemoryMax: 1000)
    for number in 0..<5000 {
        try "\(padded(number, 8))".withCString { try store.append(UnsafeRawBufferPointer(start: $0, count: 8)) }
    }
    try store.seal()
    for number in 0..<5000 {
        let cell = Cell(start: store.pointer(at: number * 8).assumingMemoryBound(to: UInt8.self), count: 8)
        #expect(AmountText.count(cell) == Int64(number))
    }
    let small = ByteStore(inMemoryMax: 1000)
    try small.seal()
    #expect(Cell(start: small.pointer(at: 0).assumingMemoryBound(to: UInt8.self), count: 0).load(0) == 0)
}

@Test("Statement: a workbook that another program wrote")
func workbookOfAnotherProgram() throws {
    let scratch = Scratch()
    let file = scratch.file([], name: "book.xlsx")
    let book = try #require(workbook_new(file.path))
    let notes = try #require(workbook_add_worksheet(book, "说明"))
    worksheet_write_string(notes, 0, 0, "本表由卖家中心导出", nil)
    let sheet = try #require(workbook_add_worksheet(book, "明细"))
    let dates = try #require(workbook_add_format(book))
    format_set_num_format(dates, "yyyy-mm-dd hh:mm:ss")
    for (column, title) in StatementText.aggregated.enumerated() {
        worksheet_write_string(sheet, 1, UInt16(column), title, nil)
    }
    for row in 0..<100 {
        let at = UInt32(row + 2)
        var time = lxw_datetime(year: 2026, month: 5, day: 3, hour: 10, min: Int32(row % 60), sec: 7)
        worksheet_write_datetime(sheet, at, 0, &time, dates)
        worksheet_write_string(sheet, at, 1, "P\(row)", nil)
        worksheet_write_string(sheet, at, 2, "4\(padded(row, 18))", nil)
        worksheet_write_string(sheet, at, 3, "交易收款", nil)
        worksheet_write_number(sheet, at, 4, 29.99 + Double(row), nil)
        worksheet_write_string(sheet, at, 6, "0010001|交易收款-交易收款", nil)
    }
    #expect(workbook_close(book) == LXW_NO_ERROR)
    var rows: [SellerRow] = []
    let summary = try decodeStatement(file.path) { rows.append(SellerRow($0)) }
    let amounts = (0..<100).map { Int64(2999 + $0 * 100) }
    #expect(rows.map(\.amountFen) == amounts)
    let times = (0..<100).map { "2026-05-03 10:\(padded($0 % 60, 2)):07" }
    #expect(rows.map(\.bookedAt) == times)
    let orders = (0..<100).map { "4\(padded($0, 18))" }
    #expect(rows.map(\.orderNo) == orders && rows.last?.line == 102)
    #expect(summary.kind == .aggregated && summary.rows == 100)
}

@Test("Statement: what the sink throws comes out unchanged, and limits hold")
func sinkAndLimits() throws {
    struct Stop: Error {}
    let scratch = Scratch()
    for form in StatementText.Form.allCases {
        let path = scratch.file(StatementSample.alipay.bytes(form)).path
        #expect(throws: Stop.self) { _ = try decodeStatement(path) { _ in throw Stop() } }
        var limits = BillLimits()
        limits.inflatedBytesMax = 700
        #expect(problem { try statement(StatementSample.alipay.bytes(form), limits: limits) }?.code == .billTooLarge)
        limits = BillLimits()
        limits.lineBytesMax = 60
        #expect(problem { try statement(StatementSample.alipay.bytes(form), limits: limits) }?.code == .billLineTooLong)
    }
}
