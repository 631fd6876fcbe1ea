import Cryptography
import FoundationEssentials
import Vocabulary

extension KeyMaterial {
    /// Writes every key of the callers and every public key and certificate of the channels below `directory`, mode
    /// 0600, and `channels.json` with what belongs to what.
    func write(
        to directory: String, options: SimulatedChannelsOptions, ports: SimulatedChannelsPorts
    ) throws(Problem) -> ClientDescription {
        let files = try KeyDirectory(directory)
        var merchants: [ClientDescription.WeChatPay] = []
        for keys in wechatPay {
            merchants.append(try keys.write(to: files, mode: options.keyMode(of: keys.mchid), ports: ports))
        }
        var applications: [ClientDescription.Alipay] = []
        for keys in alipay {
            applications.append(
                try keys.write(to: files, usesCertificates: options.usesCertificates(keys.partnerID), ports: ports))
        }
        let description = ClientDescription(wechatpay: merchants, alipay: applications)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(description) else {
            throw Problem(.simulatorKeys, "cannot describe the keys", hint: "Report this with the accounts' numbers.")
        }
        _ = try files.write(String(decoding: json, as: UTF8.self) + "\n", to: ClientDescription.fileName)
        return description
    }
}

extension WeChatPayKeys {
    fileprivate func write(
        to files: KeyDirectory, mode: WeChatPayKeyMode, ports: SimulatedChannelsPorts
    ) throws(Problem) -> ClientDescription.WeChatPay {
        let folder = "wechatpay/\(mchid)/"
        return ClientDescription.WeChatPay(
            mchid: mchid, appID: appID, keyMode: mode,
            merchantKeyPath: try files.write(merchantKey.pem, to: folder + "apiclient_key.pem"),
            merchantCertificatePath: try files.write(merchantCertificate.pem, to: folder + "apiclient_cert.pem"),
            merchantCertificateSerial: merchantCertificate.serialHex,
            apiV3KeyPath: try files.write(apiV3Key, to: folder + "apiv3.key"), publicKeyID: platform.publicKeyID,
            publicKeyPath: try files.write(try platform.publicKeySigner.publicKey.pem, to: folder + "pub_key.pem"),
            platformCertificatePath: try files.write(
                platform.current.certificate.pem, to: folder + "platform_cert.pem"),
            platformCertificateSerial: platform.current.serial, primaryURL: ports.url(ports.wechatPay),
            fallbackURL: ports.url(ports.wechatPayFallback))
    }
}

extension SimulatedAlipayKeys {
    fileprivate func write(
        to files: KeyDirectory, usesCertificates: Bool, ports: SimulatedChannelsPorts
    ) throws(Problem) -> ClientDescription.Alipay {
        let folder = "alipay/\(partnerID)/"
        return ClientDescription.Alipay(
            partnerID: partnerID, appID: appID, usesCertificates: usesCertificates,
            appKeyPath: try files.write(appKey.pem, to: folder + "app_private_key.pem"),
            appCertificatePath: try files.write(appCertificate.pem, to: folder + "app_cert.crt"),
            alipayPublicKeyPath: try files.write(try platform.key.publicKey.pem, to: folder + "alipay_public_key.pem"),
            alipayCertificatePath: try files.write(platform.certificate.pem, to: folder + "alipay_cert.crt"),
            alipayRootBundlePath: try files.write(platform.rootBundle, to: folder + "alipay_root_cert.crt"),
            appCertificateNumber: SimulatedAlipayCertificateNumber.of(appCertificate),
            alipayRootCertificateNumber: try SimulatedAlipayCertificateNumber.ofRoots(platform.rootBundle),
            gatewayURL: ports.url(ports.alipay) + "/gateway.do", downloadURL: ports.url(ports.alipayDownload))
    }
}
