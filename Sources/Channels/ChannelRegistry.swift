import Vocabulary

/// What an account of one channel needs, and how to make its client. A new channel is a new folder with a type of this
/// kind, and one line in `channelSettingsTypes`.
package protocol ChannelSettings: Sendable {
    var account: ChannelAccount { get }
    /// - Throws: `Problem` with exit status `configuration` for settings that can never work.
    func makeClient(clock: Clock, archive: BillArchive) throws(Problem) -> any ChannelClient
}

package let channelSettingsTypes: [Channel: any ChannelSettings.Type] = [
    .wechatpay: WeChatPaySettings.self,
    .alipay: AlipaySettings.self,
]
