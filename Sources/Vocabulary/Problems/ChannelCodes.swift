/// Asking a channel for a bill and fetching it. A download that is not whole gives no conclusion about its day (Contract 3.2),
/// where the machinery did its part: `.incomplete`, no failure.
extension ProblemCode {
    package static let channelUnreachable = ProblemCode(
        "channel.unreachable", .unavailable, "No whole answer came from the channel.", "无法连接渠道，或应答不完整。",
        hint: "See that this machine can reach the host (DNS, firewall, proxy). \(AskedAgain.hint)")
    package static let channelUntrusted = ProblemCode(
        "channel.tls_untrusted", .unavailable, "The server's TLS certificate is not trusted.", "服务器的 TLS 证书不受信任。",
        hint: "See that nobody intercepts TLS, and that ca-certificates or the account's ca_file is right.")
    package static let channelBusy = ProblemCode(
        "channel.too_fast", .tryAgainLater, "The channel is asked more often than it allows.", "请求过于频繁，渠道限流。",
        hint: "See what else uses this merchant number or app. \(AskedAgain.hint)")
    package static let channelFault = ProblemCode(
        "channel.fault", .unavailable, "The channel says that it has a fault.", "渠道系统故障。",
        hint: AskedAgain.hint)
    package static let channelRefusal = ProblemCode(
        "channel.refused", .configuration, "The channel refuses the request, and would again.", "渠道拒绝了请求，重试无用。",
        hint: """
            See the account's options in the configuration against the merchant console, and the day: it may lie \
            outside what the channel keeps.
            """)
    package static let channelPermission = ProblemCode(
        "channel.no_permission", .noPermission, "The merchant or app may not fetch this bill.", "商户或应用没有下载账单的权限。",
        hint: """
            Have the permission for this bill granted in the merchant console; a pot that the merchant does not have goes \
            out of `pots` of the account.
            """)
    package static let channelUnknownAnswer = ProblemCode(
        "channel.unknown_answer", .unavailable, "The channel gives an answer that its documents do not name.",
        "渠道返回了文档中没有的应答。",
        hint: "See that no proxy answers in the channel's place. \(AskedAgain.hint)")
    package static let channelMalformedAnswer = ProblemCode(
        "channel.malformed_answer", .unavailable, "An answer is not of the form that the channel's protocol demands.",
        "应答不符合渠道协议的格式。",
        hint: """
            See that no proxy answers in the channel's place; if it stays so, report it: the protocol may have \
            changed.
            """)
    package static let requestSignatureRefused = ProblemCode(
        "channel.request_signature_refused", .configuration, "The channel does not accept our signature.", "渠道不接受我方签名。",
        hint: """
            See that the account's numbers, certificate and private key belong together, and that the clock is \
            right.
            """)
    package static let clockOff = ProblemCode(
        "channel.clock_off", .configuration, "This machine's clock and the channel's differ too much.", "本机时钟与渠道相差过大。",
        hint: "Set the clock right (timedatectl, chrony). \(AskedAgain.hint)")
    package static let answerSignatureInvalid = ProblemCode(
        "channel.answer_signature_invalid", .unavailable, "The signatures of the channel's answers do not hold.",
        "渠道应答的签名验证失败。",
        hint: "See that the configured key is the channel's current one and that nobody is in between.")
    package static let answerSignatureMissing = ProblemCode(
        "channel.answer_signature_missing", .unavailable, "The channel's answers carry no signature where one is due.",
        "渠道应答缺少签名。",
        hint: "See that no proxy answers in the channel's place or strips headers.")
    package static let answerKeyUnknown = ProblemCode(
        "channel.answer_key_unknown", .configuration,
        "The channel signs with a key or certificate that is not configured.", "渠道使用了未配置的密钥或证书签名。",
        hint: "Download the channel's current key or certificate from its console and configure it.")
    package static let apiV3KeyWrong = ProblemCode(
        "channel.apiv3_key_wrong", .configuration, "The APIv3 key does not open what the channel sealed with it.",
        "APIv3 密钥无法解密平台证书。",
        hint: "Copy the APIv3 key from the merchant console again; a new one there replaces the old one.")
    package static let noPlatformCertificate = ProblemCode(
        "channel.no_platform_certificate", .configuration, "The channel has no platform certificate for this merchant.",
        "该商户没有平台证书。",
        hint: "Merchants in public-key mode have none: set key_mode to public_key, and public_key_id and public_key.")
    package static let ownKeyAsChannelKey = ProblemCode(
        "channel.own_key_as_channel_key", .configuration,
        "The channel's public key in the configuration is the merchant's own.", "配置的渠道公钥其实是商户自己的公钥。",
        hint: "Download the channel's public key from its console; it is shown beside the merchant's.")
    package static let settingsInvalid = ProblemCode(
        "channel.settings_invalid", .configuration, "An option of the account cannot be right.", "账户配置项有误。",
        hint: "Copy the account's numbers from the merchant console into the configuration.")
    package static let downloadAddressRefused = ProblemCode(
        "channel.download_address_refused", .badData,
        "The address that the channel gives for the download is none that is followed.", "渠道给出的下载地址不可信，未下载。",
        hint: "Nothing was fetched; if the host is right, add it to the account's download_hosts.")
    package static let downloadFailed = ProblemCode(
        "channel.download_failed", .unavailable, "The bill could not be downloaded from its link.", "账单下载失败。",
        hint: "A link lives for 30 seconds. \(AskedAgain.hint)")
    package static let downloadHashMismatch = ProblemCode(
        "channel.download_hash_mismatch", .incomplete, "The bill does not hash to what its signed answer says.",
        "账单的哈希与签名应答不符。",
        hint: "The bill was refused; see who changes it on its way.")
    package static let downloadDamaged = ProblemCode(
        "channel.download_damaged", .incomplete, "The bill arrived damaged.", "下载的账单已损坏。",
        hint: "Look at the network if it stays so. \(AskedAgain.hint)")
    package static let downloadTooLarge = ProblemCode(
        "channel.download_too_large", .incomplete, "The download is larger than allowed.", "下载内容超过允许的大小。",
        hint: "If the account really has such bills, raise limits.download in the configuration.")
    package static let billNotReady = ProblemCode(
        "channel.bill_not_ready", .tryAgainLater, "The channel has not made the day's bill yet.", "当日账单尚未生成。",
        hint: AskedAgain.hint)
    package static let billAbsent = ProblemCode(
        "channel.no_data", .tryAgainLater, "The channel says that there was no business on this day.", "渠道称当日没有交易。",
        hint: "Believed when it is signed, or at the day's last try; then the shop must have none either.")

    package static let channelRowsCut = ProblemCode(
        "channel.rows_cut", .incomplete, "The channel's answer may lack rows, and it cannot be asked for less.",
        "渠道应答行数已达上限，可能不全。",
        hint: "Nothing was imported. Import the statement of these days that the console exports.")

    static let channelCodes: [ProblemCode] = [
        channelUnreachable, channelUntrusted, channelBusy, channelFault, channelRefusal, channelPermission,
        channelUnknownAnswer, channelMalformedAnswer, requestSignatureRefused, clockOff, answerSignatureInvalid,
        answerSignatureMissing, answerKeyUnknown, apiV3KeyWrong, noPlatformCertificate, ownKeyAsChannelKey,
        settingsInvalid, downloadAddressRefused, downloadFailed, downloadHashMismatch, downloadDamaged,
        downloadTooLarge, billNotReady, billAbsent, channelRowsCut,
    ]
}
