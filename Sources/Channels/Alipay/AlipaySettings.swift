import Vocabulary
package struct AlipaySettings: ChannelSettings {
    package var account: ChannelAccount { ChannelAccount(channel: .alipay, account: "") }
    package func makeClient(clock: Clock, archive: BillArchive) throws(Problem) -> any ChannelClient { fatalError() }
}
