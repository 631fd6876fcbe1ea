import Runtime
import Vocabulary

/// What came in and how it was answered, without anything secret.
package struct RequestRecord: Sendable, Hashable {
    package var step: ChannelStep?
    /// nil when the caller could not be told.
    package var account: ChannelAccount?
    package var day: BusinessDay?
    /// Which bill was asked for; nil where the caller could not be told.
    package var bill: SimulatedBillKind?
    package var status: Int
    /// The channel's code: `SIGN_ERROR`, `isv.invalid-signature`; nil for a success.
    package var code: String?
    package var fault: ChannelFaultKind?
    /// Port that it came to.
    package var port: UInt16
}

/// Remembers the latest requests, so that a test can tell what a caller really did.
package final class RequestLog: Sendable {
    /// Far more than a test makes; beyond it the oldest are forgotten.
    static let recordsMax = 10_000

    private let state = Guarded([RequestRecord]())

    func append(_ record: RequestRecord) {
        state.with { records in
            if records.count >= Self.recordsMax { records.removeFirst(Self.recordsMax / 10) }
            records.append(record)
        }
    }

    package var records: [RequestRecord] { state.with { $0 } }

    package func count(
        _ step: ChannelStep, of account: ChannelAccount? = nil, day: BusinessDay? = nil, bill: SimulatedBillKind? = nil
    ) -> Int {
        records.filter {
            $0.step == step && (account == nil || $0.account == account) && (day == nil || $0.day == day)
                && (bill == nil || $0.bill == bill)
        }
        .count
    }
}
