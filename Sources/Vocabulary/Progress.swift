/// What a long piece of work reports while it goes on: the step, and how far of how much where that is known.
package struct Progress: Sendable {
    package var account: ChannelAccount?
    package var day: BusinessDay?
    /// `fetching`, `decoding`, `reading orders`, `settling` …
    package var step: String
    package var done: Int64
    package var total: Int64?

    package init(
        account: ChannelAccount? = nil, day: BusinessDay? = nil, step: String, done: Int64 = 0, total: Int64? = nil
    ) {
        self.account = account
        self.day = day
        self.step = step
        self.done = done
        self.total = total
    }
}

package typealias ProgressReporter = @Sendable (Progress) -> Void
