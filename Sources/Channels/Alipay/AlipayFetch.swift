import Vocabulary

/// The way from "get this day's bill" to an ending at Alipay, as plain values: what happened goes in, what to do next
/// comes out.
struct AlipayFetch: Sendable {
    enum Action: Hashable, Sendable {
        case query
        /// Alipay has rotated its certificate.
        case fetchCertificate(number: String)
        case download(WebAddress)
        case finish(Ending)
    }

    enum Ending: Hashable, Sendable {
        /// The downloaded bytes are the bill: keep them.
        case keep
        case noData(verified: Bool, Problem)
        case retryLater(afterSeconds: Int, Problem)
        case giveUp(Problem)
    }

    enum Event: Sendable {
        case replied(AlipayReply, skewSeconds: Int64?)
        /// HTTP status other than 200, from the gateway or the download.
        case refused(status: Int)
        /// The gateway's answer could not be read.
        case unreadable(Problem)
        /// nil: the new certificate was proven and is at hand.
        case certificateFetched(Problem?)
        case downloaded
        case failed(TransferFailure, WebOrigin)
    }

    /// Fixed for one fetch.
    struct Terms: Sendable {
        var day: BusinessDay
        var clock: Clock
        var pid: String
        var downloadHosts: AlipayDownloadHosts
        var canFetchCertificates: Bool
    }

    /// A link that died is replaced twice, then the channel is left alone for a while.
    static let startOversMax = 2
    /// Answers whose signature does not hold: each is thrown away and asked for anew.
    static let distrustMax = 2

    private static let success = "10000"

    private let terms: Terms
    private var startOvers = 0
    private var distrust = 0
    private var hasFetchedCertificate = false
    /// Why the certificate that signs the answers is not believed.
    private var certificateProblem: Problem?
    private var isDownloading = false

    init(_ terms: Terms) { self.terms = terms }

    mutating func start() -> Action { query() }

    private mutating func query() -> Action {
        isDownloading = false
        return .query
    }

    mutating func handle(_ event: Event) -> Action {
        switch event {
        case .replied(let reply, let skewSeconds): return replied(reply, skewSeconds)
        case .refused(let status): return refused(status: status)
        case .unreadable(let problem):
            distrust += 1
            guard problem.code == .channelMalformedAnswer else { return .finish(.giveUp(problem)) }
            return distrust <= Self.distrustMax ? query() : .finish(retry(FetchSchedule.faultSeconds, problem))
        case .certificateFetched(let problem):
            certificateProblem = problem
            if let problem {
                distrust += 1
                if distrust > Self.distrustMax { return .finish(.giveUp(problem)) }
            }
            return query()
        case .downloaded: return .finish(.keep)
        case .failed(let failure, let origin): return failed(failure, origin)
        }
    }

    // MARK: The query

    private mutating func replied(_ reply: AlipayReply, _ skewSeconds: Int64?) -> Action {
        // A new certificate first: it may turn this answer, whatever it is, into a fact.
        if case .foreignCertificate(let number) = reply.verification, !hasFetchedCertificate,
            terms.canFetchCertificates, !number.isEmpty
        {
            hasFetchedCertificate = true
            return .fetchCertificate(number: number)
        }
        switch reply.verification {
        case .valid: break
        // Only errors may come without a signature (Alipay 2.6).
        case .missing: if reply.node.code == Self.success { return mistrusted(reply) }
        case .wrong, .foreignCertificate: return mistrusted(reply)
        }
        guard reply.node.code == Self.success else { return refusal(reply, skewSeconds) }
        if let text = reply.node.bill_download_url, !text.isEmpty {
            do throws(Problem) {
                let address = try terms.downloadHosts.address(text, pid: terms.pid)
                isDownloading = true
                return .download(address)
            } catch {
                return .finish(.giveUp(error))
            }
        }
        guard reply.node.bill_file_code == "EMPTY_DATA_WITH_BILL_FILE" else {
            return .finish(
                .giveUp(
                    Problem(
                        .channelMalformedAnswer, "the gateway's answer has no download address",
                        expected: "bill_download_url", hint: "Report this: the protocol may have changed.")))
        }
        return noData(reply, found: "EMPTY_DATA_WITH_BILL_FILE without a file")
    }

    /// An answer whose signature does not hold, or lacks where one is due, is none: the same question again, as long as that
    /// may help.
    private mutating func mistrusted(_ reply: AlipayReply) -> Action {
        distrust += 1
        if distrust <= Self.distrustMax { return query() }
        if case .foreignCertificate = reply.verification, let certificateProblem {
            return .finish(.giveUp(certificateProblem))
        }
        return .finish(.giveUp(Self.problem(reply)))
    }

    private mutating func refusal(_ reply: AlipayReply, _ skewSeconds: Int64?) -> Action {
        let found =
            "code \(ForeignText.word(reply.node.code)), sub_code \(ForeignText.word(reply.node.sub_code ?? "none"))"
        let now = terms.clock.epochSeconds()
        switch AlipayRefusal(code: reply.node.code, subCode: reply.node.sub_code) {
        case .noBill: return noBill(found: found, now: now)
        case .noData: return noData(reply, found: found)
        case .tooFast:
            return .finish(
                retry(
                    FetchSchedule.tooFastSeconds,
                    Problem(
                        .channelBusy, "the channel is asked too often", found: found,
                        hint: "See what else uses this app. \(AskedAgain.hint)")))
        case .fault:
            return .finish(
                retry(
                    FetchSchedule.faultSeconds,
                    Problem(
                        .channelFault, "the channel has a fault", found: found,
                        hint: AskedAgain.hint)))
        case .unknown:
            return .finish(
                retry(
                    FetchSchedule.faultSeconds,
                    Problem(
                        .channelUnknownAnswer, "the channel gives an answer that its documents do not name",
                        found: found,
                        hint: "See that no proxy answers in the channel's place. \(AskedAgain.hint)")))
        case let refusal: return .finish(.giveUp(Self.problem(refusal, found: found, skewSeconds: skewSeconds)))
        }
    }

    /// Before 10:00 it means "not generated yet"; later it is a hint at a zero day, but no proof, signed or not
    /// (section 3.3): the third face of one, for merchants with a configuration of their own.
    private func noBill(found: String, now: Int64) -> Action {
        guard now >= FetchSchedule.availableFrom(terms.day) else { return notReady(found: found, now: now) }
        return .finish(
            .noData(
                verified: false,
                Problem(
                    .billAbsent, "the channel has no such bill", found: found,
                    hint: "Believed at the day's last try only; then the shop must have no business either.")))
    }

    /// A fact when it is signed. `NO_BILL_DATA` is an error, and errors may come without a signature (section 2.6): then it
    /// is a hint, which the caller may believe at the day's last try. Success (`EMPTY_DATA_WITH_BILL_FILE`) is always
    /// signed, and an answer whose signature does not hold never comes here.
    private func noData(_ reply: AlipayReply, found: String) -> Action {
        let now = terms.clock.epochSeconds()
        guard now >= FetchSchedule.availableFrom(terms.day) else { return notReady(found: found, now: now) }
        return .finish(
            .noData(
                verified: reply.verification == .valid,
                Problem(
                    .billAbsent, "the channel says that there was no business on this day", found: found,
                    hint: "Believed when it is signed, or at the day's last try; then the shop must have none either.")
            ))
    }

    private func notReady(found: String, now: Int64) -> Action {
        .finish(
            retry(
                FetchSchedule.untilReady(terms.day, now: now),
                Problem(
                    .billNotReady, "there is no bill, which proves nothing before 10:00 of the next day", found: found,
                    hint: AskedAgain.hint)))
    }

    // MARK: The download, and failures of either

    private mutating func refused(status: Int) -> Action {
        let problem =
            status == 429
            ? Problem(
                .channelBusy, "the channel is asked too often", found: "HTTP 429",
                hint: "See what else uses this app. \(AskedAgain.hint)")
            : Problem(
                isDownloading ? .downloadFailed : .channelFault, "the channel answers with an HTTP error",
                found: "HTTP \(status)", hint: AskedAgain.hint)
        let ending = retry(status == 429 ? FetchSchedule.tooFastSeconds : FetchSchedule.faultSeconds, problem)
        return isDownloading && status < 500 && status != 429 ? startOver(ending) : .finish(ending)
    }

    private mutating func failed(_ failure: TransferFailure, _ origin: WebOrigin) -> Action {
        let problem = failure.problem(origin, isBill: isDownloading)
        let ending = retry(FetchSchedule.faultSeconds, problem)
        switch failure.kind {
        case .untrusted, .tooLarge: return .finish(.giveUp(problem))
        case .refused where problem.code != .downloadDamaged: return .finish(.giveUp(problem))
        case .refused: return startOver(ending)
        case .unreachable, .timedOut, .cut: return isDownloading ? startOver(ending) : .finish(ending)
        }
    }

    private mutating func startOver(_ otherwise: Ending) -> Action {
        startOvers += 1
        return startOvers <= Self.startOversMax ? query() : .finish(otherwise)
    }

    private func retry(_ afterSeconds: Int, _ problem: Problem) -> Ending {
        .retryLater(afterSeconds: afterSeconds, problem)
    }
}
