import Cryptography
import Runtime
import Vocabulary

/// Fetches Alipay trade bills through the v2 gateway. Performs what `AlipayFetch` decides.
package final class AlipayClient: ChannelClient {
    static let queryMethod = "alipay.data.dataservice.bill.downloadurl.query"
    static let certificateMethod = "alipay.open.app.alipaycert.download"

    private let settings: AlipaySettings
    private let clock: Clock
    private let archive: BillArchive
    private let transport: any HTTPTransport
    private let log: ExchangeLog
    private let gateway: WebAddress
    private let downloadHosts: AlipayDownloadHosts
    private let privateKey: PrivateKey
    private let keys: Guarded<AlipayKeys>
    private let certificateParameters: [String: String]

    package convenience init(
        _ settings: AlipaySettings, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog = { _ in }
    ) throws(Problem) {
        try self.init(
            settings, clock: clock, archive: archive, log: log,
            transport: CurlTransport(limits: settings.limits, caFile: settings.caFile))
    }

    init(
        _ settings: AlipaySettings, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog = { _ in },
        transport: any HTTPTransport
    ) throws(Problem) {
        self.settings = settings
        self.clock = clock
        self.archive = archive
        self.transport = transport
        self.log = log
        do throws(Problem) {
            guard BillArchive.isPlainName(settings.pid), !settings.appID.isEmpty else {
                throw Problem(
                    .settingsInvalid, "app_id or the account's PID is not right", expected: "digits",
                    hint: "Copy both from the open platform's console into the configuration.")
            }
            guard let gateway = WebAddress(settings.gateway),
                gateway.origin.scheme == .https || gateway.origin.isLoopback
            else {
                throw Problem(
                    .settingsInvalid, "the gateway is not right", expected: "https://host/gateway.do",
                    found: settings.gateway, hint: "Leave the gateway out to use Alipay's own.")
            }
            // The gateway must know the charset before it can read the form.
            let mark = gateway.target.contains("?") ? "&" : "?"
            self.gateway = WebAddress(origin: gateway.origin, target: "\(gateway.target)\(mark)charset=utf-8")
            downloadHosts = try AlipayDownloadHosts(settings.allowedDownloadHosts)
            let (privateKey, keys, parameters) = try settings.readKeys(now: clock.epochSeconds())
            self.privateKey = privateKey
            self.keys = Guarded(keys)
            certificateParameters = parameters
        } catch {
            throw error.located(Place(account: settings.account))
        }
    }

    package var account: ChannelAccount { settings.account }
    /// Alipay sends none.
    package var signatureProbesSeen: Int { 0 }

    package var expiries: [Expiry] {
        keys.with { keys in
            keys.certificates.map {
                Expiry(what: "Alipay certificate \($0.serialHex)", epochSeconds: $0.validToEpochSeconds)
            }
        }
    }

    package func fetch(
        _ day: BusinessDay, report: @escaping @Sendable (_ bytesDone: Int64) -> Void
    ) -> FetchOutcome {
        let (ending, files) = run(day, report)
        let place = Place(account: account, day: day)
        switch ending {
        case .keep: return .bill(files)
        case .noData(let verified, let problem): return .noData(verified: verified, problem.located(place))
        case .retryLater(let seconds, let problem):
            return .retryLater(afterSeconds: seconds, problem.located(place))
        case .giveUp(let problem): return .giveUp(problem.located(place))
        }
    }

    /// Asks for yesterday's bill, up to the download: our signature is accepted and theirs holds.
    package func probe() -> [Problem] {
        let (ending, _) = run(clock.today.previous, nil)
        switch ending {
        case .keep, .noData: return []
        case .retryLater(_, let problem) where problem.code == .billNotReady: return []
        case .retryLater(_, let problem), .giveUp(let problem): return [problem.located(Place(account: account))]
        }
    }

    /// - Parameter report: nil stops before the download, as if it had succeeded.
    private func run(
        _ day: BusinessDay, _ report: (@Sendable (Int64) -> Void)?
    ) -> (AlipayFetch.Ending, [BillFile]) {
        let canFetchCertificates = keys.with { $0.publicKey == nil }
        var fetch = AlipayFetch(
            AlipayFetch.Terms(
                day: day, clock: clock, pid: settings.pid, downloadHosts: downloadHosts,
                canFetchCertificates: canFetchCertificates))
        var body: AlipayBody?
        var action = fetch.start()
        while true {
            let event: AlipayFetch.Event
            switch action {
            case .query:
                body = nil
                event = query(day)
            case .fetchCertificate(let number): event = fetchCertificate(number)
            case .download(let address):
                guard let report else { return (.keep, []) }
                do throws(Problem) {
                    let received = AlipayBody(
                        try archive.receive(DayUnit(account, day, .trade)), limits: settings.limits, report: report)
                    body = received
                    event = download(address, into: received)
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

    private func query(_ day: BusinessDay) -> AlipayFetch.Event {
        // `secure` asks for an https link: the ZIP's integrity rests on it (Alipay 2.2).
        call(
            Self.queryMethod, content: #"{"bill_type":"trade","bill_date":"\#(day)","secure":"true"}"#
        ) { reply, skew in .replied(reply, skewSeconds: skew) }
    }

    private func fetchCertificate(_ number: String) -> AlipayFetch.Event {
        guard ForeignText.serial(number) == number else { return .certificateFetched(unknownCertificate(number)) }
        return call(Self.certificateMethod, content: #"{"alipay_cert_sn":"\#(number)"}"#) { reply, _ in
            guard reply.node.code == "10000", let content = reply.node.alipay_cert_content else {
                return .certificateFetched(unknownCertificate(number))
            }
            let now = clock.epochSeconds()
            do throws(Problem) {
                let result = keys.with { keys in
                    Result { () throws(Problem) in try keys.take(content, number: number, now: now) }
                }
                try result.get()
                return .certificateFetched(nil)
            } catch {
                return .certificateFetched(error)
            }
        }
    }

    private func unknownCertificate(_ number: String) -> Problem {
        AlipayFetch.problem(
            AlipayReply(node: AlipayReply.Node(code: "10000"), verification: .foreignCertificate(number: number)))
    }

    /// One signed POST to the gateway.
    private func call(
        _ method: String, content: String, _ event: (AlipayReply, Int64?) -> AlipayFetch.Event
    ) -> AlipayFetch.Event {
        var parameters = certificateParameters
        parameters["app_id"] = settings.appID
        parameters["method"] = method
        parameters["format"] = "JSON"
        parameters["charset"] = "utf-8"
        parameters["sign_type"] = "RSA2"
        parameters["timestamp"] = ShanghaiTime.text(epochSeconds: clock.epochSeconds())
        parameters["version"] = "1.0"
        parameters["biz_content"] = content
        parameters["app_auth_token"] = settings.appAuthToken
        do throws(Problem) {
            parameters["sign"] = try privateKey.base64Signature(of: AlipaySigning.message(parameters))
        } catch {
            return .unreadable(error)
        }
        let request = HTTPRequest(
            method: .post(
                body: AlipaySigning.form(parameters),
                contentType: "application/x-www-form-urlencoded;charset=utf-8"),
            address: gateway, headers: [("Accept", "application/json")])
        let http: HTTPAnswer
        do throws(TransferFailure) { http = try transport.send(request, sink: nil) } catch {
            return .failed(error, gateway.origin)
        }
        log(Exchange(account: account, request: request, answer: http))
        guard http.status == 200 else { return .refused(status: http.status) }
        do throws(Problem) {
            let now = clock.epochSeconds()
            let reply = try AlipayReply(http.body, method: method) { number in
                keys.with { $0.key(certificateNumber: number, now: now) }
            }
            return event(reply, http.skewSeconds(now: now))
        } catch {
            return .unreadable(error)
        }
    }

    private func download(_ address: WebAddress, into body: AlipayBody) -> AlipayFetch.Event {
        let request = HTTPRequest(address: address)
        do throws(TransferFailure) {
            let http = try transport.send(request) { bytes throws(Problem) in try body.receive(bytes) }
            log(Exchange(account: account, request: request, answer: http))
            guard http.status == 200 else { return .refused(status: http.status) }
            do throws(Problem) { try body.finish() } catch {
                throw TransferFailure(kind: .refused, detail: error.what, problem: error)
            }
            return .downloaded
        } catch {
            return .failed(error, address.origin)
        }
    }
}
