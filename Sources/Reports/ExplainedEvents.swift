import Postgres
import Vocabulary

extension Explanation {
    /// What the shop says, and by it the payments that an order or a channel number belongs to.
    static func shopEvents(
        _ known: inout KnownNumbers, _ orders: ExplainedOrders, on connection: borrowing Connection
    ) throws(PostgresError) -> [Event] {
        // Views may call functions, which run with the rights of whoever asks: they can write nothing.
        try connection.execute("BEGIN TRANSACTION READ ONLY")
        let (payments, refunds) = (orders.paymentRelation, orders.refundRelation)
        // One query for each column, so that each can use its own index.
        for condition in ["payment_no = $1", "channel_trade_no = $1", "order_nos @> ARRAY[$1]"] {
            known.add(try connection.query("SELECT payment_no FROM \(payments) WHERE \(condition)", [known.asked]))
        }
        for condition in ["refund_no = $1", "channel_refund_no = $1"] {
            known.add(try connection.query("SELECT payment_no FROM \(refunds) WHERE \(condition)", [known.asked]))
        }
        var events: [Event] = []
        let paid = try connection.query(
            """
            SELECT payment_no, channel, account, channel_trade_no, amount_fen, currency, state, paid_at,
                   array_to_string(order_nos, ', ')
            FROM \(payments) WHERE payment_no = ANY($1::text[]) ORDER BY paid_at, payment_no
            """, [known.paymentArray])
        for row in 0..<paid.count {
            var text = "payment \(shownNumber(paid.text(row, 0))) of \(shopAmount(paid[row, 4])) \(paid.text(row, 5)) "
            text += "is \(paid.text(row, 6)), by \(paid.text(row, 1)):\(paid.text(row, 2))"
            if let trade = paid[row, 3] { text += ", channel number \(shownNumber(trade))" }
            if let orderNumbers = paid[row, 8], !orderNumbers.isEmpty { text += ", for order \(orderNumbers)" }
            events.append(Event(moment: moment(paid[row, 7]), source: "shop", text: text))
        }
        let returned = try connection.query(
            """
            SELECT refund_no, payment_no, channel, account, channel_refund_no, amount_fen, currency, state, refunded_at
            FROM \(refunds) WHERE payment_no = ANY($1::text[]) ORDER BY refunded_at, refund_no
            """, [known.paymentArray])
        for row in 0..<returned.count {
            var text = "refund \(shownNumber(returned.text(row, 0))) of payment \(shownNumber(returned.text(row, 1))), "
            text += "\(shopAmount(returned[row, 5])) \(returned.text(row, 6)), is \(returned.text(row, 7)), "
            text += "by \(returned.text(row, 2)):\(returned.text(row, 3))"
            if let refund = returned[row, 4] { text += ", channel number \(shownNumber(refund))" }
            events.append(Event(moment: moment(returned[row, 8]), source: "shop", text: text))
        }
        return events
    }

    /// The lines of bills in force.
    static func billEvents(
        _ known: KnownNumbers, _ codes: CodeLabels, on connection: borrowing Connection
    ) throws(PostgresError) -> [Event] {
        let rows = try connection.query(
            """
            SELECT bill_date, channel, account, line_no, entry_type, payment_no, refund_no, channel_trade_no,
                   channel_refund_no, amount, fee, currency, occurred_at, state, outcome
            FROM \(KnownNumbers.billEntries) ORDER BY occurred_at, bill_date, line_no
            """, [known.paymentArray])
        return (0..<rows.count).map { row in
            let isRefund = rows.text(row, 4) == EntryType.refund.rawValue
            var text = "\(rows.text(row, 1)):\(rows.text(row, 2)) bill of \(rows.text(row, 0)), "
            text += "line \(rows.text(row, 3)): "
            text += isRefund ? "refund \(shownNumber(rows.text(row, 6))) of payment " : "payment "
            text += "\(shownNumber(rows.text(row, 5))), \(rows.text(row, 9)) \(rows.text(row, 11)), "
            text += "fee \(rows.text(row, 10)), "
            text += "\(rows.text(row, 13)), channel number \(shownNumber(rows.text(row, 7)))"
            if let refund = rows[row, 8], !refund.isEmpty { text += " and \(shownNumber(refund))" }
            text += "; \(codes[rows.text(row, 14)])"
            return Event(moment: moment(rows[row, 12]), source: "bill", text: text)
        }
    }

    /// Discrepancies, items in doubt, what was decided about them, and the runs of their days.
    static func itemEvents(
        _ known: KnownNumbers, _ codes: CodeLabels, on connection: borrowing Connection
    ) throws(PostgresError) -> [Event] {
        var events: [Event] = []
        let items = try connection.query(
            """
            SELECT discrepancy_id, code, bill_date, entry_type, difference, status, opened_at, resolution, note, NULL
            FROM recon.discrepancies WHERE payment_no = ANY($1::text[])
            UNION ALL
            SELECT discrepancy_id, code, bill_date, entry_type, difference, 'pending', NULL, NULL, NULL, due_date
            FROM recon.pending WHERE payment_no = ANY($1::text[])
            ORDER BY 7, 1
            """, [known.paymentArray])
        for row in 0..<items.count {
            let id = items.text(row, 0)
            var text =
                "discrepancy \(id) of \(items.text(row, 2)), \(items.text(row, 3)): \(codes[items.text(row, 1)]), "
            text += "difference \(items.text(row, 4)), \(items.text(row, 5))"
            if let due = items[row, 9] { text += ", due with the bill of \(due)" }
            if let resolution = items[row, 7] { text += " (\(resolution))" }
            if let note = items[row, 8] { text += ": \(note)" }
            events.append(Event(moment: moment(items[row, 6]), source: "result", text: text))
            events += try historyEvents(id, on: connection)
        }
        return events + (try runEvents(known, on: connection))
    }

    private static func historyEvents(
        _ id: String, on connection: borrowing Connection
    ) throws(PostgresError) -> [Event] {
        guard try connection.query("SELECT to_regclass('recon.discrepancy_history')")[0, 0] != nil else { return [] }
        let rows = try connection.query(
            "SELECT at, event, actor, run_id, note FROM recon.discrepancy_history WHERE discrepancy_id = $1 ORDER BY at",
            [id])
        return (0..<rows.count).map { row in
            var text = "discrepancy \(id): \(rows.text(row, 1))"
            if let run = rows[row, 3] { text += " in run \(run)" }
            if let note = rows[row, 4], !note.isEmpty { text += ": \(note)" }
            return Event(moment: moment(rows[row, 0]), source: rows[row, 2] ?? "run", text: text)
        }
    }

    /// The runs of the days that the bills' lines and the items are of.
    private static func runEvents(
        _ known: KnownNumbers, on connection: borrowing Connection
    ) throws(PostgresError) -> [Event] {
        let rows = try connection.query(
            """
            SELECT run_id, channel, account, bill_date, requested_by, state, verdict, reason,
                   coalesce(finished_at, started_at, requested_at), in_force
            FROM recon.runs WHERE (channel, account, bill_date) IN (
                SELECT channel, account, bill_date FROM \(KnownNumbers.billEntries)
                UNION SELECT channel, account, bill_date FROM recon.discrepancies WHERE payment_no = ANY($1::text[])
                UNION SELECT channel, account, bill_date FROM recon.pending WHERE payment_no = ANY($1::text[]))
            ORDER BY run_id
            """, [known.paymentArray])
        return (0..<rows.count).map { row in
            var text = "run \(rows.text(row, 0)) of \(rows.text(row, 1)):\(rows.text(row, 2)) \(rows.text(row, 3)) "
            text += "(\(rows.text(row, 4))): \(rows[row, 6] ?? rows.text(row, 5))"
            if let reason = rows[row, 7], !reason.isEmpty { text += ", \(reason)" }
            if rows.bool(row, 9) { text += ", in force" }
            return Event(moment: moment(rows[row, 8]), source: "run", text: text)
        }
    }

    /// Fen as yuan. What is no whole number of fen is told as the shop has it, and never as another amount.
    static func shopAmount(_ text: String?) -> String {
        guard let text else { return "no amount" }
        return Int64(text).map { Fen.yuan($0) } ?? "`\(text)` fen, which is no amount,"
    }

    private static func moment(_ text: String?) -> String? { text.map { String($0.prefix(19)) } }
}
