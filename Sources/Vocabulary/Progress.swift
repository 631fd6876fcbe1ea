/// What a long piece of work reports while it goes on: the step, and how far of how much where that is known.
package struct Progress: Sendable {
    package enum Counted: Sendable {
        case rows
        case bytes
        case days
    }

    package var account: ChannelAccount?
    package var day: BusinessDay?
    package var kind: BillKind?
    /// `fetching`, `matching`, `settling` …
    package var step: String
    package var done: Int64
    package var total: Int64?
    package var counted: Counted
    /// The files that the rows come from: how many rows they have is known at their end alone.
    package var files: BytesDone?

    package init(step: String) { (self.step, done, counted) = (step, 0, .rows) }

    /// Of a run of the unit.
    package init(
        _ unit: DayUnit, step: String, done: Int64 = 0, total: Int64? = nil, counted: Counted = .rows,
        files: BytesDone? = nil
    ) {
        (account, day, kind) = (unit.account, unit.day, unit.kind)
        (self.step, self.done, self.total, self.counted, self.files) = (step, done, total, counted, files)
    }

    /// nil where it is not known.
    package var percent: Int64? {
        let (done, total) = files.map { ($0.done, $0.total) } ?? (self.done, self.total)
        guard let total, total > 0 else { return nil }
        return Int64(min(100, max(0, Double(done) / Double(total) * 100)))
    }
}

/// How much of a file, or of several, has come or was read; the total is nil where nobody says it beforehand.
package struct BytesDone: Hashable, Sendable {
    package var done: Int64
    package var total: Int64?

    package init(_ done: Int64, of total: Int64?) { (self.done, self.total) = (done, total) }
}

package typealias ProgressReporter = @Sendable (Progress) -> Void
