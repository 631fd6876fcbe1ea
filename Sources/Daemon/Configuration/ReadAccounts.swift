import Channels
import Rules
import Vocabulary
import Yams

extension ConfigurationReader {
    private typealias Options = ConfigurationOptions

    func accounts(_ node: Node?, at mark: Mark?, credentials: String) -> [AccountConfiguration] {
        guard let node, !Self.isEmpty(node) else {
            report(
                .configurationMissing, "`accounts` is missing", at: node?.mark ?? mark,
                expected: "at least one account",
                hint: "Copy an account from config/reconciled.yaml.")
            return []
        }
        guard let items = node.sequence, !items.isEmpty else {
            report(
                .configurationWrongType, "`accounts` is not valid", at: node.mark,
                expected: "a list: each account begins with `- channel:`", found: Self.kind(of: node),
                hint: "Copy an account from config/reconciled.yaml.")
            return []
        }
        var read: [AccountConfiguration] = []
        var lines: [ChannelAccount: Int] = [:]
        for (index, item) in items.enumerated() {
            let section = section(item, .account, name: "`accounts[\(index + 1)]`", at: node.mark)
            guard let configuration = account(section, credentials: credentials) else { continue }
            if let line = lines[configuration.account] {
                report(
                    .configurationConflict, "the account \(configuration.account) is given twice",
                    at: section.mark(of: Options.account.key), expected: "each channel and account once",
                    found: "it is given in line \(line) already", hint: "Remove one of the two.")
                continue
            }
            lines[configuration.account] = section.mark(of: Options.account.key)?.line ?? 0
            read.append(configuration)
        }
        return read
    }

    private func account(_ section: Section, credentials: String) -> AccountConfiguration? {
        let channel = required(Options.channel, in: section)
        let number = required(Options.account, in: section)
        let startDate = required(Options.startDate, in: section)
        let window = value(Options.cutOffWindow, in: section)
        let rate = value(Options.contractedRate, in: section)
        let share = value(Options.unmatchedShareLimit, in: section)
        let access = channel.flatMap { channel -> ChannelAccess? in
            refuseOptions(ofOthersThan: channel, in: section)
            switch channel {
            case .wechatpay: return wechatpay(section, credentials).map { .wechatpay($0) }
            default: return alipay(section, credentials).map { .alipay($0) }
            }
        }
        guard let channel, let descriptor = ChannelList.all[channel], let number, let startDate, let window, let share,
            let access
        else { return nil }
        var rules = AccountRules(startDate: startDate)
        rules.cutOffWindowSeconds = window
        rules.contractedRate = rate
        rules.unmatchedShareLimitPercent = share
        return AccountConfiguration(
            channel: descriptor, account: ChannelAccount(channel: channel, account: number), rules: rules,
            access: access)
    }

    private func refuseOptions(ofOthersThan channel: Channel, in section: Section) {
        let account = ConfigurationOptions.all.filter { $0.section == .account }
        let own = Set(account.filter { $0.channel == nil || $0.channel == channel }.map(\.name))
        for key in account where section.has(key) && !own.contains(key.name) {
            guard let owner = key.channel else { continue }
            report(
                .configurationConflict, "`\(key.name)` in \(section.name) does not apply to \(channel.rawValue)",
                at: section.mark(of: key), expected: "options of \(channel.rawValue)",
                found: "an option of \(owner.rawValue)", hint: "Remove it, or correct `channel`.")
        }
    }

    private func wechatpay(_ section: Section, _ credentials: String) -> WeChatPayAccess? {
        let privateKey = file(Options.privateKey, in: section, credentials, isRequired: true)
        let certificate = certificate(section, credentials)
        let billType = value(Options.billType, in: section)
        let hosts = value(Options.hosts, in: section)
        let downloadHosts = value(Options.wechatPayDownloadHosts, in: section)
        let caFile = value(Options.caFile, in: section)
        let keyMode = wechatpayKeyMode(section, credentials)
        guard let privateKey, let certificate, let keyMode, let billType, let hosts, let downloadHosts else {
            return nil
        }
        return WeChatPayAccess(
            privateKey: privateKey, certificate: certificate, keyMode: keyMode, billType: billType, hosts: hosts,
            downloadHosts: downloadHosts, caFile: caFile)
    }

    private func wechatpayKeyMode(_ section: Section, _ credentials: String) -> WeChatPayAccess.KeyMode? {
        guard let mode = value(Options.keyMode, in: section) else { return nil }
        let reason = "key_mode is \(mode.rawValue)"
        func apiKeyV3() -> String? {
            file(Options.apiKeyV3, in: section, credentials, isRequired: true, because: reason)
        }
        func publicKey() -> (path: String, id: String)? {
            let path = file(Options.publicKey, in: section, credentials, isRequired: true, because: reason)
            let id = required(Options.publicKeyID, in: section, because: reason)
            if let path, let id { return (path, id) }
            return nil
        }
        switch mode {
        case .certificates: return apiKeyV3().map { .certificates(apiKeyV3: $0) }
        case .publicKey: return publicKey().map { .publicKey(path: $0.path, id: $0.id) }
        case .migration:
            let (key, apiKey) = (publicKey(), apiKeyV3())
            guard let key, let apiKey else { return nil }
            return .migration(path: key.path, id: key.id, apiKeyV3: apiKey)
        }
    }

    private func certificate(_ section: Section, _ credentials: String) -> WeChatPayAccess.Certificate? {
        switch (section.has(Options.certificate.key), section.has(Options.certificateSerial.key)) {
        case (true, false): return file(Options.certificate, in: section, credentials).map { .file($0) }
        case (false, true): return value(Options.certificateSerial, in: section).map { .serial($0) }
        case (let hasBoth, _):
            report(
                hasBoth ? .configurationConflict : .configurationMissing,
                "\(section.name) does not say which API certificate it uses",
                at: hasBoth ? section.mark(of: Options.certificateSerial.key) : section.mark,
                expected: "either `certificate` or `certificate_serial`", found: hasBoth ? "both" : "neither",
                hint: "Give the path of apiclient_cert.pem as `certificate`.")
            return nil
        }
    }

    private func alipay(_ section: Section, _ credentials: String) -> AlipayAccess? {
        let appID = required(Options.appID, in: section)
        let privateKey = file(Options.privateKey, in: section, credentials, isRequired: true)
        let gateway = value(Options.gateway, in: section)
        let downloadHosts = value(Options.alipayDownloadHosts, in: section)
        let keyMode = alipayKeyMode(section, credentials)
        let caFile = value(Options.caFile, in: section)
        guard let appID, let privateKey, let gateway, let downloadHosts, let keyMode else { return nil }
        return AlipayAccess(
            appID: appID, privateKey: privateKey, keyMode: keyMode, gateway: gateway, downloadHosts: downloadHosts,
            caFile: caFile)
    }

    private func alipayKeyMode(_ section: Section, _ credentials: String) -> AlipayAccess.KeyMode? {
        let certificates = [Options.appCertificate, Options.alipayCertificate, Options.alipayRootCertificate]
        let hasCertificate = certificates.contains { section.has($0.key) }
        let hasKey = section.has(Options.alipayPublicKey.key)
        guard hasCertificate != hasKey else {
            report(
                hasKey ? .configurationConflict : .configurationMissing,
                "\(section.name) does not say how Alipay's answers are verified",
                at: hasKey ? section.mark(of: Options.alipayPublicKey.key) : section.mark,
                expected: "either `alipay_public_key`, or the three files of the certificate mode",
                found: hasKey ? "both" : "neither",
                hint: "The console shows which mode the application uses: 公钥 or 公钥证书.")
            return nil
        }
        if hasKey { return file(Options.alipayPublicKey, in: section, credentials).map { .publicKey(path: $0) } }
        let paths = certificates.map {
            file($0, in: section, credentials, isRequired: true, because: "Alipay's certificate mode needs all three")
        }
        guard let application = paths[0], let alipay = paths[1], let root = paths[2] else { return nil }
        return .certificates(application: application, alipay: alipay, root: root)
    }

    private func file(
        _ option: ConfigurationOption<FileReference>, in section: Section, _ credentials: String,
        isRequired: Bool = false, because reason: String? = nil
    ) -> String? {
        let reference =
            isRequired ? required(option, in: section, because: reason) : value(option, in: section)
        return reference?.path(credentials: credentials)
    }
}
