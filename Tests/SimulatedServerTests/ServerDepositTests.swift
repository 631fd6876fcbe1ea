import FoundationEssentials
import TestTurns
import Testing
import Vocabulary

@testable import Simulation

/// The simulated interface of the deposit is as strict as the real one is documented to be.
@Suite(.serialized, .waiting) struct ServerDepositTests {
    private struct Node: Decodable {
        struct Row: Decodable { let trans_log_id, balance: String }
        let code: String
        let sub_code: String?
        let detail_list: [Row]?
    }

    private struct Source: SimulatedBillSource {
        var rows: [SimulatedDepositRow]?

        func bill(_ request: BillRequest) -> BillAnswer { .noData(.noBillData) }
        func emptyAlipayBill(account: ChannelAccount, day: BusinessDay) -> BillAnswer { .noData(.noBillData) }
        func alipayDeposit(account: ChannelAccount) -> [SimulatedDepositRow]? { rows }
    }

    private static func rows(_ count: Int) -> [SimulatedDepositRow] {
        (0..<count).map { number in
            SimulatedDepositRow(
                bookedAt: FixedBills.day.startEpochSeconds + Int64(number), serialNo: "B\(number)", amountFen: -1,
                balanceFen: 100_000 - Int64(number), description: "0020002|交易退款-保证金退款", orderNo: "")
        }
    }

    private static func ask(_ content: String, _ channels: Channels) throws -> Node {
        var caller = try AlipayTestCaller(channels)
        caller.parameters["method"] = "alipay.data.bill.bail.query"
        caller.parameters["biz_content"] = content
        let body = try caller.call().body
        let whole = try JSONDecoder().decode([String: Node?].self, from: Data(Self.withoutSign(body)))
        return try #require(whole["alipay_data_bill_bail_query_response"] ?? nil)
    }

    private static func withoutSign(_ body: [UInt8]) -> [UInt8] {
        let text = String(decoding: body, as: UTF8.self)
        guard let sign = text.ranges(of: ",\"sign\":").last else { return body }
        return Array((text[..<sign.lowerBound] + "}").utf8)
    }

    private static func content(_ from: String, _ until: String, _ type: String = "TMALL_S_BAIL") -> String {
        #"{"start_time":"\#(from)","end_time":"\#(until)","bail_type":"\#(type)"}"#
    }

    @Test func anIntervalIsHalfOpenAndAnAnswerHasFiveThousandRows() throws {
        try Channels.with(Source(rows: Self.rows(5200))) { channels in
            let all = try Self.ask(Self.content("2026-11-21 00:00:00", "2026-11-22 00:00:00"), channels)
            #expect(all.detail_list?.count == 5000 && all.detail_list?.last?.trans_log_id == "B4999")
            let some = try Self.ask(Self.content("2026-11-21 00:00:01", "2026-11-21 00:00:03"), channels)
            #expect(some.detail_list?.map(\.trans_log_id) == ["B1", "B2"])
            let other = try Self.ask(
                Self.content("2026-11-21 00:00:01", "2026-11-21 00:00:03", "TAOBAO_BAIL"), channels)
            #expect(other.detail_list?.isEmpty == true)
        }
    }

    @Test(arguments: [
        content("2026-11-21 00:00:00", "2026-12-22 00:00:01"), content("2026-11-21 00:00:00", "2026-11-21 00:00:00"),
        content("2026-11-21", "2026-11-22"), content("2026-11-21 00:00:00", "2026-11-22 00:00:00", "BAIL"), "{}",
    ])
    func aWrongQuestionIsRefused(content: String) throws {
        try Channels.with(Source(rows: Self.rows(1))) { channels in
            let answer = try Self.ask(content, channels)
            #expect(answer.sub_code == "INVAILID_ARGUMENTS")
        }
    }

    @Test func theLastBalanceIsLateAndAnAppWithoutAShopMayNotAsk() throws {
        let day = Self.content("2026-11-21 00:00:00", "2026-11-22 00:00:00")
        try Channels.with(Source(rows: Self.rows(2)), options: { $0.openDepositAnswers = 1 }) { channels in
            for last in ["--", "999.99"] {
                let answer = try Self.ask(day, channels)
                #expect(answer.detail_list?.map(\.balance) == ["1000.00", last])
            }
            #expect(channels.running.requests.count(.deposit) == 2)
        }
        try Channels.with(Source(rows: nil)) { channels in
            let answer = try Self.ask(day, channels)
            #expect(answer.sub_code == "isv.insufficient-isv-permissions")
        }
    }
}
