import Cryptography
import Runtime
import Vocabulary

/// Fetches Alipay's bills through the v2 gateway. Performs what `AlipayFetch` decides.
final class AlipayClient: ChannelClient {
    static let queryMethod = "alipay.data.dataservice.bill.downloadurl.query"
    static let balanceMethod = "alipay.data.bill.balancehis.query"
    /// Rows of 500 bytes are long; with every text at its longest such an answer has 8 MB.
    private static let depositBytesMax = 16 << 20
    static let certificateMethod = "alipay.open.app.alipaycert.download"

    private let settings: AlipaySettings
    private let limits: TransferLimits
    private let session: ChannelSession
    private let gateway: WebAddress
    private let downloadHosts: AlipayDownloadHosts
    private let privateKey: PrivateKey
    private let keys: Guarded<AlipayKeys>
    private let certificateParameters: [String: String]

    init(
        _ settings: AlipaySettings, limits: TransferLimits = TransferLimits(), clock: Clock, archive: BillArchive,
        log: @escaping ExchangeLog = { _ in }, transport: any HTTPTransport
    ) throws(Problem) {
        self.settings = settings
        self.limits = limits
        session = ChannelSession(
            account: settings.account, kinds: Set(settings.kinds).subtracting([.sharing]), clock: clock,
            archive: archive, transport: transport, log: log,
            requestIDHeaders: ["alipay-trace-id", "trace_id"])
        do throws(Problem) {
            guard BillArchive.isPlainName(settings.account.account), !settings.appID.isEmpty else {
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
            downloadHosts = try AlipayDownloadHosts(settings.downloadHosts)
            let (privateKey, keys, parameters) = try settings.readKeys(now: clock.epochSeconds())
            self.privateKey = privateKey
            self.keys = Guarded(keys)
            certificateParameters = parameters
        } catch {
            throw error.located(Place(account: settings.account))
        }
    }

    var account: ChannelAccount { session.account }

    var expiries: [Expiry] {
        keys.with { keys in
            keys.certificates.map {
                Expiry(what: "Alipay certificate \($0.serialHex)", epochSeconds: $0.validToEpochSeconds)
            }
        }
    }

    func fetch(_ unit: DayUnit, report: @escaping FetchReport) -> FetchOutcome {
        guard unit.kind == .funds, !settings.pots.isEmpty else { return run(unit, nil, report).located(unit.place) }
        return FetchOutcome.ofPots(settings.pots) { run(unit, $0, report).located(unit.place(of: $0)) }
    }

    /// Asks for yesterday's bill, and for that of each pot, up to the download: our signature is accepted, theirs holds, and
    /// the merchant may have it.
    func probe() -> [Problem] {
        var probed: [(pot: Pot?, outcome: FetchOutcome)] = [(nil, run(session.yesterday(.trade), nil, nil))]
        for pot in settings.pots {
            probed.append((pot, run(session.yesterday(.funds), pot, nil)))
            if settings.hasBalanceControl {
                probed.append((pot, askForBalances(session.yesterday(.funds), pot).outcome))
            }
        }
        if let deposit = settings.deposit {
            let day = session.clock.today.previous
            let interval = AlipayDepositFetch.Interval(from: day.startEpochSeconds, until: day.endEpochSeconds)
            probed.append((nil, ask(deposit, interval).outcome))
        }
        return session.problems(probed)
    }

    func balances(_ unit: DayUnit) -> BalanceOutcome {
        // Alipay's merchants have one; whoever names it can ask for its balances.
        guard let pot = settings.pots.first else { return .giveUp(session.notAsked(unit.kind).located(unit.place)) }
        let (outcome, reply) = askForBalances(unit, pot)
        return BalanceOutcome(outcome) { () throws(Problem) in
            try (reply?.node ?? .unread).balances(of: pot)
        }.located(unit.place(of: pot))
    }

    /// - Returns: the last answer, which is the one that the outcome rests on.
    private func askForBalances(_ unit: DayUnit, _ pot: Pot) -> (outcome: FetchOutcome, reply: AlipayReply?) {
        var last: AlipayReply?
        let outcome = perform(.balances(pot), unit, nil, pot) {
            call(Self.balanceMethod, content: #"{"biz_date":"\#(unit.day)"}"#) { reply, answer in
                last = reply
                return replied(reply, answer)
            }
        }
        return (outcome, last)
    }

    func deposit(_ days: ClosedRange<BusinessDay>, wait: FetchWait) -> FetchOutcome {
        let unit = DayUnit(account, days.upperBound, .deposit)
        guard let deposit = settings.deposit else { return .giveUp(session.notAsked(unit.kind).located(unit.place)) }
        do throws(Problem) {
            let file = try session.archive.sellerStatements.receive(unit)
            var machine = AlipayDepositFetch(days)
            var action = machine.start()
            var last: [UInt8] = []
            while true {
                switch action {
                case .ask(let interval):
                    let (outcome, node, record) = ask(deposit, interval)
                    last = record
                    guard case .bill = outcome else {
                        action = machine.handle(.ended(outcome))
                        continue
                    }
                    let rows = node.detail_list ?? []
                    let isOpen = rows.contains { $0.balance == AlipayDepositRow.openBalance }
                    action = machine.handle(.answered(rows: rows.count, hasOpenBalances: isOpen))
                case .keep:
                    try file.write(last)
                    action = machine.handle(.kept)
                case .wait(let seconds, let problem):
                    guard wait(seconds, problem) else {
                        return .retryLater(afterSeconds: seconds, problem.located(unit.place))
                    }
                    action = machine.handle(.waited)
                case .done: return .bill([try file.keep(as: .answers)])
                case .finish(let outcome): return outcome.located(unit.place)
                }
            }
        } catch { return .giveUp(error.located(unit.place)) }
    }

    /// - Returns: the last answer, which is the one that the outcome rests on, and as it is kept.
    private func ask(
        _ deposit: AlipayDeposit, _ interval: AlipayDepositFetch.Interval
    ) -> (outcome: FetchOutcome, node: AlipayReply.Node, record: [UInt8]) {
        func time(_ epochSeconds: Int64) -> String { ShanghaiTime.text(epochSeconds: epochSeconds) }
        let content = """
            {"start_time":"\(time(interval.from))","end_time":"\(time(interval.until))","bail_type":"\(deposit.type)"}
            """
        var (node, record): (AlipayReply.Node, [UInt8]) = (.unread, [])
        let unit = DayUnit(account, BusinessDay(epochSeconds: interval.until - 1), .trade)
        let outcome = perform(.deposit, unit, nil, nil) {
            call(DepositAnswers.method, content: content, answerBytesMax: Self.depositBytesMax) { reply, answer in
                node = reply.node
                record = DepositAnswers.record(asked: content, answer: answer.body)
                return replied(reply, answer)
            }
        }
        return (outcome, node, record)
    }

    /// - Parameter report: nil stops before the download.
    private func run(_ unit: DayUnit, _ pot: Pot?, _ report: FetchReport?) -> FetchOutcome {
        perform(.bill, unit, report, pot) { query(unit.day, pot == nil ? "trade" : "signcustomer") }
    }

    private func perform(
        _ goal: AlipayFetch.Goal, _ unit: DayUnit, _ report: FetchReport?, _ pot: Pot?,
        query: () -> AlipayFetch.Event
    ) -> FetchOutcome {
        let fetch = AlipayFetch(
            AlipayFetch.Terms(
                goal: goal,
                time: FetchTime(kind: unit.kind, day: unit.day, clock: session.clock, hours: .alipay),
                pid: account.account,
                downloadHosts: downloadHosts, canFetchCertificates: keys.with { $0.publicKey == nil }))
        return session.run(
            fetch, unit, report, pot: pot,
            ask: { question in
                switch question {
                case .query: query()
                case .certificate(let number): fetchCertificate(number)
                }
            },
            body: { AlipayBody($0, limits: limits) }, download: download)
    }

    private func query(_ day: BusinessDay, _ billType: String) -> AlipayFetch.Event {
        // `secure` asks for an https link: the ZIP's integrity rests on it (Alipay 2.2).
        call(
            Self.queryMethod, content: #"{"bill_type":"\#(billType)","bill_date":"\#(day)","secure":"true"}"#
        ) { replied($0, $1) }
    }

    private func replied(_ reply: AlipayReply, _ answer: HTTPAnswer) -> AlipayFetch.Event {
        .replied(reply, skewSeconds: answer.skewSeconds(now: session.clock.epochSeconds()))
    }

    private func fetchCertificate(_ number: String) -> AlipayFetch.Event {
        guard ForeignText.serial(number) == number else { return .certificateFetched(unknownCertificate(number)) }
        return call(Self.certificateMethod, content: #"{"alipay_cert_sn":"\#(number)"}"#) { reply, _ in
            guard reply.node.code == "10000", let content = reply.node.alipay_cert_content else {
                return .certificateFetched(unknownCertificate(number))
            }
            let now = session.clock.epochSeconds()
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
    /// - Parameter answerBytesMax: where the answer may be larger than others.
    private func call(
        _ method: String, content: String, answerBytesMax: Int? = nil,
        _ event: (AlipayReply, HTTPAnswer) -> AlipayFetch.Event
    ) -> AlipayFetch.Event {
        var parameters = certificateParameters
        parameters["app_id"] = settings.appID
        parameters["method"] = method
        parameters["format"] = "JSON"
        parameters["charset"] = "utf-8"
        parameters["sign_type"] = "RSA2"
        parameters["timestamp"] = ShanghaiTime.text(epochSeconds: session.clock.epochSeconds())
        parameters["version"] = "1.0"
        parameters["biz_content"] = content
        do throws(Problem) {
            parameters["sign"] = try privateKey.base64Signature(of: AlipaySigning.message(parameters))
        } catch {
            return .unreadable(error)
        }
        let request = HTTPRequest(
            method: .post(
                body: AlipaySigning.form(parameters),
                contentType: "application/x-www-form-urlencoded;charset=utf-8"),
            address: gateway, isPathKnown: true, headers: [("Accept", "application/json")])
        let http: HTTPAnswer
        do throws(TransferFailure) { http = try session.send(request, answerBytesMax: answerBytesMax) } catch {
            return .failed(error, gateway.origin)
        }
        guard http.status == 200 else { return .refused(status: http.status) }
        do throws(Problem) {
            let now = session.clock.epochSeconds()
            let reply = try AlipayReply(http.body, method: method) { number in
                keys.with { $0.key(certificateNumber: number, now: now) }
            }
            return event(reply, http)
        } catch {
            return .unreadable(error)
        }
    }

    private func download(_ address: WebAddress, into body: ReportedBody<AlipayBody>) -> AlipayFetch.Event {
        do throws(TransferFailure) {
            let request = HTTPRequest(
                address: address, isPathKnown: address.path == AlipayDownloadHosts.documentedPath)
            switch try session.download(request, into: body) {
            case .refused(let answer): return .refused(status: answer.status)
            case .whole: return .downloaded
            }
        } catch { return .failed(error, address.origin) }
    }
}
