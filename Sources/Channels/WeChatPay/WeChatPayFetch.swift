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

    /// "At most three times" (wechatpay-bills 6).
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
            let action = refusal(answer)
            // With another key at hand the bill does not wait for certificates.
            if case .finish = action, terms.hasOtherKey { return apply() }
            return action
        }
        if case .unreadable(let problem) = reading, answer.verification != .probe { return .finish(.giveUp(problem)) }
        if reading == .certificates(count: 0) {
            return terms.hasOtherKey ? apply() : .finish(.giveUp(Self.noCertificatesProblem))
        }
        guard answer.verification == .valid else { return mistrusted(answer) }
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
        let code = WeChatPayRefusal.code(answer.body)
        let refusal = WeChatPayRefusal(status: answer.status, code: code, step: step)
        let found = "HTTP \(answer.status), code \(code ?? "none")"
        if answer.verification == .probe {
            probes += 1
            if probes <= Self.probesMax { return again() }
        }
        let now = terms.clock.epochSeconds()
        switch refusal {
        case .noStatement: return noStatement(answer, found: found, now: now)
        case .creating:
            return retry(
                FetchSchedule.untilReady(terms.day, now: now), .billNotReady, "the bill is still being made", found,
                "It is asked for again by itself.")
        case .linkExpired:
            return startOver(
                .retryLater(
                    afterSeconds: FetchSchedule.faultSeconds,
                    Problem(
                        .downloadFailed, "the download link was refused", found: found,
                        hint: "It is asked for again by itself; a link lives for 30 seconds.")))
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
                "It is asked again by itself; see what else uses this merchant number.")
        case .fault(let maySwitchHost):
            if maySwitchHost, step != .download, let action = nextHost() { return action }
            return retry(
                FetchSchedule.faultSeconds, .channelFault, "the channel has a fault", found,
                "It is asked again by itself.")
        case .unknown:
            return retry(
                FetchSchedule.untilNextDailyRun(now: now), .channelUnknownAnswer,
                "the channel gives an answer that its documents do not name", found,
                "It is asked again at the next daily run; look into it if it stays so for three days.")
        }
    }

    /// Proof of a day without business only when it is signed and comes after the bill should be there (section 7.8).
    private mutating func noStatement(_ answer: Answer, found: String, now: Int64) -> Action {
        if case .unknownKey = answer.verification, terms.usesCertificates, !hasRefreshedCertificates {
            return fetchCertificates()
        }
        switch answer.verification {
        case .valid, .missing, .probe: break
        case .wrong, .unknownKey, .clockOff:
            distrust += 1
            if distrust <= Self.distrustMax { return apply() }
        }
        guard now >= FetchSchedule.availableFrom(terms.day) else {
            return retry(
                FetchSchedule.untilReady(terms.day, now: now), .billNotReady,
                "there is no bill, which proves nothing before 10:00 of the next day", found,
                "It is asked for again by itself.")
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
