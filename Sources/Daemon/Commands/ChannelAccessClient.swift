import Channels
import Cryptography
import Vocabulary

extension AccountConfiguration {
    /// Reads the key files and makes the client of the account's channel.
    func makeClient(
        limits: LimitsConfiguration, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog,
        stop: StopSignal = StopSignal()
    ) throws(Problem) -> any ChannelClient {
        do throws(Problem) {
            let settings: any ChannelSettings =
                switch access {
                case .wechatpay(let access): try access.settings(of: account.account, limits, stop)
                case .alipay(let access): try access.settings(of: account.account, limits, stop)
                }
            return try settings.makeClient(clock: clock, archive: archive, log: log)
        } catch { throw error.located(Place(account: account)) }
    }
}

extension WeChatPayAccess {
    func settings(of mchid: String, _ limits: LimitsConfiguration, _ stop: StopSignal) throws(Problem)
        -> WeChatPaySettings
    {
        let serial =
            switch certificate {
            case .serial(let serial): serial
            case .file(let path): try Cryptography.Certificate(text: try SecretFile.readPublic(path)).serialHex
            }
        let mode: WeChatPaySettings.KeyMode =
            switch keyMode {
            case .certificates: .platformCertificates
            case .publicKey: .publicKey
            case .migration: .migration
            }
        var settings = WeChatPaySettings(
            mchid: mchid, privateKey: try SecretFile.read(privateKey), certificateSerial: serial, keyMode: mode)
        if let (path, id) = publicKeyFile {
            settings.publicKey = try SecretFile.readPublic(path)
            settings.publicKeyID = id
        }
        if let path = apiKeyV3File { settings.apiV3Key = try readAPIKeyV3(path) }
        settings.hosts = hosts
        settings.allowedDownloadHosts = downloadHosts
        if let caFile { try SecretFile.requireUnwritable(caFile) }
        settings.caFile = caFile
        switch billType {
        case .all: settings.billTypes = .all
        case .successAndRefund: settings.billTypes = .successAndRefund
        }
        settings.limits.downloadBytesMax = limits.downloadBytes
        settings.limits.inflatedBytesMax = limits.inflatedBytes
        settings.limits.stop = stop
        return settings
    }

    var publicKeyFile: (path: String, id: String)? {
        switch keyMode {
        case .certificates: nil
        case .publicKey(let path, let id), .migration(let path, let id, _): (path, id)
        }
    }

    var apiKeyV3File: String? {
        switch keyMode {
        case .certificates(let path), .migration(_, _, let path): path
        case .publicKey: nil
        }
    }
}

extension AlipayAccess {
    func settings(of partnerID: String, _ limits: LimitsConfiguration, _ stop: StopSignal) throws(Problem)
        -> AlipaySettings
    {
        let mode: AlipaySettings.KeyMode =
            switch keyMode {
            case .publicKey(let path): .publicKey(try SecretFile.readPublic(path))
            case .certificates(let application, let alipay, let root):
                .certificates(
                    app: try SecretFile.readPublic(application), alipay: try SecretFile.readPublic(alipay),
                    roots: try SecretFile.readPublic(root))
            }
        var settings = AlipaySettings(
            appID: appID, pid: partnerID, privateKey: try SecretFile.read(privateKey), keyMode: mode)
        settings.gateway = gateway
        settings.allowedDownloadHosts = downloadHosts
        if let caFile { try SecretFile.requireUnwritable(caFile) }
        settings.caFile = caFile
        settings.limits.downloadBytesMax = limits.downloadBytes
        settings.limits.inflatedBytesMax = limits.inflatedBytes
        settings.limits.stop = stop
        return settings
    }
}

/// The key as WeChat Pay's console shows it: 32 characters, whose bytes are the key. An editor's line end is no part.
func readAPIKeyV3(_ path: String) throws(Problem) -> [UInt8] {
    let keyBytes = 32
    var bytes = Array(try SecretFile.read(path).utf8)
    while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
    guard bytes.count == keyBytes else {
        throw Problem(
            .configurationAPIKey, "this is not an APIv3 key", at: Place(file: path), expected: "\(keyBytes) bytes",
            found: "\(bytes.count)")
    }
    return bytes
}
