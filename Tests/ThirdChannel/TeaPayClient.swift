import Cryptography
import FoundationEssentials
import Vocabulary

@testable import Channels

final class TeaPayClient: ChannelClient {
    private let session: ChannelSession
    private let house: WebOrigin
    private let privateKey: PrivateKey
    private let seal: PublicKey

    init(
        _ settings: TeaPaySettings, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog = { _ in },
        transport: any HTTPTransport
    ) throws(Problem) {
        session = ChannelSession(
            account: settings.account, kinds: [.trade], clock: clock, archive: archive, transport: transport, log: log,
            requestIDHeaders: ["tea-cup"])
        house = try WebOrigin(configured: settings.house)
        privateKey = try PrivateKey(text: try settings.privateKey.secret())
        seal = try PublicKey(text: try settings.seal.open())
    }

    var account: ChannelAccount { session.account }
    var expiries: [Expiry] { [] }

    func fetch(_ unit: DayUnit, report: @escaping FetchReport) -> FetchOutcome {
        run(unit, report).located(unit.place)
    }

    func probe() -> [Problem] { session.problems([(nil, run(session.yesterday(.trade), nil))]) }

    private func run(_ unit: DayUnit, _ report: FetchReport?) -> FetchOutcome {
        session.run(
            TeaPayFetch(time: FetchTime(day: unit.day, clock: session.clock, hours: .teaPay), house: house), unit,
            report,
            ask: { _ in pour(unit.day) }, body: { TeaPayBody($0) }, download: download)
    }

    private func request(_ address: WebAddress) throws(TransferFailure) -> HTTPRequest {
        let message = "\(address.target) \(session.clock.epochSeconds())"
        do throws(Problem) {
            return HTTPRequest(
                address: address, isPathKnown: true,
                headers: [
                    ("Tea-Guest", account.account), ("Tea-Time", "\(session.clock.epochSeconds())"),
                    ("Tea-Mark", try privateKey.base64Signature(of: Array(message.utf8))),
                ])
        } catch { throw TransferFailure(refusing: error) }
    }

    private func pour(_ day: BusinessDay) -> TeaPayFetch.Event {
        do throws(TransferFailure) {
            let http = try session.send(try request(WebAddress(origin: house, target: "/bills/\(day)")))
            let seal: TeaPayFetch.Seal =
                switch http.header("tea-seal") {
                case let text?: self.seal.verifies(base64Signature: text, of: http.body) ? .holds : .broken
                case nil: .missing
                }
            let theirs = http.header("tea-time").flatMap { Int64($0) } ?? session.clock.epochSeconds()
            return .answered(
                status: http.status, try? JSONDecoder().decode(TeaPayAnswer.self, from: Data(http.body)), seal,
                skewSeconds: skew(session.clock.epochSeconds(), from: theirs))
        } catch { return .failed(error, house) }
    }

    private func download(_ link: TeaPayFetch.Link, into body: ReportedBody<TeaPayBody>) -> TeaPayFetch.Event {
        do throws(TransferFailure) {
            switch try session.download(try request(link.address), into: body) {
            case .refused(let http): return .answered(status: http.status, nil, .missing, skewSeconds: 0)
            case .whole(let sha256): return .downloaded(sha256: sha256)
            }
        } catch { return .failed(error, link.address.origin) }
    }
}

final class TeaPayBody: DownloadBody {
    private let incoming: IncomingBill
    private var digest: Digest? = Digest(.sha256)

    init(_ incoming: IncomingBill) { self.incoming = incoming }

    func receive(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        try incoming.write(bytes)
        digest?.update(bytes)
    }

    func finish() throws(Problem) -> String {
        guard let digest = digest.take() else { return "" }
        return Hexadecimal.text(digest.finish())
    }

    func keep() throws(Problem) -> BillFile { try incoming.keep(as: .text) }
}
