import Matching
import Simulation
import Vocabulary

/// A configuration file for the simulated channels, the same kind as a real one.
struct DemonstrationConfiguration {
    let conninfo: String
    let archive: String
    let world: World
    let channels: ClientDescription

    var text: String {
        """
        # Written by `reconciled demo`.
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

            """ + rate
    }

    /// 60,000 parts per ten million are 0.60000 %.
    private func percent(_ perTenMillion: Int64) -> String { "\(Fen.yuan(e5: perTenMillion))%" }
    private func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }
    private func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
