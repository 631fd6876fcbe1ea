import Ledger

/// How far the worker looks round.
enum Look: Comparable {
    /// For something to do: a place became free that another service had.
    case forARun
    /// At accounts too of which something changed, and at what waits.
    case atAccounts
    /// At everything, the dead included.
    case whole

    init(after news: QueueNews) {
        self =
            switch news {
            case .released(_, _, isByService: true), .ended, .alarm: .forARun
            case .released, .queued: .atAccounts
            case .unknown: .whole
            }
    }
}
