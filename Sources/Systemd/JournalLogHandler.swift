import Logging

/// swift-log's messages as entries of the journal, the metadata as its fields: `bill_date` is searched for as
/// `BILL_DATE`. Where standard error is no journal, `Journal` writes the messages alone.
package struct JournalLogHandler: LogHandler {
    /// Metadata of this name is the entry's `MESSAGE_ID`.
    package static let messageIDKey = "message_id"

    package var logLevel = Logger.Level.info
    package var metadata: Logger.Metadata = [:]
    private let write: @Sendable (JournalEntry) -> Void

    package init(_ journal: Journal) { self.init { journal.write($0) } }

    package init(write: @escaping @Sendable (JournalEntry) -> Void) { self.write = write }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = metadata.merging(event.metadata ?? [:]) { $1 }
        let messageID = fields.removeValue(forKey: Self.messageIDKey)
        write(
            JournalEntry(
                priority: JournalPriority(event.level), message: event.message.description,
                messageID: messageID?.description,
                fields: fields.sorted { $0.key < $1.key }.map {
                    JournalField(name: $0.key.uppercased(), value: $0.value.description)
                }))
    }
}

extension JournalPriority {
    init(_ level: Logger.Level) {
        self =
            switch level {
            case .trace, .debug: .debug
            case .info: .info
            case .notice: .notice
            case .warning: .warning
            case .error: .error
            case .critical: .critical
            }
    }
}
