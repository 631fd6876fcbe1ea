import Vocabulary

/// Tells a log of each request, before it goes out and when its answer is whole or will never be.
struct LoggedTransport: HTTPTransport {
    let transport: any HTTPTransport
    let account: ChannelAccount
    /// The header in which the channel's answers name themselves for its support, in lower case; the first that is there.
    let requestIDHeaders: [String]
    let log: ExchangeLog

    /// A name from outside, which may be anything.
    private static let requestIDLengthMax = 64

    func send(
        _ request: HTTPRequest, sink: DownloadSink?
    ) throws(TransferFailure) -> HTTPAnswer {
        var exchange = Exchange(account: account, request: request)
        log(exchange)
        let begin = ContinuousClock.now
        var receivedBytes: Int64 = 0
        var counted: DownloadSink?
        if let sink {
            counted = { bytes, bytesTotal throws(Problem) in
                receivedBytes += Int64(bytes.count)
                try sink(bytes, bytesTotal)
            }
        }
        func end(_ outcome: Exchange.Outcome) {
            exchange.receivedBytes = receivedBytes
            exchange.durationMilliseconds = Int64((ContinuousClock.now - begin) / .milliseconds(1))
            exchange.outcome = outcome
            log(exchange)
        }
        do throws(TransferFailure) {
            let answer = try transport.send(request, sink: counted)
            receivedBytes += Int64(answer.body.count)
            end(
                .answered(
                    status: answer.status,
                    requestID: requestID(of: answer)))
            return answer
        } catch {
            end(.failed(error.detail))
            throw error
        }
    }

    private func requestID(of answer: HTTPAnswer) -> String? {
        guard let id = requestIDHeaders.compactMap({ answer.header($0) }).first else { return nil }
        return String(
            decoding: id.utf8.filter { (0x21...0x7E).contains($0) }.prefix(Self.requestIDLengthMax), as: UTF8.self)
    }
}
