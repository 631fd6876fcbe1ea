import Cryptography
import Runtime
import Vocabulary

/// Fetches WeChat Pay trade bills (APIv3). Performs what `WeChatPayFetch` decides.
package final class WeChatPayClient: ChannelClient {
    private let settings: WeChatPaySettings
    private let clock: Clock
    private let archive: BillArchive
    private let transport: any HTTPTransport
    private let log: ExchangeLog
    private let privateKey: PrivateKey
    private let certificateSerial: String
    private let hosts: [WebOrigin]
    private let allowedDownloadOrigins: Set<WebOrigin>
    private let keys: Guarded<PlatformKeys>
    private let probesSeen = Guarded(0)

    package convenience init(
        _ settings: WeChatPaySettings, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog = { _ in }
    ) throws(Problem) {
        try self.init(
            settings, clock: clock, archive: archive, log: log,
            transport: CurlTransport(limits: settings.limits, caFile: settings.caFile))
    }

    init(
        _ settings: WeChatPaySettings, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog = { _ in },
        transport: any HTTPTransport
    ) throws(Problem) {
        let checked = try settings.validated()
        self.settings = settings
        self.clock = clock
        self.archive = archive
        self.transport = transport
        self.log = log
        privateKey = checked.privateKey
        certificateSerial = settings.certificateSerial.uppercased()
        hosts = checked.hosts
        allowedDownloadOrigins = checked.allowedDownloadOrigins
        keys = Guarded(checked.keys)
    }

    package var account: ChannelAccount { settings.account }
    package var signatureProbesSeen: Int { probesSeen.with { $0 } }

    package var expiries: [Expiry] {
        keys.with { keys in
            keys.certificates.map {
                Expiry(what: "platform certificate \($0.serialHex)", epochSeconds: $0.validToEpochSeconds)
            }
        }
    }

    package func fetch(
        _ day: BusinessDay, report: @escaping @Sendable (_ bytesDone: Int64) -> Void
    ) -> FetchOutcome {
        switch settings.billTypes {
        case .all: return fetch(day, billType: "ALL", report)
        case .successAndRefund: return fetchPair(day, report)
        }
    }

    /// A day without payments or without refunds has only one file of the pair, which does not cover both entry types;
    /// the `ALL` file does.
    private func fetchPair(_ day: BusinessDay, _ report: @escaping @Sendable (Int64) -> Void) -> FetchOutcome {
        let payments = fetch(day, billType: "SUCCESS", report)
        switch payments {
        case .retryLater, .giveUp: return payments
        case .bill, .noData: break
        }
        let refunds = fetch(day, billType: "REFUND", report)
        switch (payments, refunds) {
        case (.bill(let paymentFiles), .bill(let refundFiles)): return .bill(paymentFiles + refundFiles)
        case (.noData(let first, let problem), .noData(let second, _)):
            return .noData(verified: first && second, problem)
        case (_, .retryLater), (_, .giveUp): return refunds
        default: return fetch(day, billType: "ALL", report)
        }
    }

    private func fetch(
        _ day: BusinessDay, billType: String, _ report: @escaping @Sendable (Int64) -> Void
    ) -> FetchOutcome {
        let (ending, files) = run(day, billType: billType, hosts: hosts, report)
        let place = Place(account: account, day: day)
        switch ending {
        case .keep: return .bill(files)
        case .noData(let verified, let problem): return .noData(verified: verified, problem.located(place))
        case .retryLater(let seconds, let problem):
            return .retryLater(afterSeconds: seconds, problem.located(place))
        case .giveUp(let problem): return .giveUp(problem.located(place))
        }
    }

    /// Asks each host for yesterday's bill, up to the download: our signature is accepted, theirs holds, clocks agree.
    package func probe() -> [Problem] {
        let day = clock.today.previous
        var problems: [Problem] = []
        for host in hosts {
            let (ending, _) = run(day, billType: "ALL", hosts: [host], nil)
            switch ending {
            case .keep, .noData: break
            case .retryLater(_, let problem) where problem.code == .billNotReady: break
            case .retryLater(_, let problem), .giveUp(let problem):
                let located = problem.located(Place(account: account))
                if !problems.contains(located) { problems.append(located) }
            }
        }
        return problems
    }

    /// - Parameter report: nil stops before the download, as if it had succeeded.
    private func run(
        _ day: BusinessDay, billType: String, hosts: [WebOrigin], _ report: (@Sendable (Int64) -> Void)?
    ) -> (WeChatPayFetch.Ending, [BillFile]) {
        let now = clock.epochSeconds()
        let hasOtherKey = keys.with { $0.isUsable(now: now) }
        var fetch = WeChatPayFetch(
            WeChatPayFetch.Terms(
                day: day, clock: clock, hosts: hosts, allowedDownloadOrigins: allowedDownloadOrigins,
                usesCertificates: settings.keyMode != .publicKey, hasOtherKey: hasOtherKey))
        defer { probesSeen.with { $0 += fetch.probes } }
        var body: WeChatPayBody?
        var action = fetch.start(pollsCertificates: keys.with { $0.isPollDue(now: now) })
        while true {
            let event: WeChatPayFetch.Event
            switch action {
            case .fetchCertificates(let host): event = fetchCertificates(hosts[host])
            case .apply(let host):
                body = nil
                event = apply(hosts[host], day, billType: billType)
            case .download(let ticket):
                guard let report else { return (.keep, []) }
                do throws(Problem) {
                    let received = WeChatPayBody(
                        try archive.receive(DayUnit(account, day, .trade)), limits: settings.limits, report: report)
                    body = received
                    event = download(ticket, into: received)
                } catch {
                    return (.giveUp(error), [])
                }
            case .finish(.keep):
                guard let body else { return (.keep, []) }
                do throws(Problem) { return (.keep, [try body.keep()]) } catch { return (.giveUp(error), []) }
            case .finish(let ending): return (ending, [])
            }
            action = fetch.handle(event)
        }
    }

    private func fetchCertificates(_ host: WebOrigin) -> WeChatPayFetch.Event {
        do throws(TransferFailure) {
            let http = try send(WebAddress(origin: host, target: "/v3/certificates"), sink: nil)
            guard http.isSuccess else { return .certificates(answer(http), .certificates(count: 0)) }
            let now = clock.epochSeconds()
            let (verification, reading) = keys.with {
                $0.take(http, apiV3Key: settings.apiV3Key ?? [], now: now)
            }
            return .certificates(answer(http, verification), reading)
        } catch {
            return .failed(error, host)
        }
    }

    private func apply(_ host: WebOrigin, _ day: BusinessDay, billType: String) -> WeChatPayFetch.Event {
        let query = "bill_date=\(day)&bill_type=\(billType)" + (settings.asksForGzip ? "&tar_type=GZIP" : "")
        do throws(TransferFailure) {
            let http = try send(WebAddress(origin: host, target: "/v3/bill/tradebill?\(query)"), sink: nil)
            return .applied(answer(http))
        } catch {
            return .failed(error, host)
        }
    }

    private func download(_ ticket: BillTicket, into body: WeChatPayBody) -> WeChatPayFetch.Event {
        do throws(TransferFailure) {
            let http = try send(ticket.address) { bytes throws(Problem) in try body.receive(bytes) }
            guard http.isSuccess else { return .downloadRefused(answer(http, .missing)) }
            do throws(Problem) { return .downloaded(sha1: try body.finish()) } catch {
                throw TransferFailure(kind: .refused, detail: error.what, problem: error)
            }
        } catch {
            return .failed(error, ticket.address.origin)
        }
    }

    /// A signed GET, with a nonce and a time of its own.
    private func send(
        _ address: WebAddress, sink: ((UnsafeRawBufferPointer) throws(Problem) -> Void)?
    ) throws(TransferFailure) -> HTTPAnswer {
        let timestamp = clock.epochSeconds()
        let nonce = Nonce.text()
        let message = WeChatPaySigning.requestMessage(
            method: "GET", target: address.target, timestamp: timestamp, nonce: nonce)
        let signature: String
        do throws(Problem) { signature = try privateKey.base64Signature(of: message) } catch {
            throw TransferFailure(kind: .refused, detail: error.what, problem: error)
        }
        var headers = [
            ("Accept", "application/json"),
            (
                "Authorization",
                WeChatPaySigning.authorization(
                    mchid: settings.mchid, nonce: nonce, signature: signature, timestamp: timestamp,
                    serial: certificateSerial)
            ),
        ]
        // Chooses the key that signs the answer (WeChatPay 2.3).
        if settings.keyMode != .platformCertificates, let id = settings.publicKeyID {
            headers.append(("Wechatpay-Serial", id))
        }
        let request = HTTPRequest(address: address, headers: headers)
        let http = try transport.send(request, sink: sink)
        log(Exchange(account: account, request: request, answer: http))
        return http
    }

    private func answer(_ http: HTTPAnswer, _ known: AnswerVerification? = nil) -> WeChatPayFetch.Answer {
        let now = clock.epochSeconds()
        let verification =
            known ?? keys.with { keys in AnswerVerification(http, now: now) { keys.key(serial: $0, now: now) } }
        return WeChatPayFetch.Answer(
            status: http.status, body: http.body, verification: verification, skewSeconds: http.skewSeconds(now: now))
    }
}
