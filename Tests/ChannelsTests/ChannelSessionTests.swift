import ChannelConformance
import Runtime
import TestPlaces
import Testing
import Vocabulary

@testable import Channels

/// Goes straight to a download, which is the bill.
private struct OneDownload: FetchMachine {
    enum Question: Hashable, Sendable { case none }
    typealias Link = WebAddress
    enum Event: Sendable { case downloaded }

    let link: Link

    mutating func start() -> FetchAction<Question, Link> { .download(link) }
    mutating func handle(_: Event) -> FetchAction<Question, Link> { .keep }
}

private struct Body: DownloadBody {
    let incoming: IncomingBill

    func receive(_ bytes: UnsafeRawBufferPointer) throws(Problem) { try incoming.write(bytes) }
    func finish() {}
    func keep() throws(Problem) -> BillFile { try incoming.keep(as: .text) }
}

@Test func aBillIsKeptAsTheKindThatWasAskedForAndNoOtherIsAskedFor() throws {
    let directory = try TemporaryDirectory()
    let account = ChannelAccount(channel: .alipay, account: "2088000000000001")
    let tea = BillKind("tea", "tea bill", "茶账单")
    let session = ChannelSession(
        account: account, kinds: [tea], clock: .fixed(sampleNow), archive: BillArchive(root: directory.path),
        transport: ScriptedTransport { _, _ in HTTPAnswer(200, [UInt8](repeating: 1, count: 250)) }, log: { _ in },
        requestIDHeaders: [])
    let link = try #require(WebAddress("https://dwbillcenter.alipay.com/downloadBillFile.resource"))
    let reported = Guarded<[BytesDone]>([])
    func fetch(_ kind: BillKind) throws -> FetchOutcome {
        let unit = DayUnit(account, try #require(BusinessDay("2026-11-21")), kind)
        return session.run(
            OneDownload(link: link), unit, { received in reported.with { $0.append(received) } },
            ask: { _ in .downloaded },
            body: { Body(incoming: $0) },
            download: { link, body in
                _ = try? session.download(HTTPRequest(address: link), into: body)
                return .downloaded
            })
    }
    guard case .bill(let files) = try fetch(tea), case .giveUp(let problem) = try fetch(.trade) else {
        Issue.record("no bill, or one of a kind that is not asked for")
        return
    }
    #expect(files.count == 1 && files.allSatisfy { $0.path.contains("/2026-11-21_tea_") })
    // Piece by piece, with what the answer says there is.
    #expect(reported.with { $0 } == [100, 200, 250].map { BytesDone($0, of: 250) })
    #expect(problem.code == .channelRefusal && problem.expected == "tea" && problem.found == "trade")
}
