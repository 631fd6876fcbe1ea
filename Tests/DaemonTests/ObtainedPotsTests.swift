import Bills
import Orders
import Rules
import Testing
import Vocabulary

@testable import Channels
@testable import Daemon
@testable import Ledger

private let account = ChannelAccount(channel: .wechatpay, account: "1900000001")
private let day = BusinessDay("2026-09-01") ?? BusinessDay(number: 0)
private let (basic, operation, fees) = (Pot("BASIC"), Pot("OPERATION"), Pot("FEES"))

/// Always gives the same answer.
private struct FixedChannel: ChannelClient {
    let account: ChannelAccount
    let outcome: FetchOutcome
    let told: BalanceOutcome

    func balances(_ unit: DayUnit) -> BalanceOutcome { told }
    func fetch(_ unit: DayUnit, report: @escaping FetchReport) -> FetchOutcome { outcome }
    func probe() -> [Problem] { [] }
    var expiries: [Expiry] { [] }
}

private func file(_ pot: Pot) -> BillFile { BillFile(path: "/\(pot)", sizeBytes: 1, sha256: "", pot: pot) }

/// What a funds bill brings of its pots (Contract 5.1).
@Suite struct ObtainedPotsTests {
    private let absent = Problem(.billAbsent, "no statement")

    private func parts(
        _ outcome: FetchOutcome, now: Int64? = nil, _ told: BalanceOutcome = .giveUp(Problem(.channelRefusal, "asked"))
    ) -> RunParts {
        var parts = RunParts(
            resultsConninfo: "", channel: .wechatPay,
            orders: OrdersSource(conninfo: "", channels: [.wechatpay], paymentRelation: "p", refundRelation: "r"),
            rules: AccountRules(startDate: day), client: FixedChannel(account: account, outcome: outcome, told: told),
            archive: BillArchive(root: "/nowhere"), limits: BillLimits(),
            clock: .fixed(now ?? day.advanced(by: 2).startEpochSeconds), progress: { _ in })
        parts.pots = [basic, operation, fees]
        return parts
    }

    private func run(_ kind: BillKind = .funds) -> ClaimedRun {
        ClaimedRun(
            lease: Lease(accountID: 1, runID: 1, process: RegisteredProcess(id: 1, kind: .daemon)),
            unit: DayUnit(account, day, kind), source: .channel, requester: .schedule, tries: 1)
    }

    @Test func aPotWithoutAFileIsADayWithoutMovement() throws {
        let part = try fetchBill(run(), parts(.part([file(fees)], noData: absent)))
        #expect(part.files == [file(fees)] && part.quietPots == [basic, operation] && part.source == .channel)
        let proven = try fetchBill(run(), parts(.bill([file(operation)])))
        #expect(proven.quietPots == [basic, fees])
        let all = try fetchBill(run(), parts(.bill([basic, operation, fees].map(file))))
        #expect(all.quietPots == [])
        let none = try fetchBill(run(), parts(.noData(verified: true, absent)))
        #expect(none.files == [] && none.quietPots == [basic, operation, fees] && none.source == .noData)
        for bill in [part, proven, all, none] {
            #expect(throws: Never.self) { try bill.requireEach([basic, operation, fees]) }
        }
        // A trade bill has no pots.
        #expect(try fetchBill(run(.trade), parts(.noData(verified: true, absent))).quietPots == [])
    }

    /// The channel leaves "no statement" unsigned: until the last try of the day it is none.
    @Test func anUnprovenPartWaitsForTheDaysLastTry() throws {
        let early = parts(.part([file(fees)], noData: absent), now: day.next.endEpochSeconds - 1)
        let postponed = #expect(throws: BillPostponed.self) { try fetchBill(run(), early) }
        #expect(postponed?.problem.code == .billNotDue)
    }

    @Test func aPotThatNothingIsKnownOfIsNotZero() throws {
        let imported = ObtainedBill(files: [file(basic)], source: .importedByHand)
        let problem = #expect(throws: Problem.self) { try imported.requireEach([basic, operation, fees]) }
        #expect(problem?.code == .billPotMissing && problem?.found == "none of OPERATION, FEES")
        #expect(throws: Never.self) { try imported.requireEach([basic]) }
        #expect(throws: Never.self) { try imported.requireEach([]) }
    }

    /// Where the account has balance control, each fetched funds day has the channel's own balances, or no conclusion.
    @Test func balancesAreAskedForWhereTheyAreTheControl() throws {
        let balances = PotBalances(basic, openingFen: -1, closingFen: 250)
        let outcomes = [
            FetchOutcome.bill([file(basic)]), .part([file(basic)], noData: absent), .noData(verified: true, absent),
        ]
        for outcome in outcomes {
            var told = parts(outcome, .balances(balances))
            #expect(try fetchBill(run(), told).balances == nil)
            told.rules.hasBalanceControl = true
            #expect(try fetchBill(run(), told).balances == balances)
            #expect(try fetchBill(run(.trade), told).balances == nil)
            var later = parts(outcome, .retryLater(afterSeconds: 60, absent))
            later.rules.hasBalanceControl = true
            #expect(#expect(throws: BillPostponed.self) { try fetchBill(run(), later) }?.afterSeconds == 60)
            var refused = parts(outcome)
            refused.rules.hasBalanceControl = true
            #expect(#expect(throws: Problem.self) { try fetchBill(run(), refused) }?.what == "asked")
        }
    }

    @Test func filesComeInTheOrderOfThePots() {
        let parts = parts(.bill([]))
        #expect(parts.inPotOrder([file(fees), file(basic)]) == [file(basic), file(fees)])
    }

    @Test func everyPotIsReadByItsOwnChannelsDecoder() throws {
        let parts = parts(.bill([]))
        func decoder(_ channel: Channel, _ pot: Pot) throws -> String {
            let unit = DayUnit(ChannelAccount(channel: channel, account: "1"), day, .funds)
            return "\(type(of: try parts.fundsDecoder(unit, pot, isImport: true)))"
        }
        #expect(try decoder(.wechatpay, fees) == "WeChatPayFunds")
        #expect(try decoder(.alipay, Pot("BALANCE")) == "AlipayFunds")
        let problem = #expect(throws: Problem.self) { try decoder(.alipay, fees) }
        #expect(problem?.code == .channelRefusal && problem?.expected == "BALANCE" && problem?.found == "FEES")
    }
}
