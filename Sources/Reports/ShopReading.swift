import Postgres
import Vocabulary

extension ShopReport {
    /// - Throws: `report.nothing` when no statement tells of what is asked for.
    package static func read(_ subject: Subject, on connection: borrowing Connection) throws -> ShopReport {
        do {
            try connection.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            let readAt = try connection.query("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::timestamp(0)::text")
            let tables: [ReportPart: ReportTable] =
                switch subject {
                case .month(let shop, let first): try month(shop, first, on: connection)
                case .order(let number): try order(number, on: connection)
                }
            let labels = try ReportTable.read(
                ["word_of", "word", "label_en", "label_zh"].map { ReportColumn($0, .text) }, from: "recon.labels",
                on: connection)
            try connection.execute("COMMIT")
            guard tables.values.contains(where: { !$0.rows.isEmpty }) else {
                throw try nothing(subject, on: connection)
            }
            return ShopReport(subject: subject, readAt: readAt.text(0, 0), tables: tables, labels: labels)
        } catch let error as PostgresError {
            if connection.isUsable { try? connection.execute("ROLLBACK") }
            throw error.problem("reading the report")
        }
    }

    /// The first day of the newest month that a statement of the shop tells of.
    /// - Throws: `report.nothing` when there is none.
    package static func newestMonth(of shop: String, on connection: borrowing Connection) throws -> BusinessDay {
        do {
            let rows = try connection.query(
                """
                SELECT date_trunc('month', max(last_at) AT TIME ZONE 'Asia/Shanghai')::date::text
                FROM recon.seller_statements WHERE shop = $1
                """, [shop])
            if let first = rows[0, 0].flatMap(BusinessDay.init) { return first }
            throw try nothing(.month(shop: shop, Clock.system.today), on: connection)
        } catch let error as PostgresError { throw error.problem("reading the report") }
    }

    private static func month(
        _ shop: String, _ first: BusinessDay, on connection: borrowing Connection
    ) throws(PostgresError) -> [ReportPart: ReportTable] {
        let parameters = [shop, first.description]
        let mine = "shop = $1 AND month = $2::date"
        let statements = """
            recon.seller_statements WHERE shop = $1 AND first_at < ($2::timestamp + interval '1 month') AT TIME ZONE 'Asia/Shanghai'
               AND last_at >= $2::timestamp AT TIME ZONE 'Asia/Shanghai'
            """
        let unexplained = try ReportTable.read(
            ShopViews.unexplained,
            from: "recon.unexplained_money WHERE \(mine) ORDER BY abs(amount) DESC, item", parameters, on: connection)
        let items = Set(unexplained.columns(["item"]).rows.compactMap { $0[0] })
        let suggestions = try ReportTable.read(
            ShopViews.suggestions,
            from: "recon.suggestions WHERE shop = $1 AND status = 'open' ORDER BY amount DESC, plus_item", [shop],
            on: connection)
        // In the order of the view.
        let money = try ReportTable.read(
            ShopViews.money, from: "recon.month_money WHERE \(mine)", parameters, on: connection)
        let nets = try connection.query(
            """
            SELECT s.pot, coalesce(sum(r.amount), 0)::numeric(18, 2)::text, sum(s.net)::numeric(18, 2)::text
            FROM (SELECT * FROM \(statements)) s
            LEFT JOIN (SELECT statement_id, sum(amount) AS amount FROM recon.seller_rows
                       WHERE shop = $1 AND month <> $2::date AND statement_id IN (SELECT statement_id FROM \(statements))
                       GROUP BY 1) r USING (statement_id)
            GROUP BY 1 ORDER BY 1
            """, parameters)
        return [
            .unexplained: unexplained,
            .suggestions: suggestions.filtered { row in
                [row[1], row[2]].contains { $0.map(items.contains) ?? false }
            },
            .money: money,
            .proof: ShopMoney(money).proof(
                (0..<nets.count).map {
                    ShopMoney.Net(pot: nets.text($0, 0), others: nets.text($0, 1), net: nets.text($0, 2))
                }),
        ]
    }

    private static func order(
        _ number: String, on connection: borrowing Connection
    ) throws(PostgresError) -> [ReportPart: ReportTable] {
        let mine = "WHERE order_no = $1"
        return [
            .order: try .read(
                ShopViews.order, from: "recon.order_money \(mine) ORDER BY shop", [number], on: connection),
            // In the order of the view.
            .refunds: try .read(ShopViews.refunds, from: "recon.refund_ways \(mine)", [number], on: connection),
            .movements: try .read(
                ShopViews.movements,
                from: "recon.seller_rows \(mine) ORDER BY shop, booked_at, statement_id, line_no", [number],
                on: connection),
        ]
    }

    /// Why there is nothing: no such shop, no statement of the month, or no statement that names the order.
    private static func nothing(
        _ subject: Subject, on connection: borrowing Connection
    ) throws(PostgresError) -> Problem {
        let (shop, first): (String, BusinessDay)
        switch subject {
        case .month(let asked, let day): (shop, first) = (asked, day)
        case .order(let number):
            return Problem(
                .reportNothing, "no statement of a shop names order \(shownNumber(number))",
                hint: "See that it is whole; `reconciled explain` tells what bills say of it.")
        }
        let rows = try connection.query(
            "SELECT string_agg(DISTINCT shop, ', '), coalesce(bool_or(shop = $1), false) FROM recon.seller_statements",
            [shop])
        if let known = rows[0, 0], !rows.bool(0, 1) {
            return Problem(
                .reportNothing, "no statement of a shop \(shownNumber(shop)) has been imported",
                expected: "one of \(known)", hint: "Correct --shop.")
        }
        return Problem(
            .reportNothing, "no statement tells of \(ReportPeriod.month(first)) of shop \(shownNumber(shop))",
            hint: "Run `reconciled import FILE --shop NAME` first.")
    }
}
