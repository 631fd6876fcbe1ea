import Cryptography
import Vocabulary

/// What an account of one channel needs, as its options say it: keys are files, never their contents.
package protocol ChannelSettings: Hashable, Sendable {
    var account: ChannelAccount { get }
    /// Reads the keys and makes the client.
    /// - Throws: `Problem` with exit status `configuration` for settings that can never work.
    /// - Parameter log: is told of every answer; for the journal at its most detailed level.
    func makeClient(
        limits: TransferLimits, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog
    ) throws(Problem) -> any ChannelClient
    /// Looks at every key, for `check`.
    func check(_ keys: inout KeyCheck)
}
