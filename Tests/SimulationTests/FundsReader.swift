import Glibc
import Testing
import Vocabulary

@testable import Simulation

/// A funds bill read by the plainest means, apart from how the simulator prints it and from the product's decoders.
struct ReadFunds {
    struct Row: Hashable {
        var time: Int64
        var business: String
        var flow: String
        var voucher: String
        var type: String
        /// Into the pot is positive.
        var amountFen: Int64
        var balanceFen: Int64
    }

    var rows: [Row] = []
    /// Of the trailer.
    var intoRows = 0
    var intoFen: Int64 = 0
    var outRows = 0
    var outFen: Int64 = 0
    /// Alipay's summary file: by type, signed.
    var ofType: [String: Int64] = [:]

    var netFen: Int64 { rows.reduce(0) { $0 + $1.amountFen } }
    var openingFen: Int64? { rows.first.map { $0.balanceFen - $0.amountFen } }
    var closingFen: Int64? { rows.last?.balanceFen }

    init(_ bill: RenderedBill) throws {
        if bill.kind == .signcustomer { try readAlipay(bill) } else { try readWeChat(bill) }
    }

    private mutating func readWeChat(_ bill: RenderedBill) throws {
        var text = String(decoding: bill.text, as: UTF8.self)
        if text.unicodeScalars.first?.value == 0xFEFF { text = String(text.unicodeScalars.dropFirst()) }
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        #expect(
            lines[0]
                == "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号")
        #expect(lines[lines.count - 2] == "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额")
        for line in lines[1..<(lines.count - 2)] {
            let cells = String(line.dropFirst()).split(separator: ",`", omittingEmptySubsequences: false).map(
                String.init)
            try #require(cells.count >= 11)
            let amount = try fen(cells[6])
            #expect(amount > 0 && ["收入", "支出"].contains(cells[5]))
            rows.append(
                Row(
                    time: try #require(ShanghaiTime.epochSeconds(cells[0])), business: cells[1], flow: cells[2],
                    voucher: cells[cells.count - 1], type: cells[4], amountFen: cells[5] == "收入" ? amount : -amount,
                    balanceFen: try fen(cells[7])))
        }
        let totals = String(lines[lines.count - 1].dropFirst()).split(separator: ",`").map(String.init)
        #expect(Int(totals[0]) == rows.count)
        (intoRows, outRows) = (try #require(Int(totals[1])), try #require(Int(totals[3])))
        (intoFen, outFen) = (try fen(totals[2]), try fen(totals[4]))
    }

    private mutating func readAlipay(_ bill: RenderedBill) throws {
        let lines = try utf8(bill.text).split(separator: "\r\n").map(String.init)
        let table = lines.filter { !$0.hasPrefix("#") }
        let header = table[0].split(separator: ",").map(String.init)
        try #require(header.count == 16 && Set(header).count == 16)
        func column(_ name: String) throws -> Int { try #require(header.firstIndex(of: name)) }
        let places = try [
            "发生时间", "业务流水号", "账务流水号", "商户订单号", "业务类型", "收入金额（+元）", "支出金额（-元）", "账户余额（元）",
        ].map(column)
        for line in table.dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map {
                $0.hasSuffix("\t") ? String($0.dropLast()) : String($0)
            }
            try #require(cells.count == 16, "\(line)")
            let (into, out) = (try fen(cells[places[5]]), try fen(cells[places[6]]))
            #expect((into > 0) != (out < 0))
            rows.append(
                Row(
                    time: try #require(ShanghaiTime.epochSeconds(cells[places[0]])), business: cells[places[1]],
                    flow: cells[places[2]], voucher: cells[places[3]], type: cells[places[4]], amountFen: into + out,
                    balanceFen: try fen(cells[places[7]])))
        }
        (outRows, outFen) = try total(lines, "#支出合计：")
        (intoRows, intoFen) = try total(lines, "#收入合计：")
        outFen = abs(outFen)
        let summary = try utf8(try #require(bill.summaryText)).split(separator: "\r\n").map(String.init)
        for line in summary.filter({ !$0.hasPrefix("#") }).dropFirst() {
            let cells = line.split(separator: ",").map(String.init)
            #expect(try fen(cells[2]) + fen(cells[4]) == fen(cells[5]))
            ofType[cells[0]] = try fen(cells[5])
        }
    }

    private func total(_ lines: [String], _ title: String) throws -> (Int, Int64) {
        let line = try #require(lines.first { $0.hasPrefix(title) })
        let parts = line.dropFirst(title.count).dropLast().split(separator: "笔，共")
        return (try #require(Int(parts[0])), try fen(String(parts[1])))
    }

    private func fen(_ text: String) throws -> Int64 {
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? String(text.dropFirst()) : text).split(separator: ".")
        try #require(parts.count == 2 && parts[1].count == 2, "\(text)")
        let magnitude = try #require(Int64(parts[0])) * 100 + (try #require(Int64(parts[1])))
        return isNegative ? -magnitude : magnitude
    }

    private func utf8(_ bytes: [UInt8]) throws -> String {
        let descriptor = iconv_open("UTF-8", "GB18030")
        defer { iconv_close(descriptor) }
        var source = bytes.map { CChar(bitPattern: $0) }
        var target = [CChar](repeating: 0, count: bytes.count * 3 + 4)
        var (inputLeft, outputLeft) = (source.count, target.count)
        let status = source.withUnsafeMutableBufferPointer { from in
            target.withUnsafeMutableBufferPointer { into in
                var (input, output) = (from.baseAddress, into.baseAddress)
                return iconv(descriptor, &input, &inputLeft, &output, &outputLeft)
            }
        }
        try #require(status == 0)
        return String(decoding: target.dropLast(outputLeft).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
