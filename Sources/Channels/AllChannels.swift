extension ChannelList {
    /// The channels that the program comes with, one line each. See the page "Adding a channel".
    package static let all = ChannelList([
        .wechatPay,
        .alipay,
    ])
}
