import Vocabulary

/// Something that somebody should look at, told once for each cause (Contract 4.1).
package struct Alarm: Hashable, Sendable {
    /// Tells this cause from every other of the account, for example `overdue trade 2026-11-21`.
    package var cause: String
    /// What it is about; nil where that is the account.
    package var key: UnitKey?
    package var runID: Int64?
    package var problem: Problem

    package init(cause: String, _ key: UnitKey?, runID: Int64? = nil, problem: Problem) {
        self.cause = cause
        self.key = key
        self.runID = runID
        self.problem = problem
    }
}

package enum AlarmCause {
    package static func overdue(_ key: UnitKey) -> String { "overdue \(key.kind) \(key.day)" }
    package static func failed(_ key: UnitKey, _ code: ProblemCode) -> String {
        "failed \(key.kind) \(key.day) \(code)"
    }
    static func incomplete(_ key: UnitKey, _ code: ProblemCode) -> String {
        "incomplete \(key.kind) \(key.day) \(code)"
    }
    package static func leaving(_ key: UnitKey) -> String { "leaving \(key.kind) \(key.day)" }
    package static func expiry(_ what: String) -> String { "expiry \(what)" }
    /// What keeps several bills away at once; `channel` where that is the channel.
    package static func outage(_ code: ProblemCode, of channel: Channel?) -> String {
        "outage \(code)" + (channel.map { " \($0.rawValue)" } ?? "")
    }
    package static let refusedConfiguration = "configuration"
    package static func billChanged(_ key: UnitKey, runID: Int64) -> String {
        "bill_changed \(key.kind) \(key.day) \(runID)"
    }
    package static func altered(_ key: UnitKey, _ file: BillFile) -> String {
        "altered \(key.kind) \(key.day) \(file.pot.map { "\($0) " } ?? "")\(file.sha256)"
    }
}
