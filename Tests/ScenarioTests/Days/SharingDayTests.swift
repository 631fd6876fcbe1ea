import Ledger
import Rules
import Simulation
import TestTurns
import Testing
import Vocabulary

/// Whole days of what was shared on many seeds: every fault is found, none is false, whatever the order in which the bills of all
/// kinds come (Contract 6).
@Suite(.serialized, .waiting) struct SharingDayTests {
    @Test(arguments: [1, 6] as [UInt64]) func everyFaultOfTheSharingIsFoundInAnyOrder(seed: UInt64) throws {
        let bench = try MoneyBench("sharing_\(seed)", try Self.world(seed))
        let units = shuffled(bench.units, seed)
        var told: Set<String> = []
        for unit in units.prefix(units.count / 2) { try bench.run(unit) }
        told.formUnion(try Self.open(bench))
        try bench.run(all: units.filter { !bench.isConcluded($0) })
        try expectTruth(bench)
        let final = Set(try Self.open(bench))
        #expect(told.isSubset(of: final), "told before and not in the end: \(told.subtracting(final).sorted())")
        let before = try Self.everything(bench)
        for unit in shuffled(bench.units, seed &+ 1).prefix(12) { try bench.run(unit) }
        let after = try Self.everything(bench)
        #expect(after == before, "a repeated run changed \(Set(after).symmetricDifference(before).sorted().prefix(10))")
    }

    private static func world(_ seed: UInt64) throws -> World {
        let first = SeedTests.firstDay
        let accounts = SimulatedAccount.ofEveryMoneyStyle().enumerated().filter { index, _ in
            [0, 3, 4].contains(index) == (seed % 2 == 0)
        }.map { _, account in
            var account = account
            account.sharesProfit = true
            return account
        }
        return try World(
            seed: seed, days: first...first.advanced(by: 2), accounts: accounts, paymentsPerDay: 200, faults: .full)
    }

    private static func open(_ bench: MoneyBench) throws -> [String] {
        try bench.world.rows(
            """
            SELECT account_id, code, bill_date, payment_no, channel_no, difference_fen FROM ledger.item
            WHERE kind = 'sharing' AND found AND status = 'open' ORDER BY 1, 2, 3, 4, 5, 6
            """)
    }

    private static func everything(_ bench: MoneyBench) throws -> [String] {
        try open(bench)
            + bench.world.rows(
                "SELECT channel, account, bill_date, payment_no, sharing_no, receiver, amount, order_amount, outcome FROM recon.shares ORDER BY 1, 2, 3, 5, 6, 4, 9"
            )
            + bench.world.rows(
                "SELECT channel, account, bill_date, verdict FROM recon.runs WHERE kind = 'sharing' AND in_force ORDER BY 1, 2, 3"
            )
    }

    private func expectTruth(_ bench: MoneyBench) throws {
        // The row of somebody else's share bears the channel's number of the payment alone, which not every shop has noted.
        let unknown = Set(
            try bench.world.rows("SELECT payment_no FROM taobao.payment_record WHERE channel_trade_no IS NULL"))
        var expected: [String] = []
        let truth = SharingTruth(bench.funds)
        for account in bench.world.world.accounts {
            for day in bench.days(account) {
                for item in truth.items(account.id, day) {
                    let isTold =
                        item.code != .shareOnly || account.channel == .alipay || !unknown.contains(item.paymentNo)
                    expected.append(
                        [
                            account.id.account, "\(day)", item.code.rawValue, isTold ? item.paymentNo : "",
                            item.sharingNo,
                            "\(item.differenceFen)",
                        ].joined(separator: "|"))
                }
            }
        }
        let found = try bench.world.rows(
            """
            SELECT a.account, i.bill_date, i.code, i.payment_no, coalesce(i.details ->> 'sharing_no', ''), sum(i.difference_fen)
            FROM ledger.item i JOIN ledger.account a USING (account_id)
            WHERE i.kind = 'sharing' AND found AND status = 'open'
            -- Of a trade of which nothing moved, each of its shares is missing.
            GROUP BY 1, 2, 3, 4, 5, CASE WHEN a.channel = 'wechatpay' THEN item_id END
            """)
        #expect(!expected.isEmpty)
        #expect(
            found.sorted() == expected.sorted(),
            "false \(Set(found).subtracting(expected).sorted()), missed \(Set(expected).subtracting(found).sorted())")
        #expect(try bench.world.rows("SELECT * FROM ledger.item WHERE kind = 'sharing' AND status = 'pending'") == [])
    }
}
