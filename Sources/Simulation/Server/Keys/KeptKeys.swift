import Cryptography
import FoundationEssentials
import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

extension KeyMaterial {
    private static let fileName = "keys.json"

    /// The keys that the directory holds; new ones, kept there, where it holds none. One file has all of them, the channels' own
    /// too, and is written as a whole: what is made from it beside it may be made again, and a caller's copy stays good.
    /// - Throws: `simulator.keys_incomplete` where some of them are not there, or not to be read: with new ones in their place
    ///   every caller that has a copy would be refused, without a word why.
    package static func kept(
        in directory: String, for accounts: [ChannelAccount], clock: Clock = .system
    ) throws(Problem) -> (keys: KeyMaterial, areNew: Bool) {
        let files = try KeyDirectory(directory)
        let path = "\(files.path)/\(fileName)"
        if access(path, F_OK) == 0 { return (try read(path, for: accounts), false) }
        let callersSide = "\(files.path)/\(ClientDescription.fileName)"
        guard access(callersSide, F_OK) != 0 else {
            throw incomplete("callers' keys are there, and the channels' own are not", path, expected: fileName)
        }
        let made = try generate(for: accounts, clock: clock)
        guard let json = try? JSONEncoder().encode(KeyTexts(made)) else {
            throw Problem(.simulatorKeys, "cannot write the keys down", at: Place(file: path))
        }
        _ = try files.write(String(decoding: json, as: UTF8.self) + "\n", to: fileName)
        return (made, true)
    }

    private static func read(_ path: String, for accounts: [ChannelAccount]) throws(Problem) -> KeyMaterial {
        let json = try SecretFile.read(path)
        guard let texts = try? JSONDecoder().decode(KeyTexts.self, from: Data(json.utf8)) else {
            throw incomplete("the kept keys are not whole", path, expected: "the JSON that the simulator wrote")
        }
        let kept: KeyMaterial
        do throws(Problem) { kept = try texts.material() } catch {
            throw incomplete("a kept key cannot be read: \(error.what)", path, expected: error.expected)
        }
        let missing = accounts.filter { account in
            account.channel == .wechatpay
                ? !kept.wechatPay.contains { $0.mchid == account.account }
                : !kept.alipay.contains { $0.partnerID == account.account }
        }
        guard missing.isEmpty else {
            throw incomplete(
                "the kept keys are of other accounts", path,
                expected: missing.map(\.description).joined(separator: ", "))
        }
        return kept
    }

    private static func incomplete(_ what: String, _ path: String, expected: String?) -> Problem {
        Problem(.simulatorKeysIncomplete, what, at: Place(file: path), expected: expected)
    }
}

/// All keys as they are written down: PEM, certificates beside their keys.
private struct KeyTexts: Codable {
    struct Pair: Codable {
        var key: String
        var certificate: String
    }

    struct WeChatPay: Codable {
        var mchid: String
        var appID: String
        var apiV3Key: String
        var merchant: Pair
    }

    struct WeChatPayPlatform: Codable {
        var current: Pair
        var next: Pair
        var publicKeyID: String
        var publicKeySigner: String
    }

    struct Alipay: Codable {
        var partnerID: String
        var appID: String
        var app: Pair
    }

    struct AlipayPlatform: Codable {
        var own: Pair
        var authority: Pair
        var rootBundle: String
    }

    var wechatPay: [WeChatPay]
    var wechatPayPlatform: WeChatPayPlatform?
    var alipay: [Alipay]
    var alipayPlatform: AlipayPlatform?
}

extension KeyTexts {
    init(_ material: KeyMaterial) {
        func pair(_ key: PrivateKey, _ certificate: Certificate) -> Pair {
            Pair(key: key.pem, certificate: certificate.pem)
        }
        wechatPay = material.wechatPay.map {
            WeChatPay(
                mchid: $0.mchid, appID: $0.appID, apiV3Key: $0.apiV3Key,
                merchant: pair($0.merchantKey, $0.merchantCertificate))
        }
        wechatPayPlatform = material.wechatPay.first.map(\.platform).map {
            WeChatPayPlatform(
                current: pair($0.current.key, $0.current.certificate), next: pair($0.next.key, $0.next.certificate),
                publicKeyID: $0.publicKeyID, publicKeySigner: $0.publicKeySigner.pem)
        }
        alipay = material.alipay.map {
            Alipay(partnerID: $0.partnerID, appID: $0.appID, app: pair($0.appKey, $0.appCertificate))
        }
        alipayPlatform = material.alipay.first.map(\.platform).map {
            AlipayPlatform(
                own: pair($0.key, $0.certificate), authority: pair($0.authorityKey, $0.authority),
                rootBundle: $0.rootBundle)
        }
    }

    func material() throws(Problem) -> KeyMaterial {
        var merchants: [WeChatPayKeys] = []
        if let texts = wechatPayPlatform {
            func signer(_ pair: Pair) throws(Problem) -> WeChatPayPlatformKeys.Signer {
                let (key, certificate) = try pair.read()
                return WeChatPayPlatformKeys.Signer(key: key, certificate: certificate)
            }
            let platform = WeChatPayPlatformKeys(
                current: try signer(texts.current), next: try signer(texts.next), publicKeyID: texts.publicKeyID,
                publicKeySigner: try PrivateKey(text: texts.publicKeySigner))
            for text in wechatPay {
                let (key, certificate) = try text.merchant.read()
                merchants.append(
                    WeChatPayKeys(
                        mchid: text.mchid, appID: text.appID, apiV3Key: text.apiV3Key, merchantKey: key,
                        merchantCertificate: certificate, platform: platform))
            }
        }
        var applications: [SimulatedAlipayKeys] = []
        if let texts = alipayPlatform {
            let (key, certificate) = try texts.own.read()
            let (authorityKey, authority) = try texts.authority.read()
            let platform = AlipayPlatformKeys(
                key: key, certificate: certificate, rootBundle: texts.rootBundle, authorityKey: authorityKey,
                authority: authority)
            for text in alipay {
                let (key, certificate) = try text.app.read()
                applications.append(
                    SimulatedAlipayKeys(
                        partnerID: text.partnerID, appID: text.appID, appKey: key, appCertificate: certificate,
                        platform: platform))
            }
        }
        return KeyMaterial(wechatPay: merchants, alipay: applications)
    }
}

extension KeyTexts.Pair {
    func read() throws(Problem) -> (PrivateKey, Certificate) {
        (try PrivateKey(text: key), try Certificate(text: certificate))
    }
}
