import Bills
import Channels
import FoundationEssentials
import Orders
import Postgres
import Rules
import Simulation
import TestTurns
import Testing
import Vocabulary

@testable import Daemon
@testable import Ledger

/// Files of a funds bill that a person downloaded pot by pot: each takes the place of its own pot's alone (Contract 5.1).
@Suite(.serialized, .waiting) struct ImportedPotsTests {
    private static let (basic, operation) = (Pot("BASIC"), Pot("OPERATION"))

    /// A ledger with an account of two pots, and a day of it.
    private final class Bench {
        let world: WorldBench
        let ledger: Connection
        let key: UnitKey
        let unit: DayUnit
        var parts: RunParts

        init(_ name: String) throws {
            world = try WorldBench("pots_\(name)", try SeedTests.world(1))
            ledger = try Connection(world.conninfo, name: "tests")
            try ledger.execute("INSERT INTO ledger.bill_kind VALUES ('funds', '', '') ON CONFLICT DO NOTHING")
            let day = world.world.days.lowerBound
            let account = ChannelAccount(channel: .wechatpay, account: "1900000001")
            unit = DayUnit(account, day, .funds)
            let rules = AccountRules(startDate: day)
            key = UnitKey(try RunJournal.account(account, rules, ledger), day, .funds)
            parts = RunParts(
                resultsConninfo: world.conninfo, channel: .wechatPay,
                orders: OrdersSource(conninfo: world.conninfo, channels: [.wechatpay]), rules: rules,
                client: FixedAnswer(account: account), archive: BillArchive(root: "\(world.directory)/archive"),
                limits: BillLimits(), clock: .fixed(day.advanced(by: 3).startEpochSeconds), progress: { _ in })
            parts.pots = [basic, operation]
        }

        /// As a run does it: the bill is noted whatever becomes of it.
        @discardableResult
        func obtain(_ source: RunSource, _ files: [FileAtHand] = []) throws -> ObtainedBill {
            let number = try RunQueue.request(key, by: .fileImport, source: source, ledger)
            let lease = Lease(
                accountID: key.accountID, runID: number, process: RegisteredProcess(id: 1, kind: .command))
            let run = ClaimedRun(lease: lease, unit: unit, source: source, requester: .fileImport, tries: 1)
            var bill = try obtainBill(run, files: files, parts, ledger)
            bill.files = parts.inPotOrder(bill.files)
            _ = try RunJournal.received(
                bill.files, bill.source, quietPots: bill.quietPots, key, runID: number, ledger)
            try RunJournal.incomplete(key, number, Problem(.billPotMissing, "noted"), ledger)
            return bill
        }

        func file(_ content: String, _ pot: Pot) throws -> FileAtHand {
            let path = "\(world.directory)/\(content).csv"
            try Data(content.utf8).write(to: URL(filePath: path))
            return FileAtHand(path, pot: pot)
        }
    }

    @Test func oneFileLeavesTheOtherPotsAsTheyAre() throws {
        let bench = try Bench("one")
        let (basic, operation) = (Self.basic, Self.operation)
        let first = try bench.obtain(.files, [bench.file("a", operation)])
        #expect(first.files.map(\.pot) == [operation] && first.quietPots == [])
        let second = try bench.obtain(.files, [bench.file("b", basic)])
        #expect(second.files.map(\.pot) == [basic, operation])
        #expect(second.files.last == first.files.first && second.files.allSatisfy(\.isImported))
        let third = try bench.obtain(.files, [bench.file("c", operation)])
        #expect(third.files.first == second.files.first && third.files.last?.sha256 != second.files.last?.sha256)
        // What is at hand is the same again, and still known to be imported.
        let archived = try bench.obtain(.archived)
        #expect(archived.files == third.files && archived.source == .importedByHand)
        #expect(
            try bench.world.rows("SELECT pots, source, cardinality(files) FROM ledger.bill ORDER BY bill_id") == [
                "{OPERATION}|import|1", "{BASIC,OPERATION}|import|2", "{BASIC,OPERATION}|import|2",
            ])
    }

    @Test func theSameFileOfTwoPotsIsTwo() throws {
        let bench = try Bench("same")
        let bill = try bench.obtain(.files, [bench.file("a", Self.basic), bench.file("a", Self.operation)])
        #expect(bill.files.map(\.pot) == [Self.basic, Self.operation])
        #expect(Set(bill.files.map(\.sha256)).count == 1 && Set(bill.files.map(\.path)).count == 2)
        #expect(try bench.world.rows("SELECT pot FROM ledger.bill_file ORDER BY 1") == ["BASIC", "OPERATION"])
        #expect(try bench.obtain(.archived).files == bill.files)
        #expect(Set(bill.files.map { AlarmCause.altered(bench.key, $0) }).count == 2)
    }

    @Test func whatTheChannelSaidOfAPotStands() throws {
        let bench = try Bench("quiet")
        let quiet = try bench.obtain(.channel)
        #expect(quiet.files == [] && quiet.source == .noData && quiet.quietPots == [Self.basic, Self.operation])
        #expect(try bench.obtain(.archived).quietPots == quiet.quietPots)
        let imported = try bench.obtain(.files, [bench.file("a", Self.basic)])
        #expect(imported.quietPots == [Self.operation] && imported.source == .importedByHand)
        #expect(try bench.obtain(.archived).quietPots == [Self.operation])
        #expect(
            try bench.world.rows("SELECT source, pots, quiet_pots FROM ledger.bill ORDER BY bill_id")
                == ["no_data|{}|{BASIC,OPERATION}", "import|{BASIC}|{OPERATION}"])
    }

    /// The kind is the unit's: a trade bill that is imported anew is nothing but its files.
    @Test func aFileThatWasAlteredIsNotTakenAlong() throws {
        let bench = try Bench("altered")
        let first = try bench.obtain(.files, [bench.file("a", Self.operation)])
        let path = try #require(first.files.first?.path)
        try FileManager.default.removeItem(atPath: path)
        let problem = #expect(throws: Problem.self) { try bench.obtain(.files, [bench.file("b", Self.basic)]) }
        #expect(problem?.code == .archiveAltered)
    }
}
