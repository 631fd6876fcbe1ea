import Cryptography
import FoundationEssentials
import Runtime
import Vocabulary

/// Fetches WeChat Pay's bills (APIv3). Performs what `WeChatPayFetch` decides.
final class WeChatPayClient: ChannelClient {
    private let settings: WeChatPaySettings
    private let limits: TransferLimits
    private let session: ChannelSession
    private let keys: WeChatPayKeys
    private let hosts: [WebOrigin]
    private let allowedDownloadOrigins: Set<WebOrigin>
    private let platform: Guarded<PlatformKeys>

    init(
        _ settings: WeChatPaySettings, limits: TransferLimits = TransferLimits(), clock: Clock, archive: BillArchive,
        log: @escaping ExchangeLog = { _ in }, transport: any HTTPTransport
    ) throws(Problem) {
        self.settings = settings
        self.limits = limits
        session = ChannelSession(
            account: settings.account, kinds: Set(settings.kinds), clock: clock,
            archive: archive, transport: transport, log: log,
            requestIDHeaders: ["request-id"])
        do throws(Problem) {
            keys = try settings.readKeys()
            hosts = try settings.readHosts()
            allowedDownloadOrigins = try settings.readAllowedOrigins()
        } catch { throw error.located(Place(account: settings.account)) }
        platform = Guarded(keys.platform)
    }

    var account: ChannelAccount { session.account }

    var expiries: [Expiry] {
        platform.with { keys in
            keys.certificates.map {
                Expiry(what: "platform certificate \($0.serialHex)", epochSeconds: $0.validToEpochSeconds)
            }
        }
    }

    func fetch(_ unit: DayUnit, report: @escaping FetchReport) -> FetchOutcome {
        if unit.kind == .funds, !settings.pots.isEmpty {
            return FetchOutcome.ofPots(settings.pots) { fetch(unit, .funds($0), report) }
        }
        if unit.kind == .sharing { return fetch(unit, .sharing, report) }
        switch settings.billType {
        case .all: return fetch(unit, .all, report)
        case .successAndRefund: return fetchPair(unit, report)
        }
    }

    /// A day without payments or without refunds has only one file of the pair, which does not cover both entry types;
    /// the `ALL` file does.
    private func fetchPair(_ unit: DayUnit, _ report: @escaping FetchReport) -> FetchOutcome {
        let payments = fetch(unit, .payments, report)
        switch payments {
        case .retryLater, .giveUp, .part: return payments
        case .bill, .noData: break
        }
        let refunds = fetch(unit, .refunds, report)
        switch (payments, refunds) {
        case (.bill(let paymentFiles), .bill(let refundFiles)): return .bill(paymentFiles + refundFiles)
        case (.noData(let first, let problem), .noData(let second, _)):
            return .noData(verified: first && second, problem)
        case (_, .retryLater), (_, .giveUp): return refunds
        default: return fetch(unit, .all, report)
        }
    }

    private func fetch(
        _ unit: DayUnit, _ statement: WeChatPayStatement, _ report: @escaping FetchReport
    ) -> FetchOutcome {
        run(unit, statement, hosts: hosts, report).located(unit.place(of: statement.pot))
    }

    /// Asks each host for yesterday's bill, for that of each pot, and for the sharing bill, up to the download: our signature is
    /// accepted, theirs holds, clocks agree, and the merchant may have it.
    func probe() -> [Problem] {
        var asked = hosts.map { (WeChatPayStatement.all, [$0]) } + settings.pots.map { (.funds($0), hosts) }
        if settings.sharingLimitDays != nil { asked.append((.sharing, hosts)) }
        return session.problems(
            asked.map { statement, hosts in
                (statement.pot, run(session.yesterday(statement.kind), statement, hosts: hosts, nil))
            })
    }

    func frozen(_ channelTradeNo: String, _ unit: DayUnit) -> FrozenOutcome? {
        // It becomes a part of an address, which is signed.
        guard ForeignText.serial(channelTradeNo) == channelTradeNo else { return nil }
        var last: [UInt8] = []
        let outcome = run(
            unit, "/v3/profitsharing/transactions/\(channelTradeNo)/amounts", isAnswerAll: true, hosts: hosts, nil
        ) { last = $0 }.located(unit.place)
        return FrozenOutcome(outcome) { () throws(Problem) in
            guard let answer = try? JSONDecoder().decode(FrozenAmount.self, from: Data(last)),
                answer.unsplit_amount >= 0
            else {
                throw Problem(
                    .channelMalformedAnswer, "the answer to what is frozen of a payment cannot be read", at: unit.place,
                    expected: "unsplit_amount, in fen",
                    hint: "Report this with the Request-ID of the journal: the protocol may have changed.")
            }
            return answer.unsplit_amount
        }
    }

    private struct FrozenAmount: Decodable {
        let unsplit_amount: Int64
    }

    private func run(
        _ unit: DayUnit, _ statement: WeChatPayStatement, hosts: [WebOrigin], _ report: FetchReport?
    ) -> FetchOutcome {
        run(unit, statement.target(unit.day), pot: statement.pot, hosts: hosts, report)
    }

    /// - Parameters:
    ///   - isAnswerAll: nothing is downloaded.
    ///   - report: nil stops before the download.
    ///   - onAnswer: called with each answer to the application, the last of which the outcome rests on.
    private func run(
        _ unit: DayUnit, _ target: String, pot: Pot? = nil, isAnswerAll: Bool = false, hosts: [WebOrigin],
        _ report: FetchReport?, onAnswer: ([UInt8]) -> Void = { _ in }
    ) -> FetchOutcome {
        let now = session.clock.epochSeconds()
        let (isPollDue, hasOtherKey) = platform.with { ($0.isPollDue(now: now), $0.isUsable(now: now)) }
        let fetch = WeChatPayFetch(
            WeChatPayFetch.Terms(
                time: FetchTime(kind: unit.kind, day: unit.day, clock: session.clock, hours: .wechatPay), hosts: hosts,
                allowedDownloadOrigins: allowedDownloadOrigins, usesCertificates: keys.apiV3Key != nil,
                pollsCertificates: isPollDue, isAnswerAll: isAnswerAll, hasOtherKey: hasOtherKey))
        return session.run(
            fetch, unit, report, pot: pot,
            ask: { question in
                switch question {
                case .certificates(let host): fetchCertificates(hosts[host])
                case .apply(let host): apply(hosts[host], target, onAnswer)
                }
            },
            body: { WeChatPayBody($0, limits: limits) }, download: download)
    }

    private func fetchCertificates(_ host: WebOrigin) -> WeChatPayFetch.Event {
        do throws(TransferFailure) {
            let http = try session.send(try request(WebAddress(origin: host, target: "/v3/certificates")))
            guard http.isSuccess else { return .certificates(answer(http), .certificates(count: 0)) }
            let now = session.clock.epochSeconds()
            let (verification, reading) = platform.with {
                $0.take(http, apiV3Key: keys.apiV3Key ?? [], now: now)
            }
            return .certificates(answer(http, verification), reading)
        } catch {
            return .failed(error, host)
        }
    }

    private func apply(_ host: WebOrigin, _ target: String, _ onAnswer: ([UInt8]) -> Void) -> WeChatPayFetch.Event {
        do throws(TransferFailure) {
            let http = try session.send(try request(WebAddress(origin: host, target: target)))
            onAnswer(http.body)
            return .applied(answer(http))
        } catch {
            return .failed(error, host)
        }
    }

    private func download(_ ticket: BillTicket, into body: ReportedBody<WeChatPayBody>) -> WeChatPayFetch.Event {
        do throws(TransferFailure) {
            switch try session.download(try request(ticket.address), into: body) {
            case .refused(let http): return .downloadRefused(answer(http, .missing))
            case .whole(let sha1): return .downloaded(sha1: sha1)
            }
        } catch { return .failed(error, ticket.address.origin) }
    }

    /// A signed GET, with a nonce and a time of its own; a ticket has one of `BillTicket.paths`.
    private func request(_ address: WebAddress) throws(TransferFailure) -> HTTPRequest {
        let timestamp = session.clock.epochSeconds()
        let nonce = Nonce.text()
        let message = WeChatPaySigning.requestMessage(
            method: "GET", target: address.target, timestamp: timestamp, nonce: nonce)
        let signature: String
        do throws(Problem) { signature = try keys.privateKey.base64Signature(of: message) } catch {
            throw TransferFailure(refusing: error)
        }
        var headers = [
            ("Accept", "application/json"),
            (
                "Authorization",
                WeChatPaySigning.authorization(
                    mchid: account.account, nonce: nonce, signature: signature, timestamp: timestamp,
                    serial: keys.certificateSerial)
            ),
        ]
        if let id = keys.publicKeyID { headers.append(("Wechatpay-Serial", id)) }
        return HTTPRequest(address: address, isPathKnown: true, headers: headers)
    }

    private func answer(_ http: HTTPAnswer, _ known: AnswerVerification? = nil) -> WeChatPayFetch.Answer {
        let now = session.clock.epochSeconds()
        let verification =
            known ?? platform.with { keys in AnswerVerification(http, now: now) { keys.key(serial: $0, now: now) } }
        return WeChatPayFetch.Answer(
            status: http.status, body: http.body, verification: verification, skewSeconds: http.skewSeconds(now: now))
    }
}
