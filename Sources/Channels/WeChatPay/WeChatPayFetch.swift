import Vocabulary

/// The way from "get this day's bill" to an ending at WeChat Pay.
struct WeChatPayFetch: FetchMachine {
    enum Question: Hashable, Sendable {
        /// GET /v3/certificates at hosts[host].
        case certificates(host: Int)
        /// Step 1 at hosts[host]; step 2 is the download.
        case apply(host: Int)
    }
    typealias Link = BillTicket

    /// An answer with what its signature is worth.
    struct Answer: Sendable {
        var status: Int
        var body: [UInt8] = []
        var verification = AnswerVerification.missing
        /// Our clock minus the `Date` header, where there is one.
        var skewSeconds: Int64?
    }

    enum Event: Sendable {
        case certificates(Answer, PlatformKeys.Reading)
        case applied(Answer)
        case downloadRefused(Answer)
        /// Whole, with the SHA-1 of its own bytes.
        case downloaded(sha1: String)
        /// Nothing came, or not all, or what came was refused while it arrived.
        case failed(TransferFailure, WebOrigin)
    }

    /// Fixed for one fetch.
    struct Terms: Sendable {
        var time: FetchTime
        var hosts: [WebOrigin]
        var allowedDownloadOrigins: Set<WebOrigin>
        var usesCertificates: Bool
        /// The poll of the certificates is due, or none is at hand.
        var pollsCertificates: Bool
        /// The first answer says all there is to say: nothing is downloaded.
        var isAnswerAll = false
        /// Another key can verify answers, so that certificates are not indispensable.
        var hasOtherKey: Bool
    }

    /// "At most three times" (WeChatPay 6).
    static let startOversMax = 3
    /// Probes come singly; ten in a row are no probes.
    static let probesMax = 10
    private let terms: Terms
    private var host = 0
    private var patience = FetchPatience(startOversMax: startOversMax)
    private var probes = 0
    private var signatureRefusals = 0
    private var hasRefreshedCertificates = false
    private var step = WeChatPayRefusal.Step.application
    private var ticket: BillTicket?

    init(_ terms: Terms) { self.terms = terms }

    mutating func start() -> Action {
        terms.usesCertificates && terms.pollsCertificates ? fetchCertificates() : apply()
    }

    private mutating func apply() -> Action {
        step = terms.isAnswerAll ? .question : .application
        ticket = nil
        return .ask(.apply(host: host))
    }

    private mutating func fetchCertificates() -> Action {
        step = .certificates
        hasRefreshedCertificates = true
        return .ask(.certificates(host: host))
    }

    /// The same request once more, with a fresh nonce and time; a download begins with its application.
    private mutating func again() -> Action { step == .certificates ? fetchCertificates() : apply() }

    mutating func handle(_ event: Event) -> Action {
        switch event {
        case .certificates(let answer, let reading): return certificates(answer, reading)
        case .applied(let answer): return applied(answer)
        case .downloadRefused(let answer): return refusal(answer)
        case .downloaded(let sha1): return downloaded(sha1: sha1)
        case .failed(let failure, let origin): return failed(failure, origin)
        }
    }

    // MARK: Step 1

    private mutating func applied(_ answer: Answer) -> Action {
        guard (200..<300).contains(answer.status) else { return refusal(answer) }
        guard answer.verification == .valid else { return mistrusted(answer) }
        patience.trust()
        if terms.isAnswerAll { return .finish(.bill([])) }
        do throws(Problem) {
            let ticket = try BillTicket(answer.body, allowed: terms.allowedDownloadOrigins)
            self.ticket = ticket
            step = .download
            return .download(ticket)
        } catch {
            return .finish(.giveUp(error))
        }
    }

    private mutating func certificates(_ answer: Answer, _ reading: PlatformKeys.Reading) -> Action {
        guard (200..<300).contains(answer.status) else {
            return withoutCertificates(insteadOf: refusal(answer))
        }
        switch reading {
        case .unreadable(let problem):
            guard problem.code == .channelMalformedAnswer, patience.mayDistrust() else {
                return .finish(.giveUp(problem))
            }
            return again()
        // A merchant in public-key mode has none, so that there is no key either that could prove an empty list.
        case .certificates(count: 0): return terms.hasOtherKey ? apply() : .finish(.giveUp(Self.noCertificatesProblem))
        case .certificates, .unread: break
        }
        return answer.verification == .valid ? apply() : withoutCertificates(insteadOf: mistrusted(answer))
    }

    /// With another key at hand the bill does not wait for certificates.
    private mutating func withoutCertificates(insteadOf action: Action) -> Action {
        guard case .finish = action, terms.hasOtherKey else { return action }
        patience.trust()
        return apply()
    }

    /// An answer whose signature does not hold: it is thrown away (section 3.5).
    private mutating func mistrusted(_ answer: Answer) -> Action {
        switch answer.verification {
        case .probe:
            probes += 1
            if probes <= Self.probesMax { return again() }
        case .unknownKey where terms.usesCertificates && !hasRefreshedCertificates:
            return fetchCertificates()
        default: if patience.mayDistrust() { return again() }
        }
        return .finish(.giveUp(Self.problem(of: answer.verification)))
    }

    // MARK: Step 2

    private mutating func downloaded(sha1: String) -> Action {
        guard let ticket else { return apply() }
        if sha1 == ticket.sha1 { return .keep }
        return startOver(
            .giveUp(
                Problem(
                    .downloadHashMismatch, "the bill does not hash to what its signed answer says",
                    expected: "SHA-1 \(ticket.sha1)", found: "SHA-1 \(sha1)",
                    hint: "The bill was refused \(Self.startOversMax + 1) times; see who changes it on its way.")))
    }

    private mutating func startOver(_ otherwise: FetchOutcome) -> Action {
        patience.mayStartOver() ? apply() : .finish(otherwise)
    }

    // MARK: Refusals and failures

    private mutating func refusal(_ answer: Answer) -> Action {
        // A merchant in public-key mode is told so with a key that nobody without it can prove.
        let isRead = !answer.verification.isDisproved || step == .certificates
        let code = isRead ? WeChatPayRefusal.code(answer.body) : nil
        let refusal = WeChatPayRefusal(status: answer.status, code: code, step: step)
        let found = "HTTP \(answer.status), code \(code ?? "none")"
        switch refusal {
        case .tooFast, .fault, .noCertificates: break
        // What a refused request is worth rests on the signature, if there is one; that of the machinery in front of the
        // channel, which says nothing about the bill, does not.
        default: if answer.verification.isDisproved { return mistrusted(answer) }
        }
        switch refusal {
        // An error, and errors are what the protocol leaves unsigned (section 3.6): then it is no proof (section 7.8).
        case .noStatement:
            return .finish(terms.time.noBusiness(isProof: answer.verification == .valid, found: found))
        case .creating: return .finish(terms.time.beingMade(found: found))
        case .linkExpired:
            return startOver(
                .retry(
                    FetchPause.faultSeconds, .downloadFailed, "the download link was refused", found: found))
        case .signatureRefused: return signatureRefused(answer, found: found)
        case .malformedRequest: return .finish(.giveUp(Self.problem(of: refusal, found: found)))
        case .noPermission: return .finish(.giveUp(Self.noPermission(terms.time.kind, found: found)))
        case .noCertificates: return .finish(.giveUp(Self.noCertificatesProblem))
        case .tooFast: return .finish(.tooFast(by: "merchant number", found: found))
        case .fault(let maySwitchHost):
            if maySwitchHost, step != .download, let action = nextHost() { return action }
            return .finish(.fault(found: found))
        case .unknown:
            // A page of a proxy has no code: the other access site may be reached without it.
            if code == nil, step != .download, let action = nextHost() { return action }
            return .finish(.unknownAnswer(found: found))
        }
    }

    private mutating func signatureRefused(_ answer: Answer, found: String) -> Action {
        if let skew = answer.skewSeconds, skew.magnitude >= clockToleranceSeconds.magnitude {
            return .finish(.giveUp(clockProblem(skewSeconds: skew)))
        }
        signatureRefusals += 1
        if signatureRefusals <= 1 { return again() }
        return .finish(.giveUp(Self.problem(of: .signatureRefused, found: found)))
    }

    private mutating func failed(_ failure: TransferFailure, _ origin: WebOrigin) -> Action {
        let problem = failure.problem(origin, isBill: step == .download)
        switch failure.kind {
        case .untrusted, .tooLarge: return .finish(.giveUp(problem))
        case .refused where problem.code != .downloadDamaged: return .finish(.giveUp(problem))
        case .refused: return startOver(.giveUp(problem))
        case .unreachable, .timedOut, .cut:
            let ending = FetchOutcome.retryLater(afterSeconds: FetchPause.faultSeconds, problem)
            switch step {
            case .download: return startOver(ending)
            case .application, .question: return nextHost() ?? .finish(ending)
            case .certificates: return nextHost() ?? (terms.hasOtherKey ? apply() : .finish(ending))
            }
        }
    }

    /// The other access site, each tried once.
    private mutating func nextHost() -> Action? {
        guard host + 1 < terms.hosts.count else { return nil }
        host += 1
        return again()
    }
}
