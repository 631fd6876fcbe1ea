import Vocabulary

/// A configuration of `reconciled` for the simulated channels, of the same form as a real one.
package struct ConfigurationFile: Sendable {
    private let conninfo: String
    private let archive: String
    private let world: World
    private let channels: ClientDescription
    private let funds: SimulatedFunds?
    /// The first account at Alipay is a seller's.
    private let hasDeposit: Bool

    /// - Parameters:
    ///   - conninfo: of the database that holds the results and the shop.
    ///   - archive: absolute path of the directory that takes the bills.
    ///   - funds: the money that the channels tell of; nil for accounts without a money side.
    ///   - hasDeposit: the first account at Alipay is a seller's.
    package init(
        conninfo: String, archive: String, world: World, channels: ClientDescription, funds: SimulatedFunds? = nil,
        hasDeposit: Bool = false
    ) {
        self.hasDeposit = hasDeposit
        self.funds = funds
        self.conninfo = conninfo
        self.archive = archive
        self.world = world
        self.channels = channels
    }

    package var text: String {
        """
        # Written for the simulated channels.
        results:
          conninfo: "\(escaped(conninfo))"
        archive:
          directory: "\(escaped(archive))"
        accounts:

        """ + channels.wechatpay.map(wechatpay).joined() + channels.alipay.map(alipay).joined()
    }

    private func wechatpay(_ account: ClientDescription.WeChatPay) -> String {
        let id = ChannelAccount(channel: .wechatpay, account: account.mchid)
        let keys: String
        switch account.keyMode {
        case .certificates: keys = "    key_mode: certificates\n    api_key_v3: \(quoted(account.apiV3KeyPath))\n"
        case .publicKey: keys = "    key_mode: public_key\n" + publicKey(account)
        case .migrating:
            keys = "    key_mode: migration\n    api_key_v3: \(quoted(account.apiV3KeyPath))\n" + publicKey(account)
        }
        return common(id) + """
                private_key: \(quoted(account.merchantKeyPath))
                certificate: \(quoted(account.merchantCertificatePath))
                bill_type: \(billType(id))
                hosts: [\(quoted(account.primaryURL)), \(quoted(account.fallbackURL))]

            """ + keys
    }

    private func publicKey(_ account: ClientDescription.WeChatPay) -> String {
        "    public_key: \(quoted(account.publicKeyPath))\n    public_key_id: \(account.publicKeyID)\n"
    }

    private func billType(_ id: ChannelAccount) -> String {
        world.account(id)?.weChatForm == .successAndRefund ? "SUCCESS_REFUND" : "ALL"
    }

    private func alipay(_ account: ClientDescription.Alipay) -> String {
        common(ChannelAccount(channel: .alipay, account: account.partnerID)) + """
                app_id: "\(account.appID)"
                private_key: \(quoted(account.appKeyPath))
                gateway: \(quoted(account.gatewayURL))
                download_hosts: [\(quoted(account.downloadURL))]

            """
            + (hasDeposit && account.partnerID == channels.alipay.first?.partnerID ? "    deposit: tmall\n" : "")
            + (account.usesCertificates
                ? """
                    app_certificate: \(quoted(account.appCertificatePath))
                    alipay_certificate: \(quoted(account.alipayCertificatePath))
                    alipay_root_certificate: \(quoted(account.alipayRootBundlePath))

                """ : "    alipay_public_key: \(quoted(account.alipayPublicKeyPath))\n")
    }

    private func common(_ id: ChannelAccount) -> String {
        let account = world.account(id)
        let rate = account?.contractedRatePerTenMillion.map { "    contracted_rate: \(percent($0))\n" } ?? ""
        return """
              - channel: \(id.channel.rawValue)
                account: "\(id.account)"
                start_date: \(world.days.lowerBound)
                cut_off_window: \(account?.cutOffWindowSeconds ?? 1800)s

            """ + rate + (account.map(money) ?? "") + (account?.sharesProfit == true ? "    sharing_limit: 30d\n" : "")
    }

    private func money(_ account: SimulatedAccount) -> String {
        guard let funds else { return "" }
        let pots = funds.pots(account).map(\.rawValue).joined(separator: ", ")
        let control = account.channel == .alipay ? "    balance_control: true\n" : ""
        return "    settlement_days: \(funds.style(account).settlementDays)\n    pots: [\(pots)]\n" + control
    }

    /// 60,000 parts per ten million are 0.60000 %.
    private func percent(_ perTenMillion: Int64) -> String { "\(Fen.yuan(e5: perTenMillion))%" }
    private func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }
    private func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
