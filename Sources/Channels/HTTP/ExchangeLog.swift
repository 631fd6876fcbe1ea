import Vocabulary

/// One request and what came of it, as an operator may see it: where it went, how long it took and how much there was;
/// no header of ours, no unknown path, no query and no body, in which secrets, signatures, tokens and personal data travel.
package struct Exchange: Sendable, CustomStringConvertible {
    package enum Outcome: Sendable {
        /// On its way; a download may take half an hour.
        case sent
        /// `requestID` is by which the channel's support finds the request.
        case answered(status: Int, requestID: String?)
        case failed(String)
    }

    package let account: ChannelAccount
    package let method: String
    /// `https://host`.
    package let origin: String
    /// nil for one that the channel's documents do not name.
    package let path: String?
    /// Of the bodies, without headers.
    package let sentBytes: Int
    package internal(set) var receivedBytes: Int64 = 0
    package internal(set) var durationMilliseconds: Int64 = 0
    package internal(set) var outcome = Outcome.sent

    init(account: ChannelAccount, request: HTTPRequest) {
        self.account = account
        method = request.method.name
        origin = request.address.origin.description
        path = request.isPathKnown ? String(request.address.path) : nil
        sentBytes = if case .post(let body, _) = request.method { body.count } else { 0 }
    }

    package var description: String {
        let request = "\(account): \(method) \(origin)\(path ?? "/…")"
        switch outcome {
        case .sent: return "\(request): sent, \(sentBytes) bytes"
        case .answered(let status, let requestID):
            let id = requestID.map { ", request \($0)" } ?? ""
            return "\(request): HTTP \(status), \(receivedBytes) bytes in \(durationMilliseconds) ms\(id)"
        case .failed(let why):
            return "\(request): \(why), after \(receivedBytes) bytes and \(durationMilliseconds) ms"
        }
    }
}

package typealias ExchangeLog = @Sendable (Exchange) -> Void
