import Orders
import Postgres

/// Tells `recon.explain` where the shop's relations are, when they are in the results' own database.
func noteOrderRelations(
    _ source: OrdersSource, _ orders: OrderSnapshot, _ connection: borrowing Connection
) throws {
    let here = try connection.query(OrderSnapshot.databaseIdentity).text(0, 0)
    let isHere = try orders.identity() == here
    try connection.query(
        """
        WITH now (name, value) AS (VALUES ('payment_relation', $1), ('refund_relation', $2)),
        gone AS (DELETE FROM ledger.setting s USING now WHERE s.name = now.name AND NOT $3)
        INSERT INTO ledger.setting SELECT name, value FROM now WHERE $3
        ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE setting.value <> excluded.value
        """, [source.payments, source.refunds, String(isHere)])
}
