import Logging
import Vocabulary

/// What the service tells the journal. Each kind has a number of its own, by which `journalctl MESSAGE_ID=…` finds it and
/// the message catalogue explains it.
package enum ServiceEvent: String, CaseIterable, Sendable {
    case started
    case stopping
    case stopped
    case reloaded
    case reloadRefused
    case databaseLost
    case databaseBack
    case runBegun
    case runConcluded
    case runIncomplete
    case runWaits
    case runFailed
    case runGivenBack
    case runsTakenOver
    case runGivenUp
    case alarm
    case alarmEnded
    case alarmCommandFailed
    case billDeleted
    case entriesRemoved
    case retentionFailed
    case indexingFailed

    package var messageID: String {
        switch self {
        case .started: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a01"
        case .stopping: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a02"
        case .stopped: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a03"
        case .reloaded: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a04"
        case .reloadRefused: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a05"
        case .databaseLost: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a06"
        case .databaseBack: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a07"
        case .runBegun: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a08"
        case .runConcluded: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a09"
        case .runIncomplete: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a0a"
        case .runWaits: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a0b"
        case .runFailed: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a0c"
        case .runGivenBack: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a0d"
        case .runsTakenOver: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a0e"
        case .alarm: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a0f"
        case .alarmCommandFailed: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a10"
        case .billDeleted: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a11"
        case .entriesRemoved: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a12"
        case .retentionFailed: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a13"
        case .indexingFailed: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a16"
        case .alarmEnded: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a15"
        case .runGivenUp: "5f0c6f2e8a0b4f6d9a3c1e7b2d4f6a14"
        }
    }

    package var level: Logger.Level {
        switch self {
        case .started, .stopping, .stopped, .reloaded, .databaseBack, .runConcluded, .runGivenBack, .billDeleted,
            .entriesRemoved, .alarmEnded:
            .notice
        case .runBegun, .runWaits: .info
        case .databaseLost, .runsTakenOver, .retentionFailed, .indexingFailed: .warning
        case .reloadRefused, .runIncomplete, .runFailed, .runGivenUp, .alarm, .alarmCommandFailed: .error
        }
    }
}

/// What an event is about; the journal can be searched for each of these.
struct EventSubject {
    var account: ChannelAccount?
    var day: BusinessDay?
    var kind: BillKind?
    var runID: Int64?
    var problem: Problem?
    var verdict: Verdict?

    var metadata: Logger.Metadata {
        let texts: [(String, String?)] = [
            ("channel", account?.channel.rawValue), ("account", account?.account), ("bill_date", day?.description),
            ("bill_kind", kind?.rawValue),
            ("run", runID.map(String.init)), ("verdict", verdict?.rawValue), ("error_code", problem?.code.name),
            ("error_what", problem?.what), ("error_expected", problem?.expected), ("error_found", problem?.found),
            ("error_place", problem?.place.text), ("error_hint", problem?.hint),
            ("error_cause_code", problem?.cause?.code.name), ("error_cause", problem?.cause?.reason()),
            ("sqlstate", problem?.sqlState),
        ]
        return texts.reduce(into: [:]) { metadata, text in metadata[text.0] = text.1.map { "\($0)" } }
    }
}
