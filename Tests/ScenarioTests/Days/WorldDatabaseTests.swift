import Postgres
import TestCluster
import TestTurns
import Testing
import Vocabulary

@testable import Simulation

/// What one of the two relations holds, in a form that can be compared.
private struct RelationSums: Equatable {
    var rows: Int64 = 0
    var amountFen: Int64 = 0
    var timed: Int64 = 0
    var secondsSum: Int64 = 0
    var money: Int64 = 0
    var numbered: Int64 = 0
    var orders: Int64 = 0
}

private func expectedPayments(_ world: World, changed: Bool = false) -> [ChannelAccount: RelationSums] {
    var sums: [ChannelAccount: RelationSums] = [:]
    world.forEachPayment(changed: changed) { payment in
        guard !payment.isHidden else { return }
        var sum = sums[payment.account] ?? RelationSums()
        sum.rows += 1
        sum.amountFen += payment.amountFen
        sum.timed += payment.paidAt == nil ? 0 : 1
        sum.secondsSum += payment.paidAt ?? 0
        sum.money += payment.isMoney ? 1 : 0
        sum.numbered += payment.channelTradeNo == nil ? 0 : 1
        sum.orders += Int64(payment.orderNos.count)
        sums[payment.account] = sum
    }
    return sums
}

private func expectedRefunds(_ world: World, changed: Bool = false) -> [ChannelAccount: RelationSums] {
    var sums: [ChannelAccount: RelationSums] = [:]
    world.forEachRefund(changed: changed) { refund in
        var sum = sums[refund.account] ?? RelationSums()
        sum.rows += 1
        sum.amountFen += refund.amountFen
        sum.timed += refund.refundedAt == nil ? 0 : 1
        sum.secondsSum += refund.refundedAt ?? 0
        sum.money += refund.isMoney ? 1 : 0
        sum.numbered += refund.channelRefundNo == nil ? 0 : 1
        sums[refund.account] = sum
    }
    return sums
}

private func read(
    _ connection: borrowing Connection, _ relation: String, time: String, money: String, number: String, orders: String
) throws -> [ChannelAccount: RelationSums] {
    let rows = try connection.query(
        """
        SELECT channel, account, count(*), sum(amount_fen)::bigint, count(\(time)),
               coalesce(sum(extract(epoch FROM \(time))), 0)::bigint, count(*) FILTER (WHERE state IN (\(money))),
               count(\(number)), coalesce(sum(\(orders)), 0)::bigint
        FROM taobao.\(relation) GROUP BY 1, 2
        """)
    var sums: [ChannelAccount: RelationSums] = [:]
    for row in 0..<rows.count {
        let channel = try #require(Channel(rawValue: rows.text(row, 0)))
        sums[ChannelAccount(channel: channel, account: rows.text(row, 1))] = try RelationSums(
            rows: rows.int(row, 2), amountFen: rows.int(row, 3), timed: rows.int(row, 4),
            secondsSum: rows.int(row, 5), money: rows.int(row, 6), numbered: rows.int(row, 7),
            orders: rows.int(row, 8))
    }
    return sums
}

private func readPayments(_ connection: borrowing Connection) throws -> [ChannelAccount: RelationSums] {
    try read(
        connection, "payment_record", time: "paid_at", money: "'paid'", number: "channel_trade_no",
        orders: "cardinality(order_nos)")
}

private func readRefunds(_ connection: borrowing Connection) throws -> [ChannelAccount: RelationSums] {
    try read(
        connection, "refund_record", time: "refunded_at", money: "'succeeded', 'processing'",
        number: "channel_refund_no", orders: "0")
}

@Suite(.serialized, .waiting) struct WorldDatabaseTests {
    private static let first = BusinessDay(number: 20_776)  // 2026-11-19

    private static func world(_ seed: UInt64, payments: Int) throws -> World {
        try World(seed: seed, days: first...first.advanced(by: 2), paymentsPerDay: payments, faults: .full)
    }

    @Test func theTwoRelationsHoldTheWorldAndKeepUpWithItsChanges() throws {
        let world = try Self.world(21, payments: 400)
        let connection = try Connection(TestCluster.database("world_changes"), name: "world test")
        try TaobaoSchema.create(connection)
        try TaobaoSchema.load(world, connection)
        #expect(try readPayments(connection) == expectedPayments(world))
        #expect(try readRefunds(connection) == expectedRefunds(world))
        try expectInvariants(connection)

        // Columns and types are the contract's, in its order.
        let columns = try connection.query(
            """
            SELECT table_name, string_agg(column_name || ' ' || data_type, ', ' ORDER BY ordinal_position)
            FROM information_schema.columns WHERE table_schema = 'taobao' AND table_name LIKE '%\\_record' GROUP BY 1
            ORDER BY 1
            """)
        #expect(
            columns.text(0, 1)
                == "payment_no text, channel text, account text, channel_trade_no text, amount_fen bigint, "
                + "currency text, state text, paid_at timestamp with time zone, order_nos ARRAY")
        #expect(
            columns.text(1, 1)
                == "refund_no text, payment_no text, channel text, account text, channel_refund_no text, "
                + "amount_fen bigint, currency text, state text, refunded_at timestamp with time zone")

        // Each change leads to the books that the world calls changed.
        for change in world.changes {
            try connection.transaction { for statement in change.statements { try connection.execute(statement) } }
        }
        #expect(Set(world.changes.map(\.kind)) == Set(OrderChange.Kind.allCases))
        #expect(try readPayments(connection) == expectedPayments(world, changed: true))
        #expect(try readRefunds(connection) == expectedRefunds(world, changed: true))
        try expectInvariants(connection)

        // A second world of other days goes into the same tables, keys in place.
        let later = try World(
            seed: 22, days: Self.first.advanced(by: 400)...Self.first.advanced(by: 401),
            paymentsPerDay: 50, faults: .none)
        let before = try connection.query("SELECT count(*) FROM taobao.payment_record").int(0, 0)
        try TaobaoSchema.load(later, connection)
        let after = try connection.query("SELECT count(*) FROM taobao.payment_record").int(0, 0)
        #expect(after - before == expectedPayments(later).values.reduce(0) { $0 + $1.rows })
    }

    /// The invariants of Orders C.
    private func expectInvariants(_ connection: borrowing Connection) throws {
        for (name, query) in [
            (
                "allocations make up their payment",
                """
                SELECT count(*) FROM taobao.payment p WHERE amount_fen <>
                    (SELECT sum(a.amount_fen) FROM taobao.payment_allocation a WHERE a.payment_id = p.payment_id)
                """
            ),
            (
                "spread amounts and postage make up the trade",
                """
                SELECT count(*) FROM taobao.trade t JOIN (
                    SELECT tid, sum(divided_fen) AS divided_fen FROM taobao.trade_order GROUP BY tid) o USING (tid)
                WHERE payment_fen <> post_fen + adjust_fen + divided_fen
                """
            ),
            (
                "prices make up the line",
                "SELECT count(*) FROM taobao.trade_order WHERE quantity * price_fen <> total_fen"
            ),
            (
                "allocations of a staged trade make it up",
                """
                SELECT count(*) FROM taobao.trade t WHERE step_trade_status IS NOT NULL AND payment_fen <>
                    (SELECT sum(a.amount_fen) FROM taobao.payment_allocation a WHERE a.tid = t.tid)
                """
            ),
        ] {
            #expect(try connection.query(query).int(0, 0) == 0, "\(name)")
        }
    }

    @Test func theQuestionsOfTheReconcilerAreAnsweredFromIndexes() throws {
        let world = try Self.world(23, payments: 3000)
        let connection = try Connection(TestCluster.database("world_indexes"), name: "world test")
        try TaobaoSchema.create(connection)
        try TaobaoSchema.load(world, connection)
        let start = ShanghaiTime.rfc3339(epochSeconds: Self.first.startEpochSeconds)
        let end = ShanghaiTime.rfc3339(epochSeconds: Self.first.startEpochSeconds + 3600)
        let mine = "channel = 'wechatpay' AND account = '1900999001'"
        for (relation, condition, index) in [
            (
                "payment_record", "\(mine) AND paid_at >= '\(start)' AND paid_at < '\(end)'",
                "payment_by_account_and_time"
            ),
            ("payment_record", "\(mine) AND paid_at IS NULL", "payment_by_account_and_time"),
            ("payment_record", "payment_no = ANY ('{a,b,c}')", "payment_by_number"),
            (
                "refund_record", "\(mine) AND refunded_at >= '\(start)' AND refunded_at < '\(end)'",
                "refund_source_by_account_and_time"
            ),
            ("refund_record", "\(mine) AND refunded_at IS NULL", "refund_source_by_account_and_time"),
            ("refund_record", "(payment_no, refund_no) IN (('a', 'b'), ('c', 'd'))", "refund_source_by_number"),
            ("refund_record", "payment_no = ANY ('{a,b,c}')", "refund_source_by_number"),
        ] {
            let plan = try connection.query("EXPLAIN SELECT * FROM taobao.\(relation) WHERE \(condition)")
            let text = (0..<plan.count).map { plan.text($0, 0) }.joined(separator: "\n")
            #expect(text.contains(index), "\(condition):\n\(text)")
        }
    }
}
