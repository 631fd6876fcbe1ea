import Cryptography
import Vocabulary

/// The keys of an account, read and found able to work.
struct WeChatPayKeys {
    let privateKey: PrivateKey
    /// Upper-case hexadecimal.
    let certificateSerial: String
    /// Chooses the key that signs the answer (WeChatPay 2.3).
    let publicKeyID: String?
    /// Opens platform certificates; nil where there are none to open.
    let apiV3Key: [UInt8]?
    let platform: PlatformKeys
}

extension WeChatPaySettings {
    func readKeys() throws(Problem) -> WeChatPayKeys {
        guard BillArchive.isPlainName(account.account) else {
            throw invalid("mchid", expected: "the merchant number, digits", found: account.account)
        }
        let serial =
            switch certificate {
            case .serial(let serial): serial
            case .file(let source): try Cryptography.Certificate(text: try source.open()).serialHex
            }
        guard (1...40).contains(serial.utf8.count), serial.allSatisfy(\.isHexDigit) else {
            throw invalid("certificate_serial", expected: "1 to 40 hexadecimal digits", found: serial)
        }
        let own = try PrivateKey(text: try privateKey.secret())
        let ownPublic = try own.publicKey
        var theirs: PublicKey?
        if let (source, id) = keyMode.publicKey {
            guard id.hasPrefix("PUB_KEY_ID_"), id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw invalid("public_key_id", expected: "PUB_KEY_ID_…", found: id)
            }
            let read = try PublicKey(text: try source.open())
            guard !read.isSame(as: ownPublic) else {
                throw Problem(
                    .ownKeyAsChannelKey, "the channel's public key is the merchant's own",
                    hint: "Download WeChat Pay's public key from the merchant console and set public_key to it.")
            }
            theirs = read
        }
        var apiV3Key: [UInt8]?
        if let source = keyMode.apiV3Key { apiV3Key = try APIv3Key.read(source) }
        let id = keyMode.publicKey?.id
        return WeChatPayKeys(
            privateKey: own, certificateSerial: serial.uppercased(), publicKeyID: id, apiV3Key: apiV3Key,
            platform: PlatformKeys(publicKeyID: id, publicKey: theirs, own: ownPublic))
    }

    func readHosts() throws(Problem) -> [WebOrigin] {
        guard !hosts.isEmpty else { throw invalid("hosts", expected: "one host or two", found: "none") }
        var origins: [WebOrigin] = []
        for host in hosts { origins.append(try WebOrigin(configured: host)) }
        return origins
    }

    func readAllowedOrigins() throws(Problem) -> Set<WebOrigin> {
        var origins: Set<WebOrigin> = []
        for host in hosts + downloadHosts { origins.insert(try WebOrigin(configured: host)) }
        return origins
    }

    private func invalid(_ setting: String, expected: String, found: String?) -> Problem {
        Problem(
            .settingsInvalid, "\(setting) of the account is not right", expected: expected, found: found,
            hint: "Copy it from the merchant console into the configuration.")
    }
}
