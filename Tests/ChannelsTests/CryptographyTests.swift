import Testing
import Vocabulary

@testable import Cryptography

/// Keys are slow to make; the tests of this target share two.
enum SampleKeys {
    static let channel = Result { try PrivateKey.generate() }
    static let merchant = Result { try PrivateKey.generate() }

    /// What stands between the two lines of a PEM, on one line.
    static func base64(of pem: String) -> String {
        pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
    }
}

@Test func hashesOfTheEmptyAndAShortTextAreTheKnownOnes() {
    #expect(Hexadecimal.text(Digest.of("", by: .md5)) == "d41d8cd98f00b204e9800998ecf8427e")
    #expect(Hexadecimal.text(Digest.of("abc", by: .sha1)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(
        Hexadecimal.text(Digest.of("abc", by: .sha256))
            == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
}

@Test func base64IsStrict() {
    for text in ["", "f", "fo", "foo", "foob", "fooba", "foobar"] {
        let encoded = Base64.text(Array(text.utf8))
        #expect(Base64.bytes(encoded) == Array(text.utf8))
    }
    #expect(Base64.text(Array("fooba".utf8)) == "Zm9vYmE=")
    for broken in [
        "Zg=", "Zg", "Z===", "====", "Zh==", "Zm9 ", "Zm9v\n", "Zm9v====", "Zm9vYmF=", "Zm-_", "WECHATPAY/SIGNTEST/",
        "Zg==Zg==", "Zm=v",
    ] {
        #expect(Base64.bytes(broken) == nil, "\(broken)")
    }
}

@Test func theSampleCiphertextOfTheSpecOpensAndSealsAgain() throws {
    let key = Array("0123456789abcdef0123456789ABCDEF".utf8)
    let nonce = Array("c5ac7061fccb".utf8)
    let associated = Array("certificate".utf8)
    let sealed = try #require(Base64.bytes("SM0J296QGbRDuXbFpQXQanEkhqPnLZqJuGIJu+DsFGfoUoYs92R6e9dM"))
    let plain = Array("hello platform certificate".utf8)
    #expect(AES256GCM.open(sealed, key: key, nonce: nonce, associatedData: associated) == plain)
    #expect(AES256GCM.seal(plain, key: key, nonce: nonce, associatedData: associated) == sealed)
    #expect(AES256GCM.open(sealed, key: key, nonce: nonce, associatedData: []) == nil)
    #expect(AES256GCM.open(Array(sealed.dropLast()), key: key, nonce: nonce, associatedData: associated) == nil)
    #expect(AES256GCM.open([], key: key, nonce: nonce, associatedData: associated) == nil)
    let empty = try #require(AES256GCM.seal([], key: key, nonce: nonce, associatedData: []))
    #expect(empty.count == 16)
    #expect(AES256GCM.open(empty, key: key, nonce: nonce, associatedData: []) == [])
}

@Test func signaturesHoldForTheirMessageAndKeyOnly() throws {
    let key = try SampleKeys.channel.get()
    let message = Array("1795312800\nnonce\n{}\n".utf8)
    let signature = try key.base64Signature(of: message)
    #expect(try key.publicKey.verifies(base64Signature: signature, of: message))
    #expect(try !key.publicKey.verifies(base64Signature: signature, of: message + [0]))
    #expect(try !SampleKeys.merchant.get().publicKey.verifies(base64Signature: signature, of: message))
    #expect(try !key.publicKey.verifies(base64Signature: "WECHATPAY/SIGNTEST/" + signature, of: message))
    #expect(try !key.publicKey.verifies(base64Signature: "", of: message))
}

@Test func keysAreReadInEveryFormTheChannelsHandOut() throws {
    let key = try SampleKeys.channel.get()
    let message = Array("message".utf8)
    let signature = try key.signature(of: message)
    let bare = SampleKeys.base64(of: key.pem)
    // The older form is what PKCS#8 has wrapped, behind 26 bytes for a key of 2048 bits.
    let pkcs1 = Base64.text(Array(try #require(Base64.bytes(bare)).dropFirst(26)))
    let pkcs1PEM = "-----BEGIN RSA PRIVATE KEY-----\r\n\(pkcs1)\r\n-----END RSA PRIVATE KEY-----\r\n"
    for text in [key.pem, bare, pkcs1, pkcs1PEM, "Bag Attributes\n friendlyName: x\n" + key.pem] {
        #expect(try PrivateKey(text: text).signature(of: message) == signature)
    }
    let publicKey = try key.publicKey
    for text in [publicKey.pem, SampleKeys.base64(of: publicKey.pem)] {
        #expect(try PublicKey(text: text).isSame(as: publicKey))
    }
    #expect(try !SampleKeys.merchant.get().publicKey.isSame(as: publicKey))
}

@Test func whatIsNoSuitableKeyIsRefusedWithAReason() throws {
    let key = try SampleKeys.channel.get()
    #expect(throws: Problem.self) { try PrivateKey(text: "nonsense!") }
    #expect(throws: Problem.self) { try PrivateKey(text: key.publicKey.pem) }
    #expect(throws: Problem.self) { try PublicKey(text: key.pem) }
    let short = try PrivateKey.generate(bits: 1024)
    let failure = #expect(throws: Problem.self) { try PrivateKey(text: short.pem) }
    #expect(failure?.code == .keyUnsuitable)
    #expect(failure?.found == "1024 bits")
}

@Test func nonceIs32LettersAndDigitsAndNeverTheSame() {
    let nonces = (0..<100).map { _ in Nonce.text() }
    #expect(Set(nonces).count == 100)
    #expect(nonces.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } })
}

/// The times of a certificate are text that its maker chose.
@Test(arguments: ["99991332256199Z", "00000000000000Z", "20261122100000X", "----------------", "2026112210000", "x"])
func aCertificateWhoseDatesAreNoneIsRefused(_ date: String) throws {
    let key = try SampleKeys.channel.get()
    let certificate = try Certificate.issue(
        CertificateRequest(
            subject: [("CN", "x")], serialHex: "01", validFromEpochSeconds: 1_767_225_600,
            // After 2049 the time is written with four digits of the year.
            validToEpochSeconds: 2_600_000_000), for: key.publicKey, by: nil, signer: key)
    let written = Array("20520522141320Z".utf8)
    let der = certificate.der
    let place = try #require(der.indices.first { der[$0...].starts(with: written) })
    var altered = der
    let padded = Array((date + String(repeating: "!", count: 15)).utf8.prefix(15))
    altered.replaceSubrange(place..<(place + written.count), with: padded)
    let failure = #expect(throws: Problem.self) { try Certificate(der: altered) }
    #expect(failure?.code == .certificateUnreadable)
    #expect(failure?.what == "the certificate's dates cannot be read")
}

@Test func aCertificateWithANumberWithoutEndIsRefused() throws {
    let key = try SampleKeys.channel.get()
    func issue(_ digits: Int) throws -> Certificate {
        try Certificate.issue(
            CertificateRequest(
                subject: [("CN", "x")], serialHex: "7" + String(repeating: "F", count: digits - 1),
                validFromEpochSeconds: 0, validToEpochSeconds: 1), for: key.publicKey, by: nil, signer: key)
    }
    #expect(try issue(128).serialHex.utf8.count == 128)
    let failure = #expect(throws: Problem.self) { try issue(130) }
    #expect(failure?.code == .certificateUnreadable)
}

@Test func whoseACertificateIsIsShownInBoundsWhateverItSays() throws {
    let key = try SampleKeys.channel.get()
    let certificate = try Certificate.issue(
        CertificateRequest(
            subject: [("O", "\u{1B}[2J\u{202E}x"), ("CN", String(repeating: "长", count: 60)), ("OU", "y")],
            serialHex: "01", validFromEpochSeconds: 0, validToEpochSeconds: 1), for: key.publicKey, by: nil, signer: key
    )
    #expect(certificate.shownSubject.count <= 81)
    #expect(certificate.shownSubject.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
    #expect(certificate.owner.organisations == ["\u{1B}[2J\u{202E}x"])
    #expect(certificate.owner.commonNames == [String(repeating: "长", count: 60)])
}

@Test func certificateSaysWhatItWasIssuedWith() throws {
    let authorityKey = try SampleKeys.channel.get()
    let key = try SampleKeys.merchant.get()
    let validFrom: Int64 = 1_767_225_600
    let validTo: Int64 = 1_924_992_000
    let root = try Certificate.issue(
        CertificateRequest(
            subject: [("C", "CN"), ("O", "iTrusChina"), ("OU", "China Trust Network"), ("CN", "测试 Root, G3")],
            serialHex: "10C764E9D560384212D9C08FD10E373FDD0FB396", validFromEpochSeconds: validFrom,
            validToEpochSeconds: validTo, isAuthority: true),
        for: authorityKey.publicKey, by: nil, signer: authorityKey)
    let leaf = try Certificate.issue(
        CertificateRequest(
            subject: [("C", "CN"), ("CN", "platform")], serialHex: "0A0B", validFromEpochSeconds: validFrom,
            validToEpochSeconds: validTo),
        for: key.publicKey, by: root, signer: authorityKey)
    #expect(leaf.issuer == "CN=测试 Root\\, G3,OU=China Trust Network,O=iTrusChina,C=CN")
    #expect(leaf.serialHex == "0A0B")
    #expect(leaf.serialDecimal == "2571")
    #expect(root.serialHex == "10C764E9D560384212D9C08FD10E373FDD0FB396")
    #expect(root.serialDecimal == "95790491425698859646659490580052089075020051350")
    #expect(leaf.validFromEpochSeconds == validFrom)
    #expect(leaf.validToEpochSeconds == validTo)
    #expect(leaf.isValid(atEpochSeconds: validTo))
    #expect(!leaf.isValid(atEpochSeconds: validTo + 1))
    #expect(leaf.signatureFamily == .rsa)
    #expect(try leaf.publicKey.isSame(as: key.publicKey))
    #expect(try Certificate(text: leaf.pem).der == leaf.der)
    #expect(try Certificate.bundle("text before\n" + root.pem + "\n" + leaf.pem).map(\.der) == [root.der, leaf.der])

    try leaf.verifyChain(intermediates: [], roots: [root], atEpochSeconds: validFrom + 10)
    for (roots, moment) in [([leaf], validFrom + 10), ([root], validTo + 10), ([], validFrom + 10)] {
        let failure = #expect(throws: Problem.self) {
            try leaf.verifyChain(intermediates: [], roots: roots, atEpochSeconds: moment)
        }
        #expect(failure?.code == .certificateUntrusted)
    }
}

@Test func aFailureOfTheLibraryIsAProblem() {
    let problem = libraryFailure("hashing")
    #expect(problem.code == .cryptographyFailed)
}
