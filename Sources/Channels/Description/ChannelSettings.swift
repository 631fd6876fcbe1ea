import Cryptography
import Vocabulary

/// What an account of one channel needs, as its options say it. Keys are named, and read by `makeClient` and `check`.
package protocol ChannelSettings: Hashable, Sendable {
    var account: ChannelAccount { get }
    /// Whose funds bills are asked for, in the channel's order; none: there is no money side.
    var pots: [Pot] { get }
    /// The channel's own opening and closing balance of a day is asked for, too.
    var hasBalanceControl: Bool { get }
    /// The account shares with partners: a payment for so many days.
    var sharingLimitDays: Int64? { get }
    /// What moved in the seller's deposit can be asked for.
    var hasDeposit: Bool { get }
    /// Reads the keys and makes the client.
    /// - Throws: `Problem` with exit status `configuration` for settings that can never work.
    /// - Parameter log: is told of every request, as it is sent and as it ends; for the journal below its usual level.
    func makeClient(
        limits: TransferLimits, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog
    ) throws(Problem) -> any ChannelClient
    /// Looks at every key, for `check`.
    func check(_ keys: inout KeyCheck)
}

extension ChannelSettings {
    package var pots: [Pot] { [] }
    package var hasBalanceControl: Bool { false }
    package var sharingLimitDays: Int64? { nil }

    /// What is asked for of each day, in the order in which it is reconciled.
    package var kinds: [BillKind] {
        [.trade] + (pots.isEmpty ? [] : [.funds]) + (sharingLimitDays == nil ? [] : [.sharing])
    }
    package var hasDeposit: Bool { false }
}
