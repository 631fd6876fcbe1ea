@testable import Ledger
import Postgres
import TestCluster
import TestTurns
import Testing

/// A database whose shops' rows bore everything themselves.
@Suite(.serialized, .waiting) struct SellerRowsBroughtAlongTests {
    private static let rows = """
        INSERT INTO ledger.shop (shop) VALUES ('tea'), ('silk');
        INSERT INTO ledger.seller_row (shop_id, statement_id, line_no, pot, booked_at, amount_fen, balance_fen, identity, occurrence,
            serial_no, business_no, order_no, sub_order_no, refund_no, names_orders, rule, candidates, code, text, type, description,
            is_own_funds, is_mirror)
        SELECT 1 + n % 2, 1 + n % 2, n, CASE n % 2 WHEN 0 THEN 'alipay' ELSE 'deposit' END, timestamptz '2026-07-01 00:00+08' + make_interval(hours => n),
               n, nullif(n % 3, 0), -n, 1 + n % 4, CASE n % 5 WHEN 0 THEN '' ELSE 'S' || n END, '', CASE n % 3 WHEN 0 THEN '' ELSE '33900000123456789' || n % 7 END,
               CASE n % 4 WHEN 0 THEN '' WHEN 1 THEN '5' || n ELSE '33900000123456789' || n % 7 END, CASE n % 6 WHEN 0 THEN 'R' || n ELSE '' END,
               CASE n % 3 WHEN 0 THEN 'several' ELSE 'one' END, CASE n % 3 WHEN 1 THEN 'base_order' END,
               CASE n % 3 WHEN 0 THEN ARRAY['base_order 1', 'remark_order 2'] END, (ARRAY['0010001', ''])[1 + n % 2], '收款', '',
               'coded', n % 11 = 0, CASE n % 5 WHEN 0 THEN true WHEN 1 THEN false END
        FROM generate_series(1, 500) n;
        INSERT INTO ledger.seller_row_left_out VALUES (1, 1, 2, 'copy')
        """
    private static let ofRow =
        "r.shop_id, r.statement_id, r.line_no, r.booked_at, r.amount_fen, r.balance_fen, r.identity, r.occurrence, r.serial_no, r.business_no, r.order_no, r.candidates"
    private static let ofKind = [
        "pot", "names_orders", "rule", "code", "text", "type", "description", "is_own_funds", "is_mirror",
    ]

    private static func columns(_ kind: String) -> String {
        ofKind.map { "\(kind).\($0)" }.joined(separator: ", ")
    }

    @Test func noneOfThemIsLostOrChanged() throws {
        let connection = try Connection(TestCluster.database("seller_rows_before"), name: "tests")
        for step in SchemaStep.all where step.number < 7 { try connection.execute(step.sql) }
        try connection.execute(Self.rows)
        let before = try connection.rows(
            "SELECT \(Self.ofRow), sub_order_no, refund_no, \(Self.columns("r")) FROM ledger.seller_row r ORDER BY line_no"
        )
        #expect(before.count == 500)
        for step in SchemaStep.all where step.number >= 7 { try connection.execute(step.sql) }
        try connection.execute(String(decoding: PackageResources.seller_row_sql, as: UTF8.self))
        let after = try connection.rows(
            """
            SELECT \(Self.ofRow), coalesce(sub_order_no, order_no), coalesce(refund_no, ''), \(Self.columns("k"))
            FROM ledger.seller_row r JOIN ledger.seller_kind k USING (shop_id, kind_no) ORDER BY line_no
            """)
        #expect(after == before)
        #expect(try connection.rows("SELECT * FROM ledger.seller_row_left_out") == ["1|1|2|copy"])
    }
}
