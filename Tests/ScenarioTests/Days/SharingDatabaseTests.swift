import Postgres
import Simulation
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// The third relation, in the shop of a world that shares.
@Suite(.serialized, .waiting) struct SharingDatabaseTests {
    private static func world(_ seed: UInt64, from first: BusinessDay, shares: Bool = true) throws -> World {
        var accounts = SimulatedAccount.standard
        for index in accounts.indices { accounts[index].sharesProfit = shares }
        return try World(
            seed: seed, days: first...first.advanced(by: 2), accounts: accounts, paymentsPerDay: 300, faults: .full)
    }

    private func expected(_ world: World) -> [String] {
        var found: [String] = []
        world.forEachShare { share in
            found.append(
                [
                    share.paymentNo, share.sharingNo, share.receiver, String(share.amountFen), share.state.rawValue,
                    String(share.sharedAt), share.account.channel.rawValue, share.account.account,
                ].joined(separator: " "))
        }
        return found.sorted()
    }

    private func read(_ connection: borrowing Connection) throws -> [String] {
        let rows = try connection.query(
            """
            SELECT concat_ws(' ', payment_no, sharing_no, receiver, amount_fen, state,
                             extract(epoch FROM shared_at)::bigint, channel, account)
            FROM taobao.sharing_record
            """)
        return (0..<rows.count).map { rows.text($0, 0) }.sorted()
    }

    @Test func theThirdRelationHoldsTheShares() throws {
        let first = BusinessDay(number: 20_776)  // 2026-11-19
        let connection = try Connection(TestCluster.database("world_sharing"), name: "world test")
        try TaobaoSchema.create(connection)
        try TaobaoSchema.load(try Self.world(21, from: first, shares: false), connection)
        func relation() throws -> Bool {
            try connection.query("SELECT to_regclass('taobao.sharing_record') IS NOT NULL").bool(0, 0) == true
        }
        let isThere = try relation()
        #expect(!isThere)

        // Into a shop that did not share before.
        let world = try Self.world(22, from: first.advanced(by: 100))
        try TaobaoSchema.load(world, connection)
        let isThereNow = try relation()
        #expect(isThereNow)
        let columns = try connection.query(
            """
            SELECT string_agg(column_name || ' ' || data_type, ', ' ORDER BY ordinal_position)
            FROM information_schema.columns WHERE table_schema = 'taobao' AND table_name = 'sharing_record'
            """)
        #expect(
            columns.text(0, 0)
                == "payment_no text, sharing_no text, receiver text, amount_fen bigint, state text, "
                + "shared_at timestamp with time zone, channel text, account text")
        #expect(try read(connection) == expected(world))
        // Each belongs to a payment that the shop knows, those of thirty days before included.
        let strays = try connection.query(
            """
            SELECT count(*) FROM taobao.sharing_record s WHERE NOT EXISTS (
                SELECT FROM taobao.payment_record p
                WHERE p.payment_no = s.payment_no AND p.account = s.account AND p.paid_at < s.shared_at)
            """)
        #expect(try strays.int(0, 0) == 0)

        let later = try Self.world(23, from: first.advanced(by: 200))
        try TaobaoSchema.load(later, connection)
        #expect(try read(connection) == (expected(world) + expected(later)).sorted())
    }

    /// Records of shares, and payments of thirty days before, are none of the trade side's business.
    @Test(arguments: [24, 25] as [UInt64]) func theTruthOfTheTradeBillsStaysAsItIs(seed: UInt64) throws {
        let world = try Self.world(seed, from: SeedTests.firstDay)
        let bench = try WorldBench("sharing_\(seed)", world)
        for accountDay in SeedTests.order(world, seed) { try bench.run(accountDay) }
        #expect(bench.state.concluded == Set(world.accountDays))
        try expectTruth(bench)
        try expectSecondMatcherAgrees(bench)
    }
}
