import Vocabulary

/// One request and its answer, for the journal: nothing secret, no token, no query.
package struct Exchange: Sendable, CustomStringConvertible {
    package let account: ChannelAccount
    /// `GET https://host/path`, without the query.
    package let request: String
    package let status: Int
    /// The number that the channel gave its answer, which its support asks for.
    package let requestID: String?

    init(account: ChannelAccount, request: HTTPRequest, answer: HTTPAnswer, requestIDHeaders: [String]) {
        self.account = account
        self.request = "\(request.method.name) \(request.address.origin)\(request.address.path)"
        status = answer.status
        let received = requestIDHeaders.lazy.compactMap { answer.header($0) }.first
        requestID = received.map { received in
            String(decoding: received.utf8.filter { (0x21...0x7E).contains($0) }.prefix(64), as: UTF8.self)
        }
    }

    package var description: String {
        "\(account): \(request): HTTP \(status)" + (requestID.map { ", request \($0)" } ?? "")
    }
}

package typealias ExchangeLog = @Sendable (Exchange) -> Void
