import Channels
import Vocabulary

extension AccountConfiguration {
    /// Reads the key files and makes the client of the account's channel.
    func makeClient(
        limits: LimitsConfiguration, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog,
        stop: StopSignal = StopSignal()
    ) throws(Problem) -> any ChannelClient {
        var transfer = TransferLimits()
        transfer.downloadBytesMax = limits.downloadBytes
        transfer.inflatedBytesMax = limits.inflatedBytes
        transfer.stop = stop
        do throws(Problem) {
            return try settings.makeClient(limits: transfer, clock: clock, archive: archive, log: log)
        } catch { throw error.located(Place(account: account)) }
    }
}
