import Testing
import Vocabulary

@testable import Bills

private let sampleW = SpecSample.wechat
private let sampleA = SpecSample.alipay

private func wechatText(_ change: (inout WeChatPayText) -> Void) -> [UInt8] {
    var text = WeChatPayText([WeChatPayText.payment(1), WeChatPayText.refund(2)])
    change(&text)
    return text.bytes
}
private func alipayText(_ change: (inout AlipayText) -> Void) -> [UInt8] {
    var text = AlipayText([AlipayText.payment(1), AlipayText.refund(2)])
    change(&text)
    return text.bytes
}
/// The sample with one piece of its text replaced; fails if that is not there.
private func changedW(_ old: String, _ new: String) throws -> Decoded {
    let text = String(decoding: sampleW.bytes, as: UTF8.self)
    try #require(text.contains(old))
    return try wechat(Array(text.replacing(old, with: new, maxReplacements: 1).utf8))
}
private func changedA(_ old: String, _ new: String) throws -> Decoded {
    try #require(sampleA.text.contains(old))
    return try alipay(gb18030(sampleA.text.replacing(old, with: new, maxReplacements: 1)))
}
private func rowW(_ column: String, _ value: String) throws -> Decoded {
    try wechat(WeChatPayText([WeChatPayText.payment(1), WeChatPayText.refund(2, [column: value])]).bytes)
}
private func rowA(_ column: String, _ value: String) throws -> Decoded {
    try alipay(AlipayText([AlipayText.payment(1), AlipayText.refund(2, [column: value])]).bytes)
}
private func zip(_ members: Packing.Member...) throws -> Decoded { try alipay(Packing.zip(members)) }
private let name = Array("detail.csv".utf8)
private var half: WeChatPayText {
    var text = WeChatPayText([WeChatPayText.payment(1)])
    (text.columns, text.summaryColumns) = (WeChatPayText.success, WeChatPayText.successSummary)
    return text
}
private func limited(_ change: (inout BillLimits) -> Void) -> BillLimits {
    var limits = BillLimits()
    change(&limits)
    return limits
}

private let archives: [Refusal<Decoded>] = [
    .init(.billUnreadable, "no file") {
        _ = try decoder(Sample.wechat).entries(
            of: [BillFile(path: "/nonexistent/bill", sizeBytes: 0, sha256: "")], sink: { _ in })
        return Decoded()
    },
    .init(.billUnreadable, "a directory") {
        _ = try decoder(Sample.wechat).entries(
            of: [BillFile(path: "/tmp", sizeBytes: 0, sha256: "")], sink: { _ in })
        return Decoded()
    },
    .init(.billEmpty, "zero bytes") { try wechat([]) },
    .init(.billEmpty, "gzip of nothing") { try wechat(Packing.gzip([])) },
    .init(.billEmpty, "zero bytes from Alipay") { try alipay([]) },
    .init(.billNotABill, "HTML instead of a ZIP", found: "an HTML or XML page") {
        try alipay(Array("\n <!DOCTYPE html><html>下载超时</html>".utf8))
    },
    .init(.billNotABill, "JSON", found: "a JSON answer") { try wechat(Array("{\"code\":\"NO_AUTH\"}".utf8)) },
    .init(.billNotABill, "some text") { try wechat(Array("hello\n".utf8)) },
    .init(.billNotABill, "some bytes") { try alipay([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]) },
    .init(.billTruncated, "truncated gzip") { try wechat(Packing.gzip(sampleW.bytes).dropLast(9)) },
    .init(.billTruncated, "gzip cut at its last byte") { try wechat(Packing.gzip(sampleW.bytes).dropLast(1)) },
    .init(.billTruncated, "cut second gzip member") {
        try wechat(Packing.gzip(sampleW.bytes) + Packing.gzip([]).dropLast(3))
    },
    .init(.billArchiveDamaged, "flipped bit in the gzip data") {
        var bytes = Packing.gzip(sampleW.bytes)
        bytes[bytes.count - 40] ^= 4
        return try wechat(bytes)
    },
    .init(.billArchiveDamaged, "wrong CRC of the gzip data") {
        var bytes = Packing.gzip(sampleW.bytes)
        bytes[bytes.count - 8] ^= 1
        return try wechat(bytes)
    },
    .init(.billArchiveDamaged, "bytes behind the gzip data") { try wechat(Packing.gzip(sampleW.bytes) + [0, 0, 0]) },
    .init(.billArchiveDamaged, "cut ZIP") {
        try alipay(Packing.zip([.init(name: name, bytes: sampleA.bytes)]).dropLast(30))
    },
    .init(.billArchiveDamaged, "wrong CRC in the ZIP", found: "a wrong CRC-32") {
        try zip(.init(name: name, bytes: sampleA.bytes, claimedChecksum: 7))
    },
    .init(.billArchiveDamaged, "wrong CRC of the summary") {
        try zip(
            .init(name: name, bytes: sampleA.bytes),
            .init(name: [0x61], bytes: alipaySummary(payments: 2, refunds: 1), claimedChecksum: 7))
    },
    .init(.billArchiveDamaged, "too small a size in the ZIP") {
        try zip(.init(name: name, bytes: sampleA.bytes, claimedSize: 1000))
    },
    .init(.billArchiveDamaged, "too large a size in the ZIP") {
        try zip(.init(name: name, bytes: sampleA.bytes, claimedSize: 2000))
    },
    .init(.billArchiveUnsafe, "a path in the ZIP") { try zip(.init(name: Array("../x".utf8), bytes: sampleA.bytes)) },
    .init(.billArchiveUnsafe, "a backslash in the ZIP") {
        try zip(.init(name: Array("a\\x".utf8), bytes: sampleA.bytes))
    },
    .init(.billArchiveUnsafe, "a backslash behind GBK") {
        try zip(.init(name: gb18030("业务") + [0x5C, 0x61], bytes: sampleA.bytes))
    },
    .init(.billArchiveUnsafe, "a name without characters") { try zip(.init(name: [], bytes: sampleA.bytes)) },
    .init(.billArchiveUnsafe, "one name twice") {
        try zip(.init(name: name, bytes: sampleA.bytes), .init(name: name, bytes: sampleA.bytes))
    },
    .init(.billArchiveUnsafe, "an encrypted member", found: "encrypted") {
        try zip(.init(name: name, bytes: sampleA.bytes, isEncrypted: true))
    },
    .init(.billArchiveUnsafe, "too many members") {
        try alipay(Packing.zip((0..<65).map { .init(name: [0x61, 0x30 + UInt8($0)], bytes: [0x23]) }))
    },
    .init(.billArchiveUnsafe, "members over each other") {
        // The second directory entry points at the first member.
        var bytes = Packing.zip([.init(name: [0x61], bytes: sampleA.bytes), .init(name: [0x62], bytes: sampleA.bytes)])
        let offset = bytes.count - 22 - 1 - 4
        for index in 0..<4 { bytes[offset + index] = 0 }
        return try alipay(bytes)
    },
    .init(.billArchiveUnsafe, "no members", found: "0") { try alipay(Packing.zip([])) },
    .init(.billTooLarge, "a ZIP bomb") {
        try zip(.init(name: name, bytes: [UInt8](repeating: 0, count: 4 << 20)))
    },
    .init(.billTooLarge, "a gzip bomb") {
        try alipay(Packing.gzip(gb18030("#支付宝业务明细查询\n" + String(repeating: "#\n", count: 2 << 20))))
    },
    .init(.billArchiveDamaged, "a ZIP bomb that claims to be small") {
        try zip(.init(name: name, bytes: [UInt8](repeating: 0x23, count: 4 << 20), claimedSize: 4096))
    },
    .init(.billTooLarge, "more members' bytes than allowed") {
        try alipay(
            Packing.zip([.init(name: name, bytes: sampleA.bytes)]), limits: limited { $0.inflatedBytesMax = 1386 })
    },
    .init(.billTooLarge, "more plain bytes than allowed") {
        try wechat(sampleW.bytes, limits: limited { $0.inflatedBytesMax = 1418 })
    },
    .init(.billTooLarge, "sums beyond all money") {
        var text = WeChatPayText((0..<10_000).map { _ in WeChatPayText.payment(1, ["订单金额": "9999999999999.99"]) })
        text.totals["订单总金额"] = "0.00"
        return try wechat(text.bytes)
    },
]

private let forms: [Refusal<Decoded>] = [
    .init(.billOtherProduct, "the fund-flow bill") {
        try wechat(Array("\u{FEFF}记账时间,微信支付业务单号,资金流水单号\r\n".utf8))
    },
    .init(.billOtherProduct, "Alipay's balance movements") {
        try alipay(alipayText { $0.title = "#支付宝账务明细查询" })
    },
    .init(.billOtherProduct, "a personal statement") {
        try alipay(gb18030("支付宝交易记录明细查询\r\n账号:[a@example.com]\r\n"))
    },
    .init(.billOtherProduct, "a personal statement's header") { try alipay(gb18030("交易时间,交易分类,收/支,金额\r\n")) },
    .init(.billOtherProduct, "Alipay's bill for WeChat Pay") {
        try wechat([0xEF, 0xBB, 0xBF] + Array(sampleA.text.utf8))
    },
    .init(.billResaved, "GBK instead of UTF-8") {
        try wechat(gb18030(String(decoding: sampleW.bytes.dropFirst(3), as: UTF8.self)))
    },
    .init(.billResaved, "quotes in the header") { try changedW("交易时间,", "\"交易时间\",") },
    .init(.billResaved, "quotes in a row") { try changedW("`2026-11-21 08:15:02,", "\"`2026-11-21 08:15:02\",") },
    .init(.billResaved, "2.02E+27", line: 3, column: "微信订单号", found: "2.02E+27") { try rowW("微信订单号", "2.02E+27") },
    .init(.billResaved, "2.02E+27 at Alipay", line: 7, column: "支付宝交易号") { try rowA("支付宝交易号", "2.02E+27") },
    .init(.billResaved, "Alipay's bill in UTF-8 without a mark") { try alipay(Array(sampleA.text.utf8)) },
    .init(.billTruncated, "no summary", line: 5) {
        let text = String(decoding: sampleW.bytes, as: UTF8.self)
        return try wechat(Array(text.split(separator: "总交易单数").first.map(String.init).map(\.utf8) ?? "".utf8))
    },
    .init(.billTruncated, "a summary without its row") {
        let lines = String(decoding: sampleW.bytes, as: UTF8.self).split(separator: "\r\n")
        return try wechat(Array(lines.dropLast().joined(separator: "\r\n").utf8))
    },
    .init(.billTruncated, "header alone") {
        try wechat(Array((WeChatPayText.all.joined(separator: ",") + "\r\n").utf8))
    },
    .init(.billTruncated, "no trailer") { try alipay(alipayText { $0.hasTrailer = false }) },
    .init(.billTruncated, "one of two totals") { try alipay(alipayText { $0.totals["退款合计"] = "#" }) },
    .init(.billTruncated, "the beginning alone") {
        try alipay(gb18030("#支付宝业务明细查询\r\n#账号：[20880000000000010156]\r\n"))
    },
    .init(.billTrailingText, "rows behind the summary", line: 7) { try wechat(sampleW.bytes + Array("`1\r\n".utf8)) },
    .init(.billTrailingText, "two bills in one gzip") {
        try wechat(Packing.gzip(sampleW.bytes) + Packing.gzip(sampleW.bytes))
    },
    .init(.billTrailingText, "rows behind Alipay's totals") { try alipay(sampleA.bytes + Array("1,2\r\n".utf8)) },
    .init(.billTrailingText, "Alipay's totals twice") {
        try alipay(sampleA.bytes + gb18030("#交易合计：0笔，商家实收共0元，商家优惠共0元\r\n"))
    },
    .init(.billFilesIncomplete, "SUCCESS alone") { try wechat(half.bytes) },
    .init(.billFilesIncomplete, "SUCCESS twice") { try wechat(half.bytes, half.bytes) },
    .init(.billFilesIncomplete, "ALL with SUCCESS") { try wechat(sampleW.bytes, half.bytes) },
    .init(.billFilesIncomplete, "ALL twice") { try wechat(sampleW.bytes, sampleW.bytes) },
    .init(.billFilesIncomplete, "two files of Alipay") {
        try decode([sampleA.bytes, sampleA.bytes], of: Sample.alipay)
    },
    .init(.billFilesIncomplete, "a summary alone") {
        try zip(.init(name: name, bytes: alipaySummary(payments: 0, refunds: 0)))
    },
    .init(.billLineTooLong, "an endless line", line: 3) {
        try rowW("商品名称", String(repeating: "x", count: 70_000))
    },
    .init(.billLineTooLong, "an endless row of many lines", line: 3) {
        try rowW("商品名称", String(repeating: "xxx\n", count: 20_000))
    },
    .init(.billLineTooLong, "an endless header") { try wechat([UInt8](repeating: 0x61, count: 70_000)) },
    .init(.billLineTooLong, "an endless line of commas") {
        try alipay(
            gb18030(sampleA.text.replacing("**明", with: String(repeating: ",", count: 70_000), maxReplacements: 1)))
    },
    .init(.billColumnMissing, "no 手续费", line: 1, column: "手续费") {
        try wechat(wechatText { $0.columns.removeAll { $0 == "手续费" } })
    },
    .init(.billColumnMissing, "no 商户订单号", column: "商户订单号") {
        try wechat(wechatText { $0.columns.removeAll { $0 == "商户订单号" } })
    },
    .init(.billColumnMissing, "no total of the order amounts", line: 4, column: "订单总金额") {
        try wechat(wechatText { $0.summaryColumns.removeAll { $0 == "订单总金额" } })
    },
    .init(.billColumnMissing, "no 完成时间 at Alipay", line: 5, column: "完成时间") {
        try alipay(alipayText { $0.columns.removeAll { $0 == "完成时间" } })
    },
    .init(.billColumnRepeated, "手续费 twice") { try wechat(wechatText { $0.columns.append("手续费") }) },
    .init(.billCellsMissing, "a row of 26 cells", line: 2, found: "26") { try changedW("`0.60%,", "") },
    .init(.billCellsMissing, "a row cut by a line break before a backtick", line: 2) {
        try changedW("`CNY,", "`CNY\n")
    },
    .init(.billCellsMissing, "a short row at Alipay", line: 7, found: "24") { try changedA(",满减券", "") },
    .init(.billCellsMissing, "a short summary row") { try changedW("`188.00,", "") },
    .init(.billCellsSurplus, "surplus without free text to hold it", line: 2) {
        try wechat(
            wechatText {
                $0.columns.removeAll { $0 == "商品名称" || $0 == "商户数据包" }
                $0.rows[0]["设备号"] = "a,`b"
            })
    },
    .init(.billCellsSurplus, "surplus in Alipay's numbers", line: 7) { try rowA("服务费（元）", "a,b") },
    .init(.billCellsSurplus, "no end of commas", line: 7) { try rowA("备注", String(repeating: ",", count: 33)) },
    .init(.billRowMisplaced, "a payment in a REFUND file", line: 2) {
        var text = WeChatPayText([WeChatPayText.payment(1, ["退款申请时间": "2026-11-21 10:00:00"])])
        text.columns = WeChatPayText.refund
        return try wechat(half.bytes, text.bytes)
    },
    .init(.billRowMisplaced, "a refund in a SUCCESS file") {
        var text = half
        text.rows = [WeChatPayText.refund(1)]
        return try wechat(text.bytes, half.bytes)
    },
]

private let values: [Refusal<Decoded>] =
    ["1.005", "1e-3", "", " 1.00", "1,00", "-1.00", "99999999999999.99", "1e14"].map { text in
        Refusal(.billBadAmount, "\(text) at WeChat Pay", line: 3, column: "申请退款金额") {
            try wechat(
                wechatText {
                    $0.rows[1]["申请退款金额"] = text; $0.totals["申请退款总金额"] = "30.00"
                })
        }
    }
    + ["1.005", "1e-3", "", "1.0.0", "--1"].map { text in
        Refusal(.billBadAmount, "\(text) at Alipay", line: 7, column: "商家实收（元）") {
            var row = AlipayText([AlipayText.payment(1), AlipayText.refund(2, ["商家实收（元）": text])])
            row.totals["退款合计"] = "#退款合计：1笔，商家实收退款共-30.00元，商家优惠退款共0.00元"
            return try alipay(row.bytes)
        }
    } + [
        .init(.billBadAmount, "a fee of six decimals", line: 3, column: "手续费", found: "0.123456") {
            try rowW("手续费", "0.123456")
        },
        .init(.billBadAmount, "an openid where an amount should be is not shown", found: "9 bytes of other text") {
            try rowW("手续费", "oOpenId00")
        },
        .init(.billBadAmount, "a total that is none") { try changedW("`208.00", "`208.00元") },
        .init(.billBadAmount, "a negative payment at Alipay", line: 6) {
            try alipay(alipayText { $0.rows[0]["订单金额（元）"] = "-88.00" })
        },
        .init(.billBadAmount, "a trailer without a sum") { try changedA("商家优惠共10.00元", "商家优惠共元") },
        .init(.billBadCount, "45.0 as a count", line: 6, column: "总交易单数", found: "3.0") {
            try changedW("`3,`188", "`3.0,`188")
        },
        .init(.billBadCount, "a trailer without a count") { try changedA("2笔", "笔") },
        .init(.billBadCount, "a summary's count") {
            let summary = String(decoding: GB18030.utf8(alipaySummary(payments: 2, refunds: 1)) ?? [], as: UTF8.self)
            return try zip(
                .init(name: name, bytes: sampleA.bytes),
                .init(name: [0x61], bytes: gb18030(summary.replacing("\t,2,1,", with: "\t,2.0,1.0,"))))
        },
        .init(.billBadTime, "a time without seconds", line: 3, column: "交易时间", found: "2026-11-21 08:15") {
            try rowW("交易时间", "2026-11-21 08:15")
        },
        .init(.billBadTime, "a re-saved time at Alipay", column: "完成时间") { try rowA("完成时间", "2026/11/21 8:15:02") },
        .init(.billBadIdentifier, "no order number", line: 3, column: "商户订单号", found: "nothing") {
            try rowW("商户订单号", "")
        },
        .init(.billBadIdentifier, "an order number of Chinese") { try rowA("商户订单号", "订单") },
        .init(.billBadIdentifier, "a line break in a number") { try rowW("商户订单号", "a\nb") },
        .init(.billBadText, "a currency of four letters", column: "货币种类") { try rowW("货币种类", "CNYX") },
        .init(.billWrongAccount, "another merchant number", line: 3, column: "商户号", found: "1900999002") {
            try rowW("商户号", "1900999002")
        },
        .init(.billWrongAccount, "another PID", line: 2, found: "20880000000000020156") {
            try alipay(alipayText { $0.account = "20880000000000020156" })
        },
        .init(.billWrongAccount, "no account line") { try changedA("#账号", "#账户") },
        .init(.billWrongAccount, "a summary of another account") {
            let other = alipaySummary(payments: 2, refunds: 1).map { $0 == 0x38 ? 0x39 : $0 }
            return try zip(.init(name: name, bytes: sampleA.bytes), .init(name: [0x61], bytes: other))
        },
        .init(.billWrongDay, "the day before", line: 2, column: "交易时间", found: "2026-11-21 08:15:02") {
            try wechat(sampleW.bytes, day: Sample.day.previous)
        },
        .init(.billWrongDay, "one row of a day further", line: 3, found: "2026-11-23 00:00:00") {
            try rowW("交易时间", "2026-11-23 00:00:00")
        },
        .init(.billWrongDay, "one row of a day earlier still", line: 3, found: "2026-11-19 23:59:59") {
            try rowW("交易时间", "2026-11-19 23:59:59")
        },
        .init(.billWrongDay, "two rows of three of the next day", line: 2, found: "2026-11-22 00:00:01") {
            try wechat(
                WeChatPayText([
                    WeChatPayText.payment(1, ["交易时间": "2026-11-22 00:00:01"]),
                    WeChatPayText.payment(2, ["交易时间": "2026-11-22 00:00:02"]), WeChatPayText.payment(3),
                ]).bytes)
        },
        .init(.billWrongDay, "a reversal of the day after next") {
            try wechat(
                wechatText {
                    $0.rows[1]["交易状态"] = "REVOKED"
                    $0.rows[1]["交易时间"] = "2026-11-23 00:00:00"
                })
        },
        .init(.billWrongDay, "two rows of three of the next day at Alipay", line: 6, column: "完成时间") {
            try alipay(
                AlipayText([
                    AlipayText.payment(1, ["完成时间": "2026-11-22 00:00:01"]),
                    AlipayText.payment(2, ["完成时间": "2026-11-22 00:00:02"]), AlipayText.payment(3),
                ]).bytes)
        },
        .init(.billWrongDay, "nothing but reversals of earlier payments") {
            try wechat(
                WeChatPayText([WeChatPayText.refund(1, ["交易状态": "REVOKED", "交易时间": "2026-11-20 10:00:00"])]).bytes)
        },
        .init(.billWrongDay, "a REFUND file's row of another day", column: "退款申请时间") {
            var text = WeChatPayText([WeChatPayText.refund(1, ["退款申请时间": "2026-11-20 23:59:59"])])
            text.columns = WeChatPayText.refund
            return try wechat(half.bytes, text.bytes)
        },
        .init(.billWrongDay, "another period", line: 3) { try alipay(sampleA.bytes, day: Sample.day.next) },
        .init(.billWrongDay, "a month") {
            try alipay(
                alipayText {
                    $0.start = "2026年11月01日 00:00:00"; $0.end = "2026年12月01日 00:00:00"
                })
        },
        .init(.billWrongDay, "a row of a day further in the right period", line: 7, column: "完成时间") {
            try rowA("完成时间", "2026-11-23 00:00:00")
        },
    ]
    + WeChatPayText.summary.dropFirst().map { column in
        Refusal(.billTotalMismatch, "\(column) off by the least unit", line: 6, column: column) {
            let fee = column == "手续费总金额"
            let right = [
                "应结订单总金额": "188.00", "退款总金额": "30.00", "充值券退款总金额": "0.00", "手续费总金额": "0.95000", "订单总金额": "208.00",
                "申请退款总金额": "30.00",
            ]
            var text = sampleW
            text.totals[column] = (right[column] ?? "").dropLast() + (fee ? "1" : "1")
            return try wechat(text.bytes)
        }
    }
    + [
        .init(.billTotalMismatch, "one row fewer", column: "总交易单数", found: "3 in its rows") {
            var text = sampleW
            text.totals["总交易单数"] = "4"
            return try wechat(text.bytes)
        },
        .init(.billTotalMismatch, "a fee total of another sign") {
            var text = sampleW
            text.totals["手续费总金额"] = "-0.95000"
            return try wechat(text.bytes)
        },
        .init(.billTotalMismatch, "a legacy total off by a fen", column: "总交易额") {
            try wechat(
                wechatText {
                    ($0.columns, $0.summaryColumns) = (WeChatPayText.legacy, WeChatPayText.legacySummary)
                    $0.totals["总交易额"] = "88.01"
                })
        },
    ]
    + [
        ("共178.00元", "共178.01元"), ("商家优惠共10.00元", "商家优惠共9.99元"), ("2笔", "3笔"), ("共-30.00元", "共-30.01元"),
        ("退款共0.00元", "退款共0.01元"), ("1笔", "2笔"),
    ].map { (old, new) in
        Refusal(.billTotalMismatch, "\(old) as \(new) at Alipay") { try changedA(old, new) }
    }
    + [(3, 1), (2, 2), (2, 0)].map { (payments, refunds) in
        Refusal(.billTotalMismatch, "a summary of \(payments) and \(refunds)") {
            try zip(
                .init(name: [0x61], bytes: alipaySummary(payments: payments, refunds: refunds)),
                .init(name: name, bytes: sampleA.bytes))
        }
    }

@Test(arguments: archives + forms + values)
func `a bill with a fault is refused as what it is`(refusal: Refusal<Decoded>) throws {
    let found = try #require(problem(refusal.decode), "\(refusal.testDescription) was accepted")
    refusal.hold(found)
}

@Test func `every code has a fixture and a name of its own`() {
    let provoked = Set(
        (archives + forms + values).map(\.code) + fundsRefusals.map(\.code) + statementRefusals.map(\.code))
    for code in ProblemCode.billCodes {
        #expect(provoked.contains(code), "\(code) has no fixture")
        #expect(code.name.hasPrefix("bill."))
    }
    #expect(Set(ProblemCode.billCodes.map(\.name)).count == ProblemCode.billCodes.count)
    #expect(provoked.isSubset(of: ProblemCode.billCodes))
}
