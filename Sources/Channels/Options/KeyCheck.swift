import Cryptography
import Vocabulary

/// An account's keys, looked at one by one: readable by us alone, of the right kind, belonging together, valid today.
/// Gathers all that is wrong. Each channel says which keys it has.
package struct KeyCheck {
    /// Seconds since 1970 UTC.
    private let now: Int64
    package private(set) var problems: [Problem] = []
    package private(set) var warnings: [String] = []

    /// Contract 4.1: a certificate within 30 days of its end is worth a warning.
    private static let warningSeconds: Int64 = 30 * BusinessDay.secondsPerDay

    package init(nowEpochSeconds now: Int64) { self.now = now }

    /// TLS rests on it.
    package mutating func roots(_ path: String?) {
        guard let path else { return }
        located(.file(path)) { () throws(Problem) in try SecretFile.requireUnwritable(path) }
    }

    package mutating func privateKey(_ source: KeySource) -> PrivateKey? {
        located(source) { () throws(Problem) in try PrivateKey(text: try source.secret()) }
    }

    /// Any other secret: `read` throws what is wrong with it.
    package mutating func secret(_ source: KeySource, read: () throws(Problem) -> Void) { located(source, read) }

    /// A certificate of ours, which has to hold the public half of our key.
    package mutating func ownCertificate(_ source: KeySource, _ own: PrivateKey?) {
        guard let certificate = certificate(source), let own else { return }
        let isPair = located(source) { () throws(Problem) in try certificate.publicKey.isSame(as: own.publicKey) }
        guard isPair == false else { return }
        problems.append(
            Problem(
                .checkKeyPair, "this certificate is not of the account's private key", at: source.place,
                expected: "the certificate issued for private_key", found: "a certificate of another key"))
    }

    /// A key of the channel; ours in its place is the commonest mistake of all.
    package mutating func foreignKey(_ source: KeySource, _ own: PrivateKey?) {
        let key = located(source) { () throws(Problem) in try PublicKey(text: try source.open()) }
        if let key, let own { foreign(source) { () throws(Problem) in key.isSame(as: try own.publicKey) } }
    }

    /// The same in a certificate.
    package mutating func foreignCertificate(_ source: KeySource, _ own: PrivateKey?) {
        guard let certificate = certificate(source), let own else { return }
        foreign(source) { () throws(Problem) in try certificate.publicKey.isSame(as: own.publicKey) }
    }

    private mutating func foreign(_ source: KeySource, isOwn: () throws(Problem) -> Bool) {
        guard located(source, isOwn) == true else { return }
        problems.append(
            Problem(
                .checkKeyPair, "this is the merchant's own public key", at: source.place,
                expected: "the channel's public key", found: "the other half of private_key",
                hint: "Download the channel's key from its console; it is shown beside the merchant's."))
    }

    @discardableResult
    package mutating func certificate(_ source: KeySource) -> Certificate? {
        let certificate = located(source) { () throws(Problem) in try Certificate(text: try source.open()) }
        guard let certificate else { return nil }
        let (from, to) = (certificate.validFromEpochSeconds, certificate.validToEpochSeconds)
        if now < from || now >= to {
            problems.append(
                Problem(
                    .checkCertificate, "the certificate is not valid today", at: source.place,
                    expected: "\(BusinessDay(epochSeconds: from)) to \(BusinessDay(epochSeconds: to))",
                    found: "\(BusinessDay(epochSeconds: now))"))
        } else if to - now < Self.warningSeconds {
            warnings.append("\(source.path ?? "a certificate") ends on \(BusinessDay(epochSeconds: to)): renew it now")
        }
        return certificate
    }

    @discardableResult
    private mutating func located<T>(_ source: KeySource, _ body: () throws(Problem) -> T) -> T? {
        do throws(Problem) { return try body() } catch {
            problems.append(error.located(source.place))
            return nil
        }
    }
}
