import Vocabulary

/// The way from "get this day's bill" to an ending, as plain values: what happened goes in, what to do next comes out.
/// No clock but the one given, no network, no file; so that every row of the error table can be tested alone.
struct WeChatPayFetch: Sendable {
    enum Action: Hashable, Sendable {
        /// GET /v3/certificates at hosts[host].
        case fetchCertificates(host: Int)
        /// Step 1 at hosts[host].
        case apply(host: Int)
        /// Step 2.
        case download(BillTicket)
        case finish(Ending)
    }

    enum Ending: Hashable, Sendable {
        /// The downloaded bytes are the bill: keep them.
        case keep
        case noData(verified: Bool, Problem)
        case retryLater(afterSeconds: Int, Problem)
        case giveUp(Problem)
    }

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
        var day: BusinessDay
        var clock: Clock
        var hosts: [WebOrigin]
        var allowedDownloadOrigins: Set<WebOrigin>
        var usesCertificates: Bool
        /// Another key can verify answers, so that certificates are not indispensable.
        var hasOtherKey: Bool
    }

    /// "At most three times" (WeChatPay 6).
    static let startOversMax = 3
    /// Probes come singly; ten in a row are no probes.
    static let probesMax = 10
    /// Answers whose signature does not hold: each is thrown away and asked for anew.
    static let distrustMax = 2

    private let terms: Terms
    private var host = 0
    private var startOvers = 0
    private(set) var probes = 0
    private var distrust = 0
    private var signatureRefusals = 0
    private var hasRefreshedCertificates = false
    private var step = WeChatPayRefusal.Step.application
    private var ticket: BillTicket?

    init(_ terms: Terms) { self.terms = terms }

    /// - Parameter pollsCertificates: their poll is due, or none is at hand.
    mutating func start(pollsCertificates: Bool) -> Action {
        terms.usesCertificates && pollsCertificates ? fetchCertificates() : apply()
    }

    private mutating func apply() -> Action {
        step = .application
        ticket = nil
        return .apply(host: host)
    }

    private mutating func fetchCertificates() -> Action {
        step = .certificates
        hasRefreshedCertificates = true
        return .fetchCertificates(host: host)
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
        distrust = 0
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
            distrust += 1
            guard problem.code == .channelMalformedAnswer, distrust <= Self.distrustMax else {
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
        distrust = 0
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
        default:
            distrust += 1
            if distrust <= Self.distrustMax { return again() }
        }
        return .finish(.giveUp(Self.problem(of: answer.verification)))
    }

    // MARK: Step 2

    private mutating func downloaded(sha1: String) -> Action {
        guard let ticket else { return apply() }
        if sha1 == ticket.sha1 { return .finish(.keep) }
        return startOver(
            .giveUp(
                Problem(
                    .downloadHashMismatch, "the bill does not hash to what its signed answer says",
                    expected: "SHA-1 \(ticket.sha1)", found: "SHA-1 \(sha1)",
                    hint: "The bill was refused \(Self.startOversMax + 1) times; see who changes it on its way.")))
    }

    private mutating func startOver(_ otherwise: Ending) -> Action {
        startOvers += 1
        guard startOvers <= Self.startOversMax else { return .finish(otherwise) }
        return apply()
    }

    // MARK: Refusals and failures

    private mutating func refusal(_ answer: Answer) -> Action {
        // A merchant in public-key mode is told so with a key that nobody without it can prove.
        let isRead = !answer.verification.isDisproved || step == .certificates
        let code = isRead ? WeChatPayRefusal.code(answer.body) : nil
        let refusal = WeChatPayRefusal(status: answer.status, code: code, step: step)
        let found = "HTTP \(answer.status), code \(code ?? "none")"
        let now = terms.clock.epochSeconds()
        switch refusal {
        case .tooFast, .fault, .noCertificates: break
        // What a refused request is worth rests on the signature, if there is one; that of the machinery in front of the
        // channel, which says nothing about the bill, does not.
        default: if answer.verification.isDisproved { return mistrusted(answer) }
        }
        switch refusal {
        case .noStatement: return noStatement(answer, found: found, now: now)
        case .creating:
            return retry(
                FetchSchedule.untilReady(terms.day, now: now), .billNotReady, "the bill is still being made", found,
                AskedAgain.hint)
        case .linkExpired:
            return startOver(
                .retryLater(
                    afterSeconds: FetchSchedule.faultSeconds,
                    Problem(
                        .downloadFailed, "the download link was refused", found: found,
                        hint: "A link lives for 30 seconds. \(AskedAgain.hint)")))
        case .signatureRefused: return signatureRefused(answer, found: found)
        case .malformedRequest:
            return giveUp(
                .channelRefusal, "the channel refuses the request", found,
                """
                See that the day lies in the channel's reach of three months, and that public_key_id, where it is set, \
                is the one of the merchant console.
                """)
        case .noPermission:
            return giveUp(
                .channelPermission, "the account may not have this bill", found,
                "See in the merchant console that mchid, certificate and key belong together and may fetch bills.")
        case .noCertificates: return .finish(.giveUp(Self.noCertificatesProblem))
        case .tooFast:
            return retry(
                FetchSchedule.tooFastSeconds, .channelBusy, "the channel is asked too often", found,
                "See what else uses this merchant number. \(AskedAgain.hint)")
        case .fault(let maySwitchHost):
            if maySwitchHost, step != .download, let action = nextHost() { return action }
            return retry(
                FetchSchedule.faultSeconds, .channelFault, "the channel has a fault", found,
                AskedAgain.hint)
        case .unknown:
            // A page of a proxy has no code: the other access site may be reached without it.
            if code == nil, step != .download, let action = nextHost() { return action }
            return retry(
                FetchSchedule.faultSeconds, .channelUnknownAnswer,
                "the channel gives an answer that its documents do not name", found,
                "See that no proxy answers in the channel's place. \(AskedAgain.hint)")
        }
    }

    /// Proof of a day without business only when it is signed and comes after the bill should be there (section 7.8).
    /// `NO_STATEMENT_EXIST` is an error, and errors are what the protocol leaves unsigned (section 3.6): without any header
    /// of a signature it is a hint, which the caller may believe at the day's last try. One whose signature does not hold
    /// never comes here.
    private mutating func noStatement(_ answer: Answer, found: String, now: Int64) -> Action {
        guard now >= FetchSchedule.availableFrom(terms.day) else {
            return retry(
                FetchSchedule.untilReady(terms.day, now: now), .billNotReady,
                "there is no bill, which proves nothing before 10:00 of the next day", found,
                AskedAgain.hint)
        }
        return .finish(
            .noData(
                verified: answer.verification == .valid,
                Problem(
                    .billAbsent, "the channel says that there was no business on this day", found: found,
                    hint: "Believed when it is signed, or at the day's last try; then the shop must have none either.")
            ))
    }

    private mutating func signatureRefused(_ answer: Answer, found: String) -> Action {
        if let skew = answer.skewSeconds, skew.magnitude >= clockToleranceSeconds.magnitude {
            return .finish(.giveUp(clockProblem(skewSeconds: skew)))
        }
        signatureRefusals += 1
        if signatureRefusals <= 1 { return again() }
        return giveUp(
            .requestSignatureRefused, "the channel does not accept our signature", found,
            "See that mchid, certificate_serial and private_key are of one certificate, and that the clock is right.")
    }

    private mutating func failed(_ failure: TransferFailure, _ origin: WebOrigin) -> Action {
        let problem = failure.problem(origin, isBill: step == .download)
        switch failure.kind {
        case .untrusted, .tooLarge: return .finish(.giveUp(problem))
        case .refused where problem.code != .downloadDamaged: return .finish(.giveUp(problem))
        case .refused: return startOver(.giveUp(problem))
        case .unreachable, .timedOut, .cut:
            let ending = Ending.retryLater(afterSeconds: FetchSchedule.faultSeconds, problem)
            switch step {
            case .download: return startOver(ending)
            case .application: return nextHost() ?? .finish(ending)
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
