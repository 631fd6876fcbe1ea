import Vocabulary

/// The way from "get this day's bill" to an ending at Alipay, as plain values: what happened goes in, what to do next
/// comes out.
struct AlipayFetch: FetchMachine {
    enum Question: Hashable, Sendable {
        /// Where the day's bill is, what its balances are, or what moved in the deposit.
        case query
        /// The certificate of that number: Alipay has rotated.
        case certificate(number: String)
    }
    typealias Link = WebAddress

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

    /// What a fetch is for.
    enum Goal: Hashable, Sendable {
        case bill
        /// The balances of the day, which are the answer to the query: no download follows.
        case balances(Pot)
        /// Movements of the deposit, which are the answer, too.
        case deposit
    }

    /// Fixed for one fetch.
    struct Terms: Sendable {
        var goal = Goal.bill
        var time: FetchTime
        var pid: String
        var downloadHosts: AlipayDownloadHosts
        var canFetchCertificates: Bool
    }

    private static let success = "10000"

    private let terms: Terms
    /// A link that died is replaced twice, then the channel is left alone for a while.
    private var patience = FetchPatience(startOversMax: 2)
    private var hasFetchedCertificate = false
    /// Why the certificate that signs the answers is not believed.
    private var certificateProblem: Problem?
    private var isDownloading = false

    init(_ terms: Terms) { self.terms = terms }

    mutating func start() -> Action { query() }

    private mutating func query() -> Action {
        isDownloading = false
        return .ask(.query)
    }

    mutating func handle(_ event: Event) -> Action {
        switch event {
        case .replied(let reply, let skewSeconds): return replied(reply, skewSeconds)
        case .refused(let status): return refused(status: status)
        case .unreadable(let problem):
            guard problem.code == .channelMalformedAnswer else { return .finish(.giveUp(problem)) }
            return patience.mayDistrust() ? query() : .finish(retry(problem))
        case .certificateFetched(let problem):
            certificateProblem = problem
            if let problem, !patience.mayDistrust() { return .finish(.giveUp(problem)) }
            return query()
        case .downloaded: return .keep
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
            return .ask(.certificate(number: number))
        }
        switch reply.verification {
        case .valid: break
        // Only errors may come without a signature (Alipay 2.6).
        case .missing: if reply.node.code == Self.success { return mistrusted(reply) }
        case .wrong, .foreignCertificate: return mistrusted(reply)
        }
        guard reply.node.code == Self.success else { return refusal(reply, skewSeconds) }
        switch terms.goal {
        case .bill: break
        case .balances(let pot):
            do throws(Problem) { _ = try reply.node.balances(of: pot) } catch { return .finish(.giveUp(error)) }
            return .keep
        case .deposit: return .keep
        }
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
        return .finish(noData(reply, found: "EMPTY_DATA_WITH_BILL_FILE without a file"))
    }

    /// An answer whose signature does not hold, or lacks where one is due, is none: the same question again, as long as that
    /// may help.
    private mutating func mistrusted(_ reply: AlipayReply) -> Action {
        if patience.mayDistrust() { return query() }
        if case .foreignCertificate = reply.verification, let certificateProblem {
            return .finish(.giveUp(certificateProblem))
        }
        return .finish(.giveUp(Self.problem(reply)))
    }

    private mutating func refusal(_ reply: AlipayReply, _ skewSeconds: Int64?) -> Action {
        let found =
            "code \(ForeignText.word(reply.node.code)), sub_code \(ForeignText.word(reply.node.sub_code ?? "none"))"
        let refusal = AlipayRefusal(code: reply.node.code, subCode: reply.node.sub_code)
        // Nothing moved, which is an answer as good as an empty list.
        if terms.goal == .deposit, refusal == .noData, reply.verification == .valid { return .keep }
        if terms.goal != .bill, let ending = noBalances(refusal, found: found) { return .finish(ending) }
        switch refusal {
        // Before its hour it means "not generated yet"; later it is a hint at a zero day, but no proof, signed or not
        // (section 3.3): the third face of one, for merchants with a configuration of their own.
        case .noBill:
            return .finish(
                terms.time.noBusiness(
                    isProof: false, what: "the channel has no such bill", found: found,
                    hint: "Believed at the day's last try only; then the shop must have no business either."))
        case .noData: return .finish(noData(reply, found: found))
        case .tooFast: return .finish(.tooFast(by: "app", found: found))
        case .fault: return .finish(.fault(found: found))
        case .unknown: return .finish(.unknownAnswer(found: found))
        case let refusal:
            return .finish(.giveUp(Self.problem(refusal, terms.time.kind, found: found, skewSeconds: skewSeconds)))
        }
    }

    /// What is told otherwise of balances and movements than of a bill.
    private func noBalances(_ refusal: AlipayRefusal, found: String) -> FetchOutcome? {
        switch refusal {
        case .noPermission, .typeNotSupported:
            .giveUp(
                terms.goal == .deposit ? Self.depositRefused(found: found) : Self.balancesRefused(found: found))
        case _ where terms.goal == .deposit: nil
        case .noBill, .noData: terms.time.notReady("the balance of the day is not there yet", found: found)
        // Before the day's hour the interface does not know it.
        case .malformedRequest where terms.time.isEarly:
            terms.time.notReady("the balance of the day is not there yet", found: found)
        default: nil
        }
    }

    /// `NO_BILL_DATA` is an error, and errors may come without a signature (section 2.6): then it is no proof. Success
    /// (`EMPTY_DATA_WITH_BILL_FILE`) is always signed.
    private func noData(_ reply: AlipayReply, found: String) -> FetchOutcome {
        terms.time.noBusiness(isProof: reply.verification == .valid, found: found)
    }

    // MARK: The download, and failures of either

    private mutating func refused(status: Int) -> Action {
        let found = "HTTP \(status)"
        guard status != 429 else { return .finish(.tooFast(by: "app", found: found)) }
        let ending = FetchOutcome.retry(
            FetchPause.faultSeconds, isDownloading ? .downloadFailed : .channelFault,
            "the channel answers with an HTTP error", found: found, hint: AskedAgain.hint)
        return isDownloading && status < 500 ? startOver(ending) : .finish(ending)
    }

    private mutating func failed(_ failure: TransferFailure, _ origin: WebOrigin) -> Action {
        let problem = failure.problem(origin, isBill: isDownloading)
        let ending = retry(problem)
        switch failure.kind {
        case .untrusted, .tooLarge: return .finish(.giveUp(problem))
        case .refused where problem.code != .downloadDamaged: return .finish(.giveUp(problem))
        case .refused: return startOver(ending)
        case .unreachable, .timedOut, .cut: return isDownloading ? startOver(ending) : .finish(ending)
        }
    }

    private mutating func startOver(_ otherwise: FetchOutcome) -> Action {
        patience.mayStartOver() ? query() : .finish(otherwise)
    }

    private func retry(_ problem: Problem) -> FetchOutcome {
        .retryLater(afterSeconds: FetchPause.faultSeconds, problem)
    }
}
