import TestRandom
import Testing
import Vocabulary

@testable import Bills

private let texts = ["商品名称", "门店名称", "券名称", "备注"]
private let times: Set = ["创建时间", "完成时间"]
private let used: Set = ["订单金额（元）", "商家实收（元）", "商家优惠（元）"]
private let identifiers: Set = ["支付宝交易号", "商户订单号"]
/// Those of the pieces, and of the cells that no text moves.
private let amounts: Set = [
    "0.00", "-7.5", "7", "88.00", "-30.00", "1.00", "2.00", "-3.00", "4.00", "5", "-0.53",
]

/// Pieces of texts that look like every kind of column.
private let pieces = [
    "", "x", "减", "0.00", "-7.5", "7", "RF-1", "1.005", "2026-11-20 10:00:00", "2026-11-21 10:00:00",
    "2026-11-31 10:00:00",
]

/// How many ways there are to read `cells`, by trying each.
private func readings(of cells: ArraySlice<String>, as columns: ArraySlice<String>) -> Int {
    guard let column = columns.first else { return cells.isEmpty ? 1 : 0 }
    guard let cell = cells.first else { return 0 }
    if texts.contains(column) {
        return (1...cells.count).reduce(0) { $0 + readings(of: cells.dropFirst($1), as: columns.dropFirst()) }
    }
    return fits(cell, column) ? readings(of: cells.dropFirst(), as: columns.dropFirst()) : 0
}

private func fits(_ cell: String, _ column: String) -> Bool {
    if column == "服务费（元）" { return amounts.contains(cell) || cell == "1.005" }
    if column.hasSuffix("（元）") { return amounts.contains(cell) || (cell.isEmpty && !used.contains(column)) }
    if times.contains(column) { return ShanghaiTime.epochSeconds(cell) != nil }
    if identifiers.contains(column) { return !cell.isEmpty && cell.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
    if column == "退款批次号/请求号" {
        return cell.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !(cell.contains(".") && amounts.contains(cell))
    }
    return column != "对方账户" || !amounts.contains(cell)
}

@Test func `rows with commas in their texts are read as by trying every way, or refused where there are two`() throws {
    var random = SeededGenerator(seed: 5)
    var (read, refused) = (0, 0)
    for number in 0..<400 {
        let changes = [
            "支付宝红包（元）": "1.00", "集分宝（元）": "2.00", "商家优惠（元）": "-3.00", "商家红包消费金额（元）": "4.00", "卡消费金额（元）": "5",
            "退款批次号/请求号": ["", "7", "RF-1"].randomElement(using: &random) ?? "",
        ]
        let plain = number % 2 == 0 ? AlipayText.payment(1, changes) : AlipayText.refund(1, changes)
        var row = plain
        for text in texts {
            row[text] = (0...random.next() % 3).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined(separator: ",")
        }
        // The other way round a text comes first and a number last.
        let columns = number % 4 < 2 ? AlipayText.columns : AlipayText.columns.reversed()
        let cells = columns.flatMap { (row[$0] ?? "").split(separator: ",", omittingEmptySubsequences: false) }
        if cells.count == columns.count { continue }
        var bill = AlipayText([row])
        bill.columns = columns
        if readings(of: cells.map(String.init)[...], as: columns[...]) == 1 {
            read += 1
            #expect(try alipay(bill.bytes).entries == alipay(AlipayText([plain]).bytes).entries, "\(row)")
        } else {
            refused += 1
            #expect(problem { try alipay(bill.bytes) }?.code == .billCellsSurplus, "\(row)")
        }
    }
    #expect(read > 50 && refused > 25, "\(read) read, \(refused) refused")
}

@Test func `a row has at most 32 commas too many`() throws {
    func row(_ surplus: Int) -> [UInt8] {
        AlipayText([AlipayText.payment(1, ["备注": String(repeating: ",", count: surplus)])]).bytes
    }
    #expect(try alipay(row(32)).summary.flaggedRows == 1)
    #expect(problem { try alipay(row(33)) }?.code == .billCellsSurplus)
}
