import Testing
import Vocabulary

@testable import Simulation

/// All forms of both channels, and a quiet account of each.
private func allForms() -> [SimulatedAccount] {
    var bare = SimulatedAccount.weChatPay("1900999004")
    bare.hasByteOrderMark = false
    bare.hasCarriageReturns = false
    bare.endsWithLineEnd = false
    var summaryFirst = SimulatedAccount.alipay("2088000000000002")
    summaryFirst.isSummaryFirst = true
    var quiet = SimulatedAccount.alipay("2088000000000003")
    quiet.isQuiet = true
    var quietWeChat = SimulatedAccount.weChatPay("1900999009")
    quietWeChat.isQuiet = true
    return SimulatedAccount.standard + [
        .weChatPay("1900999003", form: .successAndRefund), bare, summaryFirst, quiet, quietWeChat,
    ]
}

private func kinds(_ account: SimulatedAccount) -> [SimulatedBillKind] {
    account.channel == .alipay ? [.trade] : account.weChatForm == .successAndRefund ? [.success, .refund] : [.all]
}

@Test func theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws {
    for kind in [SimulatedBillKind.all, .trade] {
        let account = SimulatedAccount.standard[kind == .all ? 0 : 2].id
        let one = try #require(try WorldFixture.world(9).bill(account, WorldFixture.first, kind))
        let same = try #require(try WorldFixture.world(9).bill(account, WorldFixture.first, kind))
        let other = try #require(try WorldFixture.world(10).bill(account, WorldFixture.first, kind))
        #expect(one == same)
        #expect(try one.delivered() == same.delivered())
        #expect(try Deflate.gzip(one.text, fileName: one.fileName) == Deflate.gzip(same.text, fileName: same.fileName))
        #expect(one.text != other.text)
    }
}

@Test func everyWeChatTrailerIsTheSumOfItsColumns() throws {
    let world = try WorldFixture.world(11, accounts: allForms())
    for account in world.accounts where account.channel == .wechatpay && !account.isQuiet {
        for day in world.dayList {
            for kind in kinds(account) {
                let bill = try #require(try world.bill(account.id, day, kind))
                var text = String(decoding: bill.text, as: UTF8.self)
                #expect((text.unicodeScalars.first?.value == 0xFEFF) == account.hasByteOrderMark)
                if account.hasByteOrderMark { text = String(String.UnicodeScalarView(text.unicodeScalars.dropFirst())) }
                #expect(text.utf8.contains(13) == account.hasCarriageReturns)
                #expect((text.utf8.last == 10) == account.endsWithLineEnd)
                let lines = text.split(whereSeparator: \.isNewline).map(String.init)
                let header = lines[0].split(separator: ",").map(String.init)
                let summaryHeader = lines[lines.count - 2].split(separator: ",").map(String.init)
                let summary = cells(lines[lines.count - 1])
                #expect(summary.count == summaryHeader.count)
                #expect(Int(summary[0]) == lines.count - 3)
                #expect(bill.rows == lines.count - 3)
                for (name, total) in zip(summaryHeader, summary).dropFirst() {
                    let column = try #require(WeChatSums.column(of: name))
                    let index = try #require(header.firstIndex(of: column), "\(column)")
                    let sum = try lines[1..<(lines.count - 2)].reduce(Int64(0)) { sum, line in
                        sum + (try #require(WeChatSums.e5(cell(line, index, of: header.count))))
                    }
                    #expect(sum == WeChatSums.e5(total), "\(account.id) \(day) \(kind) \(name)")
                }
            }
        }
    }
}

private enum WeChatSums {
    static func column(of total: String) -> String? {
        [
            "应结订单总金额": "应结订单金额", "退款总金额": "退款金额", "充值券退款总金额": "充值券退款金额", "手续费总金额": "手续费",
            "订单总金额": "订单金额", "申请退款总金额": "申请退款金额", "总交易额": "总金额", "总退款金额": "退款金额",
            "总代金券或立减优惠退款金额": "代金券或立减优惠退款金额",
        ][total]
    }

    static func e5(_ text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? String(text.dropFirst()) : text).split(separator: ".")
        guard let whole = Int64(parts[0]) else { return nil }
        let digits = parts.count > 1 ? String(parts[1]) : ""
        guard let fraction = Int64((digits + "00000").prefix(5)) else { return nil }
        return (isNegative ? -1 : 1) * (whole * 100_000 + fraction)
    }
}

private func cells(_ line: String) -> [String] {
    String(line.dropFirst()).split(separator: ",`", omittingEmptySubsequences: false).map(String.init)
}

/// Columns before the goods count from the left, those behind from the right.
private func cell(_ line: String, _ index: Int, of columns: Int) -> String {
    let cells = cells(line)
    let surplus = cells.count - columns
    let goods = columns == 20 ? 14 : columns == 29 ? 22 : 20
    return index <= goods ? cells[index] : cells[index + surplus]
}

@Test func everyAlipayTrailerIsTheSumOfItsColumns() throws {
    let world = try WorldFixture.world(12, accounts: allForms())
    let payment = try SimulatedGB18030().bytes("交易")
    let refund = try SimulatedGB18030().bytes("退款")
    for account in world.accounts where account.channel == .alipay && !account.isQuiet {
        for day in world.dayList {
            let bill = try #require(try world.bill(account.id, day, .trade))
            let lines = bill.text.split(separator: 10).map { $0.dropLast() }
            var sums: [String: (Int64, Int64, Int64)] = [:]
            for line in lines where line.first != UInt8(ascii: "#") && line.first != 0xD6 {
                let cells = line.split(separator: 44, omittingEmptySubsequences: false).map { Array($0) }
                if cells.count < 25 || String(decoding: cells[0].prefix(2), as: UTF8.self) != "20" { continue }
                // Commas in the goods shift what follows.
                let shift = cells.count - 25
                let kind = Array(cells[2].dropLast())
                let key = kind == payment ? "payment" : kind == refund ? "refund" : "unknown"
                let settled = try #require(WeChatSums.e5(String(decoding: cells[12 + shift], as: UTF8.self)))
                let discount = try #require(WeChatSums.e5(String(decoding: cells[16 + shift], as: UTF8.self)))
                let old = sums[key] ?? (0, 0, 0)
                sums[key] = (old.0 + 1, old.1 + settled / 1000, old.2 + discount / 1000)
            }
            #expect(lines.count - 9 == bill.rows)
            for (key, title, middle, last) in [
                ("payment", "#交易合计：", "笔，商家实收共", "元，商家优惠共"), ("refund", "#退款合计：", "笔，商家实收退款共", "元，商家优惠退款共"),
            ] {
                let sum = try #require(sums[key])
                let expected =
                    "\(title)\(sum.0)\(middle)\(Fen.yuan(sum.1))\(last)\(Fen.yuan(sum.2))元"
                #expect(lines.contains { Array($0) == (try? SimulatedGB18030().bytes(expected)) }, "\(expected)")
            }
        }
    }
}

@Test func aQuietAccountHasNoBillAndEachFaceOfAZeroDay() throws {
    let world = try WorldFixture.world(13, accounts: allForms())
    let quiet = ChannelAccount(channel: .alipay, account: "2088000000000003")
    for day in world.dayList { #expect(try world.bill(quiet, day, .trade) == nil) }
    #expect(world.dayList.map { world.zeroDay(quiet, $0) } == [.emptyFile, .noBillData, .billNotExist])
    let empty = try #require(try world.emptyBill(quiet, WorldFixture.first))
    #expect(empty.rows == 0)
    #expect(empty.text.count > 300)
    let quietWeChat = ChannelAccount(channel: .wechatpay, account: "1900999009")
    #expect(world.zeroDay(quietWeChat, WorldFixture.first) == .noStatementExist)
    #expect(world.zeroDay(world.accounts[0].id, WorldFixture.first) == nil)
}

@Test func everyCorruptionChangesTheBill() throws {
    let world = try WorldFixture.world(14)
    for account in world.accounts {
        let kind: SimulatedBillKind = account.channel == .alipay ? .trade : .all
        let sound = try #require(try world.bill(account.id, WorldFixture.first, kind))
        for corruption in BillCorruption.allCases {
            let broken = try #require(try world.bill(account.id, WorldFixture.first, kind, corruption: corruption))
            #expect(broken.text != sound.text, "\(account.id) \(corruption)")
        }
    }
}

@Test func aStreamedBillHasTheSameBytes() throws {
    let world = try WorldFixture.world(15, .none, payments: 3000)
    let account = world.accounts[0].id
    let whole = try #require(try world.bill(account, WorldFixture.first, .all))
    var streamed: [UInt8] = []
    let rows = try world.streamBill(account, WorldFixture.first, .all) { streamed += Array($0) }
    #expect(rows == whole.rows)
    #expect(streamed == whole.text)
}
