import Channels
import Logging
import Systemd
import Vocabulary

extension Logger {
    /// Into the journal where standard error is connected to it, else as plain lines to standard error.
    init(_ journal: Journal) { self.init(label: "reconciled") { _ in JournalLogHandler(journal) } }

    /// An exchange with a channel is for whoever looks for a fault in it: no line of it at the level of every day.
    func note(_ exchange: Exchange) {
        if case .sent = exchange.outcome {
            trace("\(exchange)", metadata: exchange.metadata)
        } else {
            debug("\(exchange)", metadata: exchange.metadata)
        }
    }
}

extension Exchange {
    fileprivate var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "channel": "\(account.channel.rawValue)", "account": "\(account.account)", "http_method": "\(method)",
            "http_origin": "\(origin)", "sent_bytes": "\(sentBytes)",
            "received_bytes": "\(receivedBytes)", "duration_milliseconds": "\(durationMilliseconds)",
        ]
        metadata["http_path"] = path.map { "\($0)" }
        if case .answered(let status, let requestID) = outcome {
            metadata["http_status"] = "\(status)"
            metadata["request_id"] = requestID.map { "\($0)" }
        }
        return metadata
    }
}
