import ChannelConformance
import Cryptography
import TestPlaces
import Testing
import Vocabulary

@testable import Channels

@Test(arguments: Conduct.allCases, [BillKind.trade, .funds])
func everyConductOfWeChatPayEndsAsItMust(_ conduct: Conduct, _ kind: BillKind) throws {
    let directory = try TemporaryDirectory()
    try withExtendedLifetime(directory) {
        try expectConformance(WeChatPayDouble(), conduct, kind, archive: directory.path)
    }
}

@Test(arguments: Conduct.allCases, [BillKind.trade, .funds])
func everyConductOfAlipayEndsAsItMust(_ conduct: Conduct, _ kind: BillKind) throws {
    let directory = try TemporaryDirectory()
    try withExtendedLifetime(directory) {
        try expectConformance(AlipayDouble(), conduct, kind, archive: directory.path)
    }
}

@Test(arguments: ChannelList.all.all) func everyChannelDescribesItself(_ channel: ChannelDescriptor) {
    expectDescription(channel)
}

@Test func noTwoChannelsHaveOneWord() {
    #expect(Set(ChannelList.all.channels).count == ChannelList.all.all.count)
    #expect(ChannelList.all.words == "wechatpay or alipay")
}

private struct WeChatPayDouble: ChannelDouble {
    let channel = ChannelDescriptor.wechatPay
    private let keyID = "PUB_KEY_ID_0119009990012026"

    func client(
        _ conduct: Conduct, pots: [Pot], clock: Clock, archive: BillArchive
    ) throws -> (any ChannelClient)? {
        let now = clock.epochSeconds()
        @Sendable func signed(_ status: Int, _ text: String, by key: PrivateKey? = nil, at time: Int64? = nil) throws
            -> HTTPAnswer
        {
            let body = Array(text.utf8)
            return HTTPAnswer(
                status, body, try signedHeaders(body: body, serial: keyID, timestamp: time ?? now, by: key))
        }
        let ticket = """
            {"hash_type":"SHA1","hash_value":"\(SampleBills.wechatPaySHA1)",\
            "download_url":"https://api.mch.weixin.qq.com/v3/billdownload/file?token=x"}
            """
        let none = #"{"code":"NO_STATEMENT_EXIST"}"#
        let transport = ScriptedTransport { request, number in
            if request.address.target.hasPrefix("/v3/billdownload") {
                if conduct == .cutAlways || (conduct == .cutOnce && number == 1) { throw TransferFailure.cut }
                return HTTPAnswer(
                    200, conduct == .wrongBytes ? Array("not the bill".utf8) : SampleBills.wechatPay)
            }
            switch conduct {
            case .late: return HTTPAnswer(400, #"{"code":"STATEMENT_CREATING"}"#)
            case .probe where number == 0:
                var answer = try signed(200, ticket)
                answer.headers.removeAll { $0.name == "wechatpay-signature" }
                answer.headers.append(("wechatpay-signature", "WECHATPAY/SIGNTEST/x"))
                return answer
            case .zeroDay, .zeroDayTooEarly: return try signed(400, none)
            case .lying: return try signed(400, none, by: SampleKeys.merchant.get())
            case .tooFast: return HTTPAnswer(429, #"{"code":"FREQUENCY_LIMITED"}"#)
            case .unsigned: return HTTPAnswer(200, ticket)
            case .fault: return HTTPAnswer(500, #"{"code":"SYSTEM_ERROR"}"#)
            case .clockOff: return try signed(200, ticket, at: now - 600)
            case .good, .probe, .cutOnce, .cutAlways, .wrongBytes: return try signed(200, ticket)
            }
        }
        var settings = WeChatPaySettings(
            mchid: "1900999001", privateKey: .text(try SampleKeys.merchant.get().pem),
            certificate: .serial("5157F09EFDC096DE"),
            keyMode: .publicKey(.text(try SampleKeys.channel.get().publicKey.pem), id: keyID))
        settings.pots = pots
        return try WeChatPayClient(settings, clock: clock, archive: archive, transport: transport)
    }
}

private struct AlipayDouble: ChannelDouble {
    let channel = ChannelDescriptor.alipay

    func client(
        _ conduct: Conduct, pots: [Pot], clock: Clock, archive: BillArchive
    ) throws -> (any ChannelClient)? {
        // Alipay sends no probes.
        if conduct == .probe { return nil }
        let now = clock.epochSeconds()
        @Sendable func answered(_ node: String, by key: PrivateKey?, date: Int64? = nil) throws
            -> HTTPAnswer
        {
            let sign = try key.map { #","sign":"\#(try $0.base64Signature(of: Array(node.utf8)))""# } ?? ""
            let text = #"{"alipay_data_dataservice_bill_downloadurl_query_response":\#(node)\#(sign)}"#
            return HTTPAnswer(200, text, date.map { [("date", httpDate($0))] } ?? [])
        }
        let zip = try zipped([("detail.csv", Array("#支付宝业务明细查询".utf8))])
        let link =
            #"{"code":"10000","bill_download_url":"https://dwbillcenter.alipay.com/downloadBillFile.resource?token=1"}"#
        let none = #"{"code":"40004","sub_code":"NO_BILL_DATA"}"#
        let transport = ScriptedTransport { request, number in
            let channel = try SampleKeys.channel.get()
            if request.address.target.hasPrefix("/downloadBillFile") {
                if conduct == .cutAlways || (conduct == .cutOnce && number == 1) { throw TransferFailure.cut }
                return HTTPAnswer(200, conduct == .wrongBytes ? Array("<html>".utf8) : zip)
            }
            func refused(_ subCode: String) throws -> HTTPAnswer {
                try answered(#"{"code":"40004","sub_code":"\#(subCode)"}"#, by: channel)
            }
            switch conduct {
            // The gateway has no word for it but this one, at an hour when it means so.
            case .late: return try refused("BILL_NOT_EXIST")
            case .zeroDay, .zeroDayTooEarly: return try answered(none, by: channel)
            case .lying: return try answered(none, by: SampleKeys.merchant.get())
            case .tooFast: return try refused("SYSTEM_RATE_LIMIT")
            case .unsigned: return try answered(link, by: nil)
            case .fault: return try refused("SYSTEM_ERROR")
            case .clockOff:
                return try answered(
                    #"{"code":"40002","sub_code":"isv.invalid-timestamp"}"#, by: channel, date: now - 86_400)
            case .good, .probe, .cutOnce, .cutAlways, .wrongBytes: return try answered(link, by: channel)
            }
        }
        // Before its hour only does "no bill" mean "not yet".
        let isLate = conduct == .late
        var settings = AlipaySettings(
            appID: "2021000000000001", pid: "2088000000000001", privateKey: .text(try SampleKeys.merchant.get().pem),
            keyMode: .publicKey(.text(try SampleKeys.channel.get().publicKey.pem)))
        settings.pots = pots
        return try AlipayClient(
            settings, clock: isLate ? .fixed(now - 2 * 3600) : clock, archive: archive, transport: transport)
    }

    /// Midnight of a day, in GMT, is enough to be a day off.
    private func httpDate(_ epochSeconds: Int64) -> String {
        let (year, month, day) = BusinessDay(epochSeconds: epochSeconds).components
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "Sat, \(day < 10 ? "0" : "")\(day) \(months[month - 1]) \(year) 02:00:00 GMT"
    }
}
