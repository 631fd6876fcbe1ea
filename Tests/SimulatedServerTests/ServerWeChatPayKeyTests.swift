import Cryptography
import FoundationEssentials
import TestTurns
import Testing
import Vocabulary

@testable import Simulation

private struct CertificateList: Decodable {
    struct Item: Decodable {
        struct Sealed: Decodable {
            let algorithm: String
            let nonce: String
            let associated_data: String
            let ciphertext: String
        }
        let serial_no: String
        let effective_time: String
        let expire_time: String
        let encrypt_certificate: Sealed
    }
    let data: [Item]
}

private func certificates(_ channels: Channels) throws -> (WireAnswer, [Certificate]) {
    let caller = try WeChatPayTestCaller(channels)
    let answer = try caller.get("/v3/certificates")
    let list = try JSONDecoder().decode(CertificateList.self, from: Data(answer.body))
    let opened = try list.data.map { item in
        let sealed = item.encrypt_certificate
        #expect(sealed.algorithm == "AEAD_AES_256_GCM")
        #expect(sealed.nonce.utf8.count == 12)
        let ciphertext = try #require(Base64.bytes(sealed.ciphertext))
        let pem = try #require(
            AES256GCM.open(
                ciphertext, key: Array(caller.keys.apiV3Key.utf8), nonce: Array(sealed.nonce.utf8),
                associatedData: Array(sealed.associated_data.utf8)))
        let certificate = try Certificate(text: String(decoding: pem, as: UTF8.self))
        #expect(certificate.serialHex == item.serial_no)
        #expect(item.effective_time == ShanghaiTime.rfc3339(epochSeconds: certificate.validFromEpochSeconds))
        return certificate
    }
    return (answer, opened)
}

@Suite(.serialized, .waiting) struct ServerWeChatPayKeyTests {
    @Test func theCertificateListOpensWithTheMerchantsKeyAndVerifiesItself() throws {
        try Channels.with { channels in
            let (answer, opened) = try certificates(channels)
            let certificate = try #require(opened.first)
            #expect(opened.count == 1)
            #expect(answer.isSigned(by: try certificate.publicKey, serial: certificate.serialHex))
        }
    }

    @Test func aNewCertificateIsListedADayBeforeItSigns() throws {
        let rotation = Channels.noon + 100_000
        for (moment, listed, signing) in [
            (rotation - 86_401, 1, 0), (rotation - 86_400, 2, 0), (rotation - 1, 2, 0), (rotation, 2, 1),
        ] {
            try Channels.with(at: moment, options: { $0.rotatesAtEpochSeconds = rotation }) { channels in
                let (answer, opened) = try certificates(channels)
                #expect(opened.count == listed)
                let signer = try #require(opened.dropFirst(signing).first)
                #expect(answer.isSigned(by: try signer.publicKey, serial: signer.serialHex))
            }
        }
    }

    @Test func inPublicKeyModeThereAreNoCertificatesAndThePublicKeySigns() throws {
        try Channels.with(options: { $0.defaultKeyMode = .publicKey }) { channels in
            var caller = try WeChatPayTestCaller(channels)
            let platform = caller.keys.platform
            let none = try caller.get("/v3/certificates")
            #expect((none.status, none.code) == (404, "RESOURCE_NOT_EXISTS"))
            for asks in [false, true] {
                caller.nonce = Nonce.text()
                if asks { caller.headers.append(("Wechatpay-Serial", platform.publicKeyID)) }
                let answer = try caller.get(WeChatPayTestCaller.apply)
                #expect(answer.isSigned(by: try platform.publicKeySigner.publicKey, serial: platform.publicKeyID))
            }
            caller.nonce = Nonce.text()
            caller.headers[2].1 = platform.current.serial
            #expect(try caller.get(WeChatPayTestCaller.apply).code == "PARAM_ERROR")
        }
        try Channels.with(options: {
            $0.defaultKeyMode = .publicKey
            $0.answersEmptyCertificateList = true
        }) { channels in
            let answer = try channels.asking("/v3/certificates")
            #expect(answer.text == "{\"data\":[]}")
        }
    }

    @Test func aMigratingMerchantGetsTheKeyItAsksFor() throws {
        try Channels.with(options: { $0.keyModes[Channels.mchid] = .migrating }) { channels in
            var caller = try WeChatPayTestCaller(channels)
            let platform = caller.keys.platform
            let byCertificate = try caller.get(WeChatPayTestCaller.apply)
            #expect(
                byCertificate.isSigned(by: try platform.current.certificate.publicKey, serial: platform.current.serial))
            caller.nonce = Nonce.text()
            caller.headers.append(("Wechatpay-Serial", platform.publicKeyID))
            let byKey = try caller.get(WeChatPayTestCaller.apply)
            #expect(byKey.isSigned(by: try platform.publicKeySigner.publicKey, serial: platform.publicKeyID))
        }
    }

    @Test func inCertificateModeThePublicKeyCannotBeAskedFor() throws {
        try Channels.with { channels in
            var caller = try WeChatPayTestCaller(channels)
            caller.headers.append(("Wechatpay-Serial", caller.keys.platform.publicKeyID))
            #expect(try caller.get(WeChatPayTestCaller.apply).code == "PARAM_ERROR")
        }
    }
}
