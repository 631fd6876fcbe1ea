import Vocabulary

/// One request and its answer, for the journal: nothing secret, no token, no query.
package struct Exchange: Sendable, CustomStringConvertible {
    package let account: ChannelAccount
    /// `GET https://host/path`, without the query.
    package let request: String
    package let status: Int
    /// WeChat Pay's `Request-ID`, which its support asks for; Alipay's trace id.
    package let requestID: String?

    init(account: ChannelAccount, request: HTTPRequest, answer: HTTPAnswer) {
        self.account = account
        self.request = "\(request.method.name) \(request.address.origin)\(request.address.path)"
        status = answer.status
        let received = answer.header("request-id") ?? answer.header("alipay-trace-id") ?? answer.header("trace_id")
        requestID = received.map { received in
            String(decoding: received.utf8.filter { (0x21...0x7E).contains($0) }.prefix(64), as: UTF8.self)
        }
    }

    package var description: String {
        "\(account): \(request): HTTP \(status)" + (requestID.map { ", request \($0)" } ?? "")
    }
}

package typealias ExchangeLog = @Sendable (Exchange) -> Void
