import Postgres
import Vocabulary

extension TaobaoSchema {
    /// Writes the shop's books of a world into a schema made by `create`, in one transaction, by COPY. A shop that shares
    /// gets its table of shares and the view on it, too. Into empty
    /// tables the keys come after the rows, which is several times faster.
    /// - Throws: `PostgresError`.
    package static func load(_ world: World, _ connection: borrowing Connection) throws {
        try connection.execute("BEGIN")
        do {
            let isEmpty = try connection.query("SELECT 1 FROM taobao.trade LIMIT 1").count == 0
            if isEmpty { try connection.execute(dropKeys) }
            try copyAll(world, connection)
            if isEmpty { try connection.execute(keys + indexes) }
            try connection.execute(afterLoad)
            try connection.execute("COMMIT")
        } catch {
            if connection.isUsable { try? connection.execute("ROLLBACK") }
            throw error
        }
        // Outside of the transaction, so that the planner knows the tables before the first question.
        try connection.execute(
            "ANALYZE taobao.trade, taobao.trade_order, taobao.payment, taobao.payment_allocation, taobao.refund, "
                + "taobao.refund_source" + (world.sharesProfit ? ", taobao.sharing" : ""))
    }

    /// Histories of staged trades and of refunds, the groups of jointly paid trades, and the identity's next number.
    static let afterLoad = """
        INSERT INTO taobao.trade_revision
            SELECT tid, modified_at, sha256(convert_to(raw::text, 'UTF8')), raw FROM taobao.trade
            WHERE step_trade_status IS NOT NULL ON CONFLICT DO NOTHING;
        INSERT INTO taobao.refund_revision
            SELECT refund_id, modified_at, sha256(convert_to(raw::text, 'UTF8')), raw FROM taobao.refund
            WHERE raw IS NOT NULL ON CONFLICT DO NOTHING;
        INSERT INTO taobao.trade_relation
            SELECT tid, order_group_id, 'group' FROM taobao.trade
            WHERE order_group_id IS NOT NULL AND order_group_id <> tid ON CONFLICT DO NOTHING;
        SELECT setval(pg_get_serial_sequence('taobao.payment', 'payment_id'), max(payment_id)) FROM taobao.payment;
        """

    private static func copyAll(_ world: World, _ connection: borrowing Connection) throws {
        let pid = world.accounts.first { $0.channel == .alipay }?.id.account
        try connection.query(
            "INSERT INTO taobao.shop VALUES ($1, 'tmall', NULL, $2, NULL) ON CONFLICT DO NOTHING",
            [TaobaoStatus.shopID, pid])
        // One pass over the world for each half, a batch of all its tables at a time.
        var payments = TaobaoPaymentBatch()
        try world.forEachPayment {
            payments.add($0)
            if payments.isFull { try payments.copy(connection) }
        }
        try payments.copy(connection)
        var refunds = TaobaoRefundBatch()
        try world.forEachRefund {
            refunds.add($0)
            if refunds.isFull { try refunds.copy(connection) }
        }
        try refunds.copy(connection)
        guard world.sharesProfit else { return }
        try connection.execute(sharing)
        var shares = TaobaoFields(.binary)
        try world.forEachShare {
            TaobaoTable.sharing.write($0, to: &shares)
            if shares.count >= batchBytes { try copyRows(.sharing, &shares, connection) }
        }
        try copyRows(.sharing, &shares, connection)
    }
}

/// Bytes of one table that are gathered before they are copied.
private let batchBytes = 8 << 20

private func copyRows(
    _ table: TaobaoTable, _ fields: inout TaobaoFields, _ connection: borrowing Connection
) throws {
    let columns = table.columns.joined(separator: ", ")
    try fields.drain { bytes in
        try connection.copyIn("COPY taobao.\(table.name) (\(columns)) FROM STDIN (FORMAT binary)") { writer in
            try writer.header()
            try writer.raw(bytes)
            try writer.trailer()
        }
    }
}

private struct TaobaoPaymentBatch: ~Copyable {
    private var trades = TaobaoFields(.binary)
    private var orders = TaobaoFields(.binary)
    private var payments = TaobaoFields(.binary)
    private var allocations = TaobaoFields(.binary)

    var isFull: Bool { trades.count >= batchBytes }

    mutating func add(_ payment: SimulatedPayment) {
        let covered = TaobaoTrade.trades(of: payment)
        TaobaoTable.trade.write(payment, covered, to: &trades)
        TaobaoTable.tradeOrder.write(payment, covered, to: &orders)
        TaobaoTable.payment.write(payment, covered, to: &payments)
        TaobaoTable.paymentAllocation.write(payment, covered, to: &allocations)
    }

    mutating func copy(_ connection: borrowing Connection) throws {
        try copyRows(.trade, &trades, connection)
        try copyRows(.tradeOrder, &orders, connection)
        try copyRows(.payment, &payments, connection)
        try copyRows(.paymentAllocation, &allocations, connection)
    }
}

private struct TaobaoRefundBatch: ~Copyable {
    private var refunds = TaobaoFields(.binary)
    private var sources = TaobaoFields(.binary)

    var isFull: Bool { refunds.count >= batchBytes }

    mutating func add(_ refund: SimulatedRefund) {
        TaobaoTable.refund.write(refund, to: &refunds)
        TaobaoTable.refundSource.write(refund, to: &sources)
    }

    mutating func copy(_ connection: borrowing Connection) throws {
        try copyRows(.refund, &refunds, connection)
        try copyRows(.refundSource, &sources, connection)
    }
}
