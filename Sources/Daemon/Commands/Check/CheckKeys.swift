import Cryptography
import Vocabulary

/// An account's key files: readable by us alone, of the right kind, belonging together, valid today.
/// - Returns: whether the channel can be asked with them.
func checkKeys(_ account: AccountConfiguration, _ clock: Clock, _ findings: inout CheckFindings) throws -> Bool {
    let name = "keys of \(account.account)"
    return try findings.part(name) { findings in
        var keys = KeyCheck(name: name, now: clock.epochSeconds())
        switch account.access {
        case .wechatpay(let access): keys.check(access)
        case .alipay(let access): keys.check(access)
        }
        for problem in keys.problems { try findings.fail(name, problem) }
        for warning in keys.warnings { try findings.warn(name, warning) }
        return "secrets readable and the others writable by their owner alone, paired, valid"
    }
}

private struct KeyCheck {
    let name: String
    /// Seconds since 1970 UTC.
    let now: Int64
    var problems: [Problem] = []
    var warnings: [String] = []

    /// Contract section 4.1: a certificate within 30 days of its end is worth a warning.
    private static let warningSeconds: Int64 = 30 * BusinessDay.secondsPerDay

    init(name: String, now: Int64) {
        self.name = name
        self.now = now
    }

    mutating func check(_ access: WeChatPayAccess) {
        let own = privateKey(access.privateKey)
        if case .file(let path) = access.certificate { checkOwnCertificate(path, own) }
        if let (path, _) = access.publicKeyFile { checkForeignKey(path, own) }
        if let path = access.apiKeyV3File {
            do throws(Problem) { _ = try readAPIKeyV3(path) } catch { problems.append(error) }
        }
        checkRoots(access.caFile)
    }

    mutating func check(_ access: AlipayAccess) {
        let own = privateKey(access.privateKey)
        switch access.keyMode {
        case .publicKey(let path): checkForeignKey(path, own)
        case .certificates(let application, let alipay, let root):
            checkOwnCertificate(application, own)
            checkCertificate(root)
            if let certificate = checkCertificate(alipay), let own {
                checkForeign(alipay) { () throws(Problem) in try certificate.publicKey.isSame(as: own.publicKey) }
            }
        }
        checkRoots(access.caFile)
    }

    /// TLS rests on it.
    private mutating func checkRoots(_ path: String?) {
        guard let path else { return }
        located(path) { () throws(Problem) in try SecretFile.requireUnwritable(path) }
    }

    private mutating func privateKey(_ path: String) -> PrivateKey? {
        located(path) { () throws(Problem) in try PrivateKey(text: try SecretFile.read(path)) }
    }

    /// A certificate of ours, which has to hold the public half of our key.
    private mutating func checkOwnCertificate(_ path: String, _ own: PrivateKey?) {
        guard let certificate = checkCertificate(path), let own else { return }
        let isPair = located(path) { () throws(Problem) in try certificate.publicKey.isSame(as: own.publicKey) }
        guard isPair == false else { return }
        problems.append(
            Problem(
                .checkKeyPair, "this certificate is not of the account's private key", at: Place(file: path),
                expected: "the certificate issued for private_key", found: "a certificate of another key"))
    }

    /// A key of the channel; ours in its place is the commonest mistake of all.
    private mutating func checkForeignKey(_ path: String, _ own: PrivateKey?) {
        let key = located(path) { () throws(Problem) in try PublicKey(text: try SecretFile.readPublic(path)) }
        guard let key, let own else { return }
        checkForeign(path) { () throws(Problem) in key.isSame(as: try own.publicKey) }
    }

    private mutating func checkForeign(_ path: String, isOwn: () throws(Problem) -> Bool) {
        guard located(path, isOwn) == true else { return }
        problems.append(
            Problem(
                .checkKeyPair, "this is the merchant's own public key", at: Place(file: path),
                expected: "the channel's public key", found: "the other half of private_key",
                hint: "Download the channel's key from its console; it is shown beside the merchant's."))
    }

    @discardableResult
    private mutating func checkCertificate(_ path: String) -> Certificate? {
        let certificate = located(path) { () throws(Problem) in try Certificate(text: try SecretFile.readPublic(path)) }
        guard let certificate else { return nil }
        let (from, to) = (certificate.validFromEpochSeconds, certificate.validToEpochSeconds)
        if now < from || now >= to {
            problems.append(
                Problem(
                    .checkCertificate, "the certificate is not valid today", at: Place(file: path),
                    expected: "\(BusinessDay(epochSeconds: from)) to \(BusinessDay(epochSeconds: to))",
                    found: "\(BusinessDay(epochSeconds: now))"))
        } else if to - now < Self.warningSeconds {
            warnings.append("\(path) ends on \(BusinessDay(epochSeconds: to)): renew it now")
        }
        return certificate
    }

    @discardableResult
    private mutating func located<T>(_ path: String, _ body: () throws(Problem) -> T) -> T? {
        do throws(Problem) { return try body() } catch {
            problems.append(error.located(Place(file: path)))
            return nil
        }
    }
}
