import Bills
import Orders
import Rules
import Testing
import Vocabulary

@testable import Channels
@testable import Daemon
@testable import Ledger

/// What a body throws.
private func refusal(_ body: () throws -> Void) -> ProblemCode? {
    #expect(throws: (any Error).self, performing: body).map(asProblem)?.code
}

/// Says that there was no business.
private struct QuietChannel: ChannelClient {
    let account = ChannelAccount(channel: .wechatpay, account: "1900000001")

    func fetch(_ unit: DayUnit, report: @escaping FetchReport) -> FetchOutcome {
        .noData(verified: true, Problem(.billAbsent, "the channel has no such bill"))
    }
    func probe() -> [Problem] { [] }
    var expiries: [Expiry] { [] }
}

@Suite struct RefusalTests {
    private let day = BusinessDay("2026-09-01") ?? BusinessDay(number: 0)

    private func parts(now: Int64) -> RunParts {
        RunParts(
            resultsConninfo: "", channel: .wechatPay,
            orders: OrdersSource(conninfo: "", channels: [.wechatpay], paymentRelation: "p", refundRelation: "r"),
            rules: AccountRules(startDate: day), client: QuietChannel(), archive: BillArchive(root: "/nowhere"),
            limits: BillLimits(), clock: .fixed(now), progress: { _ in })
    }

    private var run: ClaimedRun {
        ClaimedRun(
            lease: Lease(accountID: 1, runID: 1, process: RegisteredProcess(id: 1, kind: .daemon)),
            unit: DayUnit(QuietChannel().account, day, .trade), source: .channel, requester: .schedule, tries: 1)
    }

    @Test func aKindThatIsNotKnownIsRefused() throws {
        let problem = #expect(throws: Problem.self) { try BillKind(rawValue: "tea")?.rules }
        #expect(problem?.code == .unknownBillKind && problem?.found == "tea")
    }

    /// One settlement may read bills of several channels.
    @Test func everyBillIsReadByItsOwnChannelsDecoder() throws {
        let parts = parts(now: 0)
        for (channel, decoder) in [(Channel.wechatpay, "WeChatPayBill"), (.alipay, "AlipayBill")] {
            let unit = DayUnit(ChannelAccount(channel: channel, account: "1"), day, .trade)
            #expect("\(type(of: try parts.decoder(unit)))" == decoder)
        }
        let unknown = DayUnit(ChannelAccount(channel: Channel("tea"), account: "1"), day, .trade)
        let problem = #expect(throws: Problem.self) { try parts.decoder(unknown) }
        #expect(problem?.code == .channelRefusal)
    }

    @Test func aSignedNoBeforeItsTimeIsNoAnswerYet() throws {
        let early = parts(now: day.next.startEpochSeconds)
        #expect(refusal { _ = try fetchBill(run, early) } == .billNotDue)
        let problem = #expect(throws: BillPostponed.self) { try fetchBill(run, early) }?.problem
        #expect(problem?.cause?.code == .billAbsent)
    }

    @Test func aServiceThatStopsLeavesTheRun() {
        let parts = parts(now: day.next.startEpochSeconds)
        parts.stop.raise()
        #expect(refusal { _ = try fetchBill(run, parts) } == .runStopped)
    }

    @Test func aFileInNoDirectoryCannotBeMade() {
        #expect(refusal { try Output.write("text", to: "/proc/nowhere/report") } == .outputCannotCreate)
    }

    // MARK: - What check finds

    @Test func checkFindsWhatIsWrongWithTheServer() {
        #expect(refusal { try checkServer(version: 14_00_00, isStandby: false, isReadOnly: false) } == .checkServerOld)
        #expect(refusal { try checkServer(version: 15_00_00, isStandby: true, isReadOnly: true) } == .checkReadOnly)
        #expect(refusal { try checkServer(version: 15_00_00, isStandby: false, isReadOnly: true) } == .databaseReadOnly)
        #expect(throws: Never.self) { try checkServer(version: 15_00_00, isStandby: false, isReadOnly: false) }
    }

    @Test(arguments: [(60, false), (-60, false), (61, true), (-61, true)] as [(Int64, Bool)])
    func checkFindsAClockThatIsOff(seconds: Int64, isOff: Bool) {
        let problem = checkClock(server: 1000, .fixed(1000 + seconds))
        #expect(problem?.code == (isOff ? .checkClock : nil))
    }

    @Test(arguments: [(3600, false), (3601, true), (nil, true)] as [(Int64?, Bool)])
    func checkFindsAStandbyThatLags(seconds: Int64?, isLagging: Bool) {
        #expect(lagProblem(seconds: seconds)?.code == (isLagging ? .checkLag : nil))
    }

    @Test(arguments: [(1 << 30, false), ((1 << 30) - 1, true)] as [(Int64, Bool)])
    func checkFindsAnArchiveThatIsNearlyFull(free: Int64, isFull: Bool) {
        #expect(spaceProblem(freeBytes: free, "/archive")?.code == (isFull ? .checkSpace : nil))
    }

    @Test func checkShowsTheHint() throws {
        var text = ""
        var findings = CheckFindings { text += $0 }
        try findings.fail("archive", Problem(.archiveFull, "no room", hint: "Make room."))
        #expect(text == "FAIL  archive: archive.full: no room\n      HINT: Make room.")
    }
}
