import Cryptography
import FoundationEssentials
import Vocabulary

/// The keys WeChat Pay signs with: the public key of the configuration, and every unexpired platform certificate.
struct PlatformKeys: Sendable {
    /// What an answer of `/v3/certificates` held.
    enum Reading: Hashable, Sendable {
        /// Unexpired certificates; none at a merchant in public-key mode.
        case certificates(count: Int)
        case unreadable(Problem)
        /// Its signature is missing or does not hold: nothing of it was looked at.
        case unread
    }

    /// WeChat Pay demands less than 12 hours; a missed poll still leaves time for the next.
    static let pollIntervalSeconds: Int64 = 5 * 3600

    /// The channel documents two at a time at most, while they change.
    private static let certificatesMax = 16

    let publicKeyID: String?
    let publicKey: PublicKey?
    /// The merchant's, which never signs for the channel.
    let own: PublicKey?
    private(set) var certificates: [Certificate]
    private(set) var polledAt: Int64?

    init(publicKeyID: String?, publicKey: PublicKey?, own: PublicKey?, certificates: [Certificate] = []) {
        self.publicKeyID = publicKeyID
        self.publicKey = publicKey
        self.own = own
        self.certificates = certificates
    }

    func isPollDue(now: Int64) -> Bool {
        guard let polledAt else { return true }
        return skew(now, from: polledAt) >= Self.pollIntervalSeconds || now < polledAt
    }

    /// Something to verify an answer with.
    func isUsable(now: Int64) -> Bool {
        publicKey != nil || certificates.contains { $0.isValid(atEpochSeconds: now) }
    }

    func key(serial: String, now: Int64) -> PublicKey? { key(serial: serial, now: now, among: certificates) }

    private func key(serial: String, now: Int64, among certificates: [Certificate]) -> PublicKey? {
        if let publicKeyID, serial == publicKeyID { return publicKey }
        let wanted = serial.uppercased()
        let found = certificates.first { $0.serialHex == wanted && $0.isValid(atEpochSeconds: now) }
        return try? found?.publicKey
    }

    private struct Answer: Decodable {
        struct Item: Decodable {
            struct Sealed: Decodable {
                let algorithm: String
                let nonce: String
                let associated_data: String?
                let ciphertext: String
            }
            let serial_no: String
            let encrypt_certificate: Sealed
        }
        let data: [Item]?
    }

    /// Verifies a 2xx answer and keeps its certificates (WeChatPay 3.4). Where the key is one that only the answer
    /// itself can bring, its certificates are opened first, each of which the APIv3 key proves, and the answer is verified
    /// with one of them before any is kept.
    mutating func take(_ answer: HTTPAnswer, apiV3Key: [UInt8], now: Int64) -> (AnswerVerification, Reading) {
        var verification = AnswerVerification(answer, now: now) { key(serial: $0, now: now) }
        var isBringingItsKey = false
        if case .unknownKey = verification { isBringingItsKey = true }
        guard verification == .valid || isBringingItsKey else { return (verification, .unread) }
        let opened: [Certificate]
        do throws(Problem) { opened = try open(answer.body, apiV3Key: apiV3Key) } catch {
            return (verification, .unreadable(error))
        }
        if isBringingItsKey {
            verification = AnswerVerification(answer, now: now) { key(serial: $0, now: now, among: opened) }
        }
        let unexpired = opened.filter { $0.validToEpochSeconds >= now }
        guard verification == .valid else { return (verification, .certificates(count: unexpired.count)) }
        // Certificates that are not yet valid are kept too: they begin to sign within a day.
        for certificate in unexpired where !certificates.contains(where: { $0.der == certificate.der }) {
            certificates.append(certificate)
        }
        certificates.removeAll { $0.validToEpochSeconds < now }
        polledAt = now
        return (verification, .certificates(count: unexpired.count))
    }

    private func open(_ body: [UInt8], apiV3Key: [UInt8]) throws(Problem) -> [Certificate] {
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
            throw Problem(
                .channelMalformedAnswer, "the list of platform certificates cannot be read",
                hint: "See that the host is WeChat Pay's and no proxy answers in its place.")
        }
        var certificates: [Certificate] = []
        for item in (answer.data ?? []).prefix(Self.certificatesMax) {
            let sealed = item.encrypt_certificate
            guard sealed.algorithm == "AEAD_AES_256_GCM", let ciphertext = Base64.bytes(sealed.ciphertext),
                let plain = AES256GCM.open(
                    ciphertext, key: apiV3Key, nonce: Array(sealed.nonce.utf8),
                    associatedData: Array((sealed.associated_data ?? "").utf8))
            else {
                throw Problem(
                    .apiV3KeyWrong, "a platform certificate cannot be opened with the APIv3 key",
                    found: ForeignText.word(sealed.algorithm))
            }
            let certificate = try Certificate(text: String(decoding: plain, as: UTF8.self))
            guard certificate.serialHex == item.serial_no.uppercased() else {
                throw Problem(
                    .channelMalformedAnswer, "a platform certificate is not the one it is listed as",
                    expected: ForeignText.serial(item.serial_no), found: certificate.serialHex,
                    hint: "See that the host is WeChat Pay's and no proxy answers in its place.")
            }
            if let own, try certificate.publicKey.isSame(as: own) { throw Self.ownKeyProblem }
            certificates.append(certificate)
        }
        return certificates
    }

    static let ownKeyProblem = Problem(
        .ownKeyAsChannelKey, "a platform certificate holds the merchant's own key",
        hint: "See who answers in the channel's place; the channel's certificates are in its merchant console.")
}
