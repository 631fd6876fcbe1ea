/// What a long piece of work reports while it goes on: the step, and how far of how much where that is known.
package struct Progress: Sendable {
    package var account: ChannelAccount?
    package var day: BusinessDay?
    package var kind: BillKind?
    /// `fetching`, `decoding`, `reading orders`, `settling` …
    package var step: String
    package var done: Int64
    package var total: Int64?

    package init(
        account: ChannelAccount? = nil, day: BusinessDay? = nil, kind: BillKind? = nil, step: String, done: Int64 = 0,
        total: Int64? = nil
    ) {
        self.account = account
        self.day = day
        self.kind = kind
        self.step = step
        self.done = done
        self.total = total
    }
}

extension Progress {
    /// Of a run of the unit.
    package init(_ unit: DayUnit, step: String, done: Int64 = 0) {
        self.init(account: unit.account, day: unit.day, kind: unit.kind, step: step, done: done)
    }
}

package typealias ProgressReporter = @Sendable (Progress) -> Void
