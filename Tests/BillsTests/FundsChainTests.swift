import TestRandom
import Testing
import Vocabulary

@testable import Bills

private func row(_ time: String, _ fen: Int64, _ balance: String? = nil) -> [String: String] {
    WeChatPayFundsText.row("交易", "交易", fen, at: "2026-11-21 \(time)", balance.map { ["账户结余(元)": $0] } ?? [:])
}

/// Four movements from 1000.00 on, chained in the order of time, two of them in one second.
private let inTime = WeChatPayFundsText.chained(
    [row("08:00:00", 100), row("09:00:00", -30), row("09:00:00", 500), row("23:59:59", -200)], from: 100_000)

private func chain(_ order: [Int], _ change: (inout [[String: String]]) -> Void = { _ in }) throws -> FundsSummary {
    var rows = order.map { inTime[$0] }
    change(&rows)
    return try wechatFunds(WeChatPayFundsText(rows).bytes).summary
}

@Test(arguments: [[0, 1, 2, 3], [3, 0, 1, 2], [3, 1, 2, 0], [1, 3, 2, 0], [1, 2, 0, 3]])
func `balances that follow in the order of time and line are a chain`(order: [Int]) throws {
    let summary = try chain(order)
    #expect(summary.openingFen == 100_000 && summary.closingFen == 100_370 && summary.isChained)
}

@Test func `balances that follow in the file's order are a chain whatever the times`() throws {
    let rows = [row("23:00:00", 100), row("08:00:00", -30), row("09:00:00", 500)]
    let summary = try wechatFunds(WeChatPayFundsText(rows).bytes).summary
    #expect(summary.openingFen == 100_000 && summary.closingFen == 100_570 && summary.isChained)
}

@Test func `rows of one second must follow each other in the file's order`() throws {
    let problem = try #require(chainProblem { try chain([0, 2, 1, 3]) })
    #expect(problem.code == .billBalanceChain && problem.place.line == 3 && problem.place.column == "账户结余(元)")
    // Before the row 1001.00, less what is printed as +5.00: expected 1006.00, found 1005.70.
    #expect(problem.expected == "1006.00 after the row before it" && problem.found == "1005.70")
}

@Test(arguments: 0..<4)
func `a balance of another amount breaks the chain`(changed: Int) throws {
    let problem = chainProblem { try chain([0, 1, 2, 3]) { $0[changed]["账户结余(元)"] = "7.00" } }
    #expect(problem?.code == .billBalanceChain && problem?.place.line == max(changed, 1) + 2)
}

@Test func `a row less breaks the chain, though the totals are made to fit`() throws {
    for lost in [1, 2] {
        let problem = chainProblem { try chain([0, 1, 2, 3].filter { $0 != lost }) }
        #expect(problem?.code == .billBalanceChain, "without \(lost)")
    }
}

@Test func `a row twice breaks the chain`() throws {
    #expect(chainProblem { try chain([0, 1, 1, 2, 3]) }?.code == .billBalanceChain)
}

@Test func `a balance can be negative`() throws {
    var text = WeChatPayFundsText([row("08:00:00", -300), row("09:00:00", 100)])
    text.openingFen = 100
    let summary = try wechatFunds(text.bytes).summary
    #expect(summary.openingFen == 100 && summary.closingFen == -100)
}

@Test func `rows beside midnight have their place in time`() throws {
    var rows = [row("08:00:00", 100), row("09:00:00", 100), row("10:00:00", 100)]
    rows[0]["记账时间"] = "2026-11-20 23:59:59"
    rows = WeChatPayFundsText.chained(rows, from: 0)
    let summary = try wechatFunds(WeChatPayFundsText([rows[1], rows[2], rows[0]]).bytes).summary
    #expect(summary.openingFen == 0 && summary.closingFen == 300 && summary.isChained)
}

/// By sorting, as Contract 5.2 says it.
private func naiveEnds(_ rows: [[String: String]]) -> (Int64, Int64)? {
    func ends(_ rows: [[String: String]]) -> (Int64, Int64)? {
        let moves = rows.map { (WeChatPayFundsText.signedFen($0), fundsFen($0["账户结余(元)"] ?? "")) }
        guard let first = moves.first, let last = moves.last else { return nil }
        let isChained = zip(moves, moves.dropFirst()).allSatisfy { $0.1 + $1.0 == $1.1 }
        return isChained ? (first.1 - first.0, last.1) : nil
    }
    let sorted = rows.enumerated().sorted {
        ($0.element["记账时间"] ?? "", $0.offset) < ($1.element["记账时间"] ?? "", $1.offset)
    }
    return ends(rows) ?? ends(sorted.map(\.element))
}

@Test(arguments: 1...30)
func `the order of time is found as by sorting`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var chained = 0
    for _ in 0..<40 {
        var rows = (0..<Int(random.next() % 7 + 2)).map { _ in
            let fen = Int64(random.next() % 5) - 2
            return row("10:00:0\(random.next() % 5)", fen == 0 ? 1 : fen)
        }
        let order = rows.enumerated().sorted {
            ($0.element["记账时间"] ?? "", $0.offset) < ($1.element["记账时间"] ?? "", $1.offset)
        }
        rows = WeChatPayFundsText.chained(order.map(\.element), from: 1000)
        switch random.next() % 3 {
        case 0: rows.shuffle(using: &random)
        case 1:
            rows.shuffle(using: &random)
            rows.sort { ($0["记账时间"] ?? "").last ?? "0" > ($1["记账时间"] ?? "").last ?? "0" }
        default: break
        }
        let read = try? wechatFunds(WeChatPayFundsText(rows).bytes).summary
        let expected = naiveEnds(rows)
        #expect(read?.openingFen == expected?.0 && read?.closingFen == expected?.1, "\(rows)")
        if expected != nil { chained += 1 }
    }
    #expect(chained > 5 && chained < 40)
}

@Test func `at Alipay a break of the printed balances is only noted`() throws {
    var text = FundsSample.alipay
    text.rows[1]["账户余额（元）"] = "7.00"
    let summary = try alipayFunds(text.bytes).summary
    #expect(!summary.isChained && summary.openingFen == 100_000 && summary.closingFen == 105_747)
    // The last second's balance, wherever it stands.
    text.rows.swapAt(0, 2)
    let swapped = try alipayFunds(text.bytes).summary
    #expect(!swapped.isChained)
}

@Test func `without balances Alipay's bill has no ends`() throws {
    var text = FundsSample.alipay
    text.hasBalances = false
    let summary = try alipayFunds(text.bytes).summary
    #expect(summary.openingFen == nil && summary.closingFen == nil && !summary.isChained)
}

@Test func `several parts of Alipay's bill are one chain`() throws {
    let all = FundsSample.alipay
    var (first, second) = (all, all)
    first.rows = Array(all.rows[..<1])
    second.rows = Array(all.rows[1...])
    second.openingFen = 108_800
    let zip = Packing.zip([
        .init(name: [0x61], bytes: first.bytes), .init(name: [0x62], bytes: second.bytes),
        .init(name: [0x63], bytes: all.summary()),
    ])
    let decoded = try alipayFunds(zip)
    #expect(decoded.summary.isChained && decoded.summary.openingFen == 100_000 && decoded.summary.closingFen == 105_747)
    #expect(decoded.movements.map(\.line) == [6, 16, 17])
}

private func chainProblem(_ body: () throws -> FundsSummary) -> Problem? {
    problem { DecodedFunds(movements: [], summary: try body()) }
}
