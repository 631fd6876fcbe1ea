import Vocabulary

/// What an account of one channel needs, and how to make its client.
package protocol ChannelSettings: Sendable {
    var account: ChannelAccount { get }
    /// - Throws: `Problem` with exit status `configuration` for settings that can never work.
    /// - Parameter log: is told of every answer; for the journal at its most detailed level.
    func makeClient(
        clock: Clock, archive: BillArchive, log: @escaping ExchangeLog
    ) throws(Problem) -> any ChannelClient
}
