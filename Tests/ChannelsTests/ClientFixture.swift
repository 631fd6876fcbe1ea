import ChannelConformance
import Runtime
import TestPlaces
import Testing
import Vocabulary

@testable import Channels

/// A client whose channel is a closure, with an archive of its own.
struct ClientFixture<Client: ChannelClient> {
    typealias Answering = @Sendable (HTTPRequest, Int) throws -> HTTPAnswer

    let client: Client
    let transport: ScriptedTransport
    private let directory: TemporaryDirectory
    private let logged: Guarded<[Exchange]>
    let day: BusinessDay

    private init(
        _ answer: @escaping Answering, client: (BillArchive, @escaping ExchangeLog, ScriptedTransport) throws -> Client
    ) throws {
        directory = try TemporaryDirectory()
        transport = ScriptedTransport(answer)
        let logged = Guarded<[Exchange]>([])
        self.logged = logged
        self.client = try client(
            BillArchive(root: directory.path), { exchange in logged.with { $0.append(exchange) } }, transport)
        day = try #require(BusinessDay("2026-11-21"))
    }

    func fetch(_ kind: BillKind = .trade) -> FetchOutcome { client.fetch(DayUnit(client.account, day, kind)) { _ in } }
    var requests: [HTTPRequest] { transport.requests.with { $0 } }
    var exchanges: [Exchange] { logged.with { $0 } }
    var archivedFiles: [String] {
        let place = "\(directory.path)/\(client.account.channel.rawValue)/\(client.account.account)/2026"
        return directoryEntries(place) + directoryEntries(place, hidden: true)
    }
}

extension ClientFixture where Client == WeChatPayClient {
    init(_ settings: WeChatPaySettings, _ answer: @escaping Answering) throws {
        try self.init(answer) {
            try WeChatPayClient(settings, clock: .fixed(sampleNow), archive: $0, log: $1, transport: $2)
        }
    }
}

extension ClientFixture where Client == AlipayClient {
    init(_ settings: AlipaySettings, _ answer: @escaping Answering) throws {
        try self.init(answer) {
            try AlipayClient(settings, clock: .fixed(sampleNow), archive: $0, log: $1, transport: $2)
        }
    }
}
