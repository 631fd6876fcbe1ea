import FoundationEssentials
import Vocabulary

@testable import Bills

/// `number,kind,refund,own number,fen,fee fen,time,state`, one line for each, and a last line of totals:
/// `total,<payments>,<fen>,<refunds>,<fen>`. A refund that failed is SPILT, and counted in the total all the same.
struct TeaPayBill: BillDecoder {
    static let failedRefund = "SPILT"
    private static let cellsOfRow = 8

    let expected: ExpectedBill

    init(_ expected: ExpectedBill) { self.expected = expected }

    func decode(
        _ files: [BillFile], progress: (Int64) -> Void, sink: (BillEntry) throws -> Void
    ) throws -> BillSummary {
        var summary = BillSummary()
        var totals = EntryTotals()
        let place = Place(file: files[0].path, account: expected.account, day: expected.day)
        guard let data = try? Data(contentsOf: URL(filePath: files[0].path)) else {
            throw Problem(.billUnreadable, "the bill cannot be read", at: place)
        }
        var lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let trailer = lines.popLast(), trailer.first == "total", trailer.count == 5 else {
            throw Problem(.billTruncated, "the bill has no last line", at: place)
        }
        for (number, cells) in lines.enumerated() {
            guard cells.count == Self.cellsOfRow, let fen = Int64(cells[4]), let fee = Int64(cells[5]),
                let time = ShanghaiTime.epochSeconds(cells[6])
            else { throw Problem(.billCellsMissing, "a row is not whole", at: place.at(line: number + 1)) }
            let isPayment = cells[1] == "pour"
            let isExecuted = isPayment || cells[7] != Self.failedRefund
            try entry(
                Int32(number + 1), cells, isPayment: isPayment, isExecuted: isExecuted, fen: fen, feeFen: fee,
                time: time
            ) { entry in
                totals.add(entry)
                try sink(entry)
            }
        }
        try totals.store(in: &summary, place: place)
        summary.payments.channelTotalFen = Int64(trailer[2]) ?? 0
        summary.refunds.channelTotalFen = Int64(trailer[4]) ?? 0
        guard summary.payments.amountFen == summary.payments.channelTotalFen,
            summary.refunds.amountFen == summary.refunds.channelTotalFen,
            trailer[1] == "\(summary.payments.rows)", trailer[3] == "\(summary.refunds.rows)"
        else { throw Problem(.billTotalMismatch, "rows and totals differ", at: place) }
        summary.textBytes = Int64(data.count)
        return summary
    }

    private func entry(
        _ line: Int32, _ cells: [String], isPayment: Bool, isExecuted: Bool, fen: Int64, feeFen: Int64, time: Int64,
        _ body: (BillEntry) throws -> Void
    ) throws {
        let texts = [cells[0], cells[2], cells[3], cells[7], "CNY"].map { Array($0.utf8) }
        try texts.flatMap { $0 }.withUnsafeBytes { bytes in
            var start = 0
            let slices = texts.map { text in
                defer { start += text.count }
                return UnsafeRawBufferPointer(rebasing: bytes[start..<start + text.count])
            }
            let settled = isPayment ? fen : isExecuted ? -fen : 0
            try body(
                BillEntry(
                    lineNumber: line, fileNumber: 0, type: isPayment ? .payment : .refund, isClassified: true,
                    isRefundNotExecuted: !isExecuted, paymentNo: slices[0], refundNo: slices[1],
                    channelTradeNo: slices[2], channelRefundNo: isPayment ? slices[1] : slices[2], amountFen: fen,
                    settledFen: settled, feeE5: feeFen * 1000, currency: slices[4], occurredAt: time, state: slices[3],
                    otherDiscountPaymentFen: 0, otherDiscountRefundFen: 0))
        }
    }
}
