import Cryptography
import Vocabulary

/// Settings that were read and found able to work.
struct ValidWeChatPaySettings {
    let privateKey: PrivateKey
    let hosts: [WebOrigin]
    let allowedDownloadOrigins: Set<WebOrigin>
    let keys: PlatformKeys
}

extension WeChatPaySettings {
    func validated() throws(Problem) -> ValidWeChatPaySettings {
        let place = Place(account: account)
        do throws(Problem) {
            guard BillArchive.isPlainName(mchid) else {
                throw invalid("mchid", expected: "the merchant number, digits", found: mchid)
            }
            guard (1...40).contains(certificateSerial.utf8.count), certificateSerial.allSatisfy(\.isHexDigit) else {
                throw invalid("certificate_serial", expected: "1 to 40 hexadecimal digits", found: certificateSerial)
            }
            let key = try PrivateKey(text: privateKey)
            return ValidWeChatPaySettings(
                privateKey: key, hosts: try readHosts(), allowedDownloadOrigins: try readAllowedOrigins(),
                keys: try readKeys(own: try key.publicKey))
        } catch {
            throw error.located(place)
        }
    }

    private func readHosts() throws(Problem) -> [WebOrigin] {
        guard !hosts.isEmpty else { throw invalid("hosts", expected: "one host or two", found: "none") }
        var origins: [WebOrigin] = []
        for host in hosts { origins.append(try WebOrigin(configured: host)) }
        return origins
    }

    private func readAllowedOrigins() throws(Problem) -> Set<WebOrigin> {
        var origins: Set<WebOrigin> = []
        for host in hosts + allowedDownloadHosts { origins.insert(try WebOrigin(configured: host)) }
        return origins
    }

    private func readKeys(own: PublicKey) throws(Problem) -> PlatformKeys {
        var key: PublicKey?
        if keyMode != .platformCertificates {
            guard let publicKey, let publicKeyID, publicKeyID.hasPrefix("PUB_KEY_ID_"),
                publicKeyID.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
            else {
                throw invalid(
                    "public_key and public_key_id", expected: "the key's PEM and PUB_KEY_ID_…", found: publicKeyID)
            }
            let read = try PublicKey(text: publicKey)
            guard !read.isSame(as: own) else {
                throw Problem(
                    .ownKeyAsChannelKey, "the channel's public key is the merchant's own",
                    hint: "Download WeChat Pay's public key from the merchant console and set public_key to it.")
            }
            key = read
        }
        var certificates: [Certificate] = []
        if keyMode != .publicKey {
            guard apiV3Key?.count == AES256GCM.keyBytes else {
                throw invalid(
                    "api_key_v3", expected: "\(AES256GCM.keyBytes) bytes",
                    found: apiV3Key.map { "\($0.count) bytes" } ?? "none")
            }
            for text in platformCertificates { certificates += try Certificate.bundle(text) }
            for certificate in certificates where try certificate.publicKey.isSame(as: own) {
                throw PlatformKeys.ownKeyProblem
            }
        }
        return PlatformKeys(publicKeyID: publicKeyID, publicKey: key, own: own, certificates: certificates)
    }

    private func invalid(_ setting: String, expected: String, found: String?) -> Problem {
        Problem(
            .settingsInvalid, "\(setting) of the account is not right", expected: expected, found: found,
            hint: "Copy it from the merchant console into the configuration.")
    }
}
