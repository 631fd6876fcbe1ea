import ChannelConformance
import Cryptography
import Runtime
import Testing
import Vocabulary

@testable import Channels

/// Everything that an exchange holds, so that no log can show more.
private func everything(of exchanges: [Exchange]) -> String {
    var text = ""
    for exchange in exchanges {
        dump(exchange, to: &text)
        text += "\(exchange)\n"
    }
    return text
}

/// What must be in no log: our headers, queries, bodies and keys, and the answers' bodies.
private func secrets(of requests: [HTTPRequest], _ others: String...) -> [String] {
    var secrets = others
    for request in requests {
        secrets += request.headers.filter { $0.name != "Accept" }.map(\.value)
        if let query = request.address.target.split(separator: "?", maxSplits: 1).dropFirst().first {
            secrets.append(String(query))
        }
        guard case .post(let body, _) = request.method else { continue }
        let form = String(decoding: body, as: UTF8.self)
        secrets += form.split(separator: "&").map(String.init)
    }
    return secrets
}

private func isDownload(_ request: HTTPRequest) -> Bool { request.address.path.contains("ownload") }

@Test func aLogOfWeChatPaysExchangesTellsWhereAndHowButNothingSecret() throws {
    let token = "a%2Fb_-"
    let key = try SampleKeys.merchant.get().pem
    let settings = WeChatPaySettings(
        mchid: "1900999001", privateKey: .text(key), certificate: .serial("5157f09efdc096de"),
        keyMode: .publicKey(.text(try SampleKeys.channel.get().publicKey.pem), id: "PUB_KEY_ID_0119009990012026"))
    let url = "https://api.mch.weixin.qq.com/v3/billdownload/file?token=\(token)&tartype=gzip"
    let body = Array(
        #"{"hash_type":"SHA1","hash_value":"\#(SampleBills.wechatPaySHA1)","download_url":"\#(url)"}"#.utf8)
    let fixture = try ClientFixture(settings) { request, _ in
        if isDownload(request) { return HTTPAnswer(200, SampleBills.wechatPay, [("request-id", "08F\u{1B}[1m")]) }
        return HTTPAnswer(
            200, body, try signedHeaders(body: body, serial: "PUB_KEY_ID_0119009990012026") + [("request-id", "08E1")])
    }
    guard case .bill = fixture.fetch() else {
        Issue.record("no bill")
        return
    }
    let exchanges = fixture.exchanges
    let lines = exchanges.map { line(of: $0) }
    #expect(
        lines == [
            "wechatpay:1900999001: GET https://api.mch.weixin.qq.com/v3/bill/tradebill: sent, 0 bytes",
            "wechatpay:1900999001: GET https://api.mch.weixin.qq.com/v3/bill/tradebill: HTTP 200, \(body.count) bytes in … ms, request 08E1",
            "wechatpay:1900999001: GET https://api.mch.weixin.qq.com/v3/billdownload/file: sent, 0 bytes",
            "wechatpay:1900999001: GET https://api.mch.weixin.qq.com/v3/billdownload/file: HTTP 200, 1419 bytes in … ms, request 08F[1m",
        ])
    let text = everything(of: exchanges)
    let answered = String(decoding: body, as: UTF8.self)
    #expect(fixture.requests.count == 2)
    for secret in secrets(
        of: fixture.requests, token, SampleKeys.base64(of: key), String(decoding: sampleAPIv3Key, as: UTF8.self),
        answered,
        "signature")
    {
        #expect(!text.contains(secret), "\(secret)")
    }
}

/// Alipay's documents show one path of a download and promise none: any other may hold what opens the bill.
@Test(arguments: [("downloadBillFile.resource", true), ("file/t0k3n/bill.zip", false)])
func aLogOfAlipaysExchangesTellsWhereAndHowButNothingSecret(_ path: String, _ isKnown: Bool) throws {
    let key = try SampleKeys.merchant.get().pem
    let settings = AlipaySettings(
        appID: "2021000000000001", pid: "2088000000000001", privateKey: .text(key),
        keyMode: .publicKey(.text(SampleKeys.base64(of: try SampleKeys.channel.get().publicKey.pem))))
    let node =
        #"{"code":"10000","msg":"Success","bill_download_url":"https:\/\/dwbillcenter.alipay.com\/\#(path)?userId=20880000000000010156&token=t0k3n"}"#
    let zip = try zipped([("detail.csv", Array("#支付宝业务明细查询".utf8)), ("summary.csv", Array("#支付宝业务汇总查询".utf8))])
    let signature = try SampleKeys.channel.get().base64Signature(of: Array(node.utf8))
    let body = Array(
        #"{"alipay_data_dataservice_bill_downloadurl_query_response":\#(node),"sign":"\#(signature)"}"#.utf8)
    let fixture = try ClientFixture(settings) { request, _ in
        request.method.name == "GET" ? HTTPAnswer(200, zip) : HTTPAnswer(200, body, [("trace_id", "0b2a")])
    }
    guard case .bill = fixture.fetch() else {
        Issue.record("no bill")
        return
    }
    let exchanges = fixture.exchanges
    #expect(
        exchanges.map { line(of: $0) }.filter { !$0.contains("sent") } == [
            "alipay:2088000000000001: POST https://openapi.alipay.com/gateway.do: HTTP 200, \(body.count) bytes in … ms, request 0b2a",
            "alipay:2088000000000001: GET https://dwbillcenter.alipay.com/\(isKnown ? path : "…"): HTTP 200, \(zip.count) bytes in … ms",
        ])
    let text = everything(of: exchanges)
    for secret in secrets(
        of: fixture.requests, "t0k3n", SampleKeys.base64(of: key), signature, node, "sign=", "userId")
    {
        #expect(!text.contains(secret), "\(secret)")
    }
}

@Test func anExchangeWithoutAnAnswerIsLoggedWithItsReason() throws {
    let transport = ScriptedTransport { _, _ in throw TransferFailure(kind: .timedOut, detail: "Timeout was reached") }
    let logged = Guarded<[Exchange]>([])
    let account = ChannelAccount(channel: .alipay, account: "2088000000000001")
    let sender = LoggedTransport(transport: transport, account: account, requestIDHeaders: []) { exchange in
        logged.with { $0.append(exchange) }
    }
    let address = try #require(WebAddress("https://openapi.alipay.com/gateway.do?sign=x"))
    #expect(throws: TransferFailure.self) {
        _ = try sender.send(HTTPRequest(address: address, isPathKnown: true), sink: nil)
    }
    #expect(
        logged.with { $0 }.map { line(of: $0) } == [
            "alipay:2088000000000001: GET https://openapi.alipay.com/gateway.do: sent, 0 bytes",
            "alipay:2088000000000001: GET https://openapi.alipay.com/gateway.do: Timeout was reached, after 0 bytes and … ms",
        ])
}

/// As a person reads it, but for how long it took.
private func line(of exchange: Exchange) -> String {
    exchange.description.replacing("\(exchange.durationMilliseconds) ms", with: "… ms")
}
