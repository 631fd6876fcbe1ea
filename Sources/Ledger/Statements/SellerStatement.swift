import Bills
import Postgres
import Vocabulary

/// A file of a pot's movements on its way into the ledger.
package struct SellerStatement {
    package var shopID: Int32
    package var statementID: Int64
    private let kind: StatementKind

    package struct File: Sendable {
        package var name: String
        package var sizeBytes: Int64
        package var sha256: String

        package init(name: String, sizeBytes: Int64, sha256: String) {
            (self.name, self.sizeBytes, self.sha256) = (name, sizeBytes, sha256)
        }
    }

    /// The shop's number; one import after the other of it from here on, until the transaction ends.
    /// - Parameter makesNew: a shop that is not known is entered.
    package static func shop(_ name: String, makesNew: Bool, _ connection: borrowing Connection) throws -> Int32 {
        if makesNew {
            try connection.query("INSERT INTO ledger.shop (shop) VALUES ($1) ON CONFLICT DO NOTHING", [name])
        }
        let found = try connection.query("SELECT shop_id FROM ledger.shop WHERE shop = $1 FOR UPDATE", [name])
        guard found.count == 1 else {
            let known = try connection.query("SELECT string_agg(shop, ', ' ORDER BY shop) FROM ledger.shop")[0, 0]
            throw Problem(
                .statementUnknownShop, "no statement was imported for a shop of this name",
                expected: known ?? "no shop yet",
                found: name)
        }
        return try found.int32(0, 0)
    }

    /// - Returns: the statement that the file is already.
    package static func find(_ file: File, shopID: Int32, _ connection: borrowing Connection) throws -> SellerStatement?
    {
        let found = try connection.query(
            "SELECT statement_id, pot FROM ledger.seller_statement WHERE shop_id = $1 AND sha256 = $2",
            [String(shopID), file.sha256])
        guard found.count == 1, let kind = StatementKind(rawValue: found.text(0, 1)) else { return nil }
        return SellerStatement(try found.int(0, 0), kind, shopID: shopID)
    }

    /// One that is there already.
    package init(_ statementID: Int64, _ kind: StatementKind, shopID: Int32) {
        (self.statementID, self.kind, self.shopID) = (statementID, kind, shopID)
    }

    package init(
        _ file: File, _ kind: StatementKind, shopID: Int32, by person: String, _ connection: borrowing Connection
    ) throws {
        self.shopID = shopID
        self.kind = kind
        statementID = try connection.query(
            """
            INSERT INTO ledger.seller_statement (shop_id, pot, file_name, size_bytes, sha256, imported_by, rows_in, in_fen,
                   rows_out, out_fen, has_totals, flagged_rows, notes)
            VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0, false, 0, '{}') RETURNING statement_id
            """, [String(shopID), kind.rawValue, file.name, String(file.sizeBytes), file.sha256, person]
        ).int(0, 0)
    }

    /// Copies in what `body` gives.
    package func write<T>(
        _ connection: borrowing Connection,
        _ body: ((borrowing StatementRow) throws -> Void) throws -> T
    ) throws -> T {
        var bundles = SellerBundles(
            shopID: shopID, statementID: statementID, kind, try SellerKinds(kind, shopID: shopID, connection))
        let result = try connection.copyIn(
            "COPY ledger.seller_bundle (\(SellerBundles.columns)) FROM STDIN (FORMAT binary)", ahead: true
        ) { writer in
            try writer.header()
            let result = try body { try bundles.append($0, &writer) }
            try bundles.flush(&writer)
            try writer.trailer()
            return result
        }
        try bundles.saveKinds(connection)
        // Nobody has looked over what was just copied in: row by row is what the planner would take it for. A month's rows are held
        // against each other in memory; the server's default is for many small questions.
        try connection.execute(
            """
            SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off
            """)
        if !bundles.areAlikeNumbered {
            try connection.execute(
                String(decoding: PackageResources.count_alike_sql, as: UTF8.self)
                    .replacing(":statement", with: String(statementID)))
        }
        return result
    }

    /// Enters what the file came to, and works out which rows count.
    package func conclude(_ summary: StatementSummary, place: Place, _ connection: borrowing Connection) throws {
        try requireOwnAccount(summary.account, place, connection)
        func time(_ seconds: Int64?) -> String? { seconds.map(String.init) }
        try connection.query(
            """
            UPDATE ledger.seller_statement SET rows_in = $3, in_fen = $4, rows_out = $5, out_fen = $6, first_at = to_timestamp($7),
                   last_at = to_timestamp($8), opening_fen = $9, closing_fen = $10, has_totals = $11, flagged_rows = $12,
                   notes = $13
            WHERE shop_id = $1 AND statement_id = $2
            """,
            [
                String(shopID), String(statementID), String(summary.into.rows), String(summary.into.amountFen),
                String(summary.outOf.rows), String(summary.outOf.amountFen), time(summary.firstBookedAt),
                time(summary.lastBookedAt), summary.openingFen.map(String.init), summary.closingFen.map(String.init),
                String(summary.hasTotals), String(summary.flaggedRows), arrayLiteral(summary.noteTexts),
            ])
        for (trust, rule) in OrderNumberRule.allCases.enumerated() {
            try connection.query(
                "INSERT INTO ledger.order_number_hit VALUES ($1, $2, $3, $4, $5)",
                [
                    String(shopID), String(statementID), rule.rawValue, String(trust + 1),
                    String(summary.hits[rule] ?? 0),
                ])
        }
        guard let first = summary.firstBookedAt, let last = summary.lastBookedAt else { return }
        func filled(_ sql: String) -> String {
            sql
                .replacing(":shop", with: String(shopID)).replacing(":statement", with: String(statementID))
                .replacing(":from", with: "to_timestamp(\(BusinessDay(epochSeconds: first).startEpochSeconds))")
                .replacing(":until", with: "to_timestamp(\(BusinessDay(epochSeconds: last).next.startEpochSeconds))")
                .replacing(":first", with: "to_timestamp(\(first))").replacing(":last", with: "to_timestamp(\(last))")
        }
        // Of others the rows are not even looked into.
        let near = try connection.query(
            filled(
                """
                SELECT array_agg(statement_id) FROM ledger.seller_statement
                WHERE shop_id = :shop AND first_at < :until AND last_at >= :from HAVING count(*) > 1
                """))
        if near.count > 0 {
            let near = near.text(0, 0)
            func run(_ sql: [UInt8]) -> String {
                filled(String(decoding: sql, as: UTF8.self)).replacing(":near", with: "'\(near)'")
            }
            try refuseConflict(try connection.query(run(PackageResources.find_conflict_sql)), place)
            try connection.execute(run(PackageResources.leave_out_sql))
        }
        try tellUnknownCodes(place: place, connection)
    }

    private func requireOwnAccount(_ account: String?, _ place: Place, _ connection: borrowing Connection) throws {
        guard let account else { return }
        let known = try connection.query(
            """
            UPDATE ledger.shop SET alipay = coalesce(alipay, $2) WHERE shop_id = $1 RETURNING alipay
            """, [String(shopID), account]
        ).text(0, 0)
        guard known == account else {
            throw Problem(
                .statementOtherAccount, "the statement is of another Alipay account than the shop's others", at: place,
                expected: known, found: account)
        }
    }

    private func refuseConflict(_ found: borrowing Rows, _ place: Place) throws {
        guard found.count > 0 else { return }
        var place = place
        place.line = Int(try found.int(0, 0))
        throw Problem(
            .statementSerialConflict, "a movement has another amount or time than in a statement that was imported",
            at: place,
            expected: "what line \(found.text(0, 2)) of statement \(found.text(0, 1)) says",
            found: "another one under serial number \(found.text(0, 3))")
    }

    /// The orders that it names, each once, so many in an array of the server's.
    package func orderNumbers(atOnce count: Int, _ connection: borrowing Connection) throws -> [String] {
        let found = try connection.query(
            """
            SELECT array_agg(order_no) FROM (
                SELECT order_no, row_number() OVER () / $3 AS part FROM (
                    SELECT DISTINCT order_no FROM ledger.seller_bundle
                    WHERE shop_id = $1 AND statement_id = $2 AND order_no <> '') AS named) AS numbered GROUP BY part
            """, [String(shopID), String(statementID), String(count)])
        return (0..<found.count).map { found.text($0, 0) }
    }
}

extension StatementSummary {
    /// For people; in no order that a run could change.
    fileprivate var noteTexts: [String] {
        notes.map { note in
            switch note {
            case .untitledOrders(let column): "column \(column) has no title, and order numbers in every cell"
            case .unknownColumn(let column):
                "column \(column.number) that nothing reads\(column.title.map { ": \($0)" } ?? "")"
            case .missingColumn(let title): "no column \(title)"
            case .unchained(let line): "balances do not follow from each other, first at line \(line)"
            }
        }.sorted()
    }
}

extension SellerStatement {
    /// Takes up what the shop's records say of the orders, and has the server look over all that the import has brought.
    /// - Parameter body: gives each order to what it is called with, as COPY's binary format has it.
    package func takeOrders(
        _ connection: borrowing Connection, _ body: (_ take: (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        try connection.execute(
            """
            CREATE TEMPORARY TABLE read_order (order_no text, paid_at timestamptz, payments integer, payment_no text, orders integer,
                paid_fen bigint, refunds_fen bigint[]) ON COMMIT DROP
            """)
        try connection.copyIn("COPY pg_temp.read_order FROM STDIN (FORMAT binary)", ahead: true) { writer in
            try writer.header()
            try body { try writer.raw($0) }
            try writer.trailer()
        }
        try connection.execute(
            String(decoding: PackageResources.take_orders_sql, as: UTF8.self)
                .replacing(":shop", with: String(shopID)))
        try connection.execute("DROP TABLE pg_temp.read_order; SELECT ledger.look_over_sellers()")
    }
}
