import Postgres
import Vocabulary

extension TaobaoSchema {
    /// Writes the shop's books of a world into a schema made by `create`, in one transaction, by COPY. Into empty
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
                + "taobao.refund_source")
    }

    /// Histories of staged trades and of refunds, the groups of jointly paid trades, and the identity's next number.
    private static let afterLoad = """
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
        for table in TaobaoTable.all {
            let columns = table.columns.joined(separator: ", ")
            try connection.copyIn("COPY taobao.\(table.name) (\(columns)) FROM STDIN (FORMAT binary)") { writer in
                try writer.header()
                // The output does not outlive this block: `finish` is the last to call it.
                try withUnsafeMutablePointer(to: &writer) { pointer in
                    var fields = TaobaoFields(.binary) { try pointer.pointee.raw($0) }
                    table.write(world, to: &fields)
                    try fields.finish()
                }
                try writer.trailer()
            }
        }
    }
}
