import Postgres
import Vocabulary

/// Everything known about one order, payment, refund or channel number, in time order.
package struct Explanation: Hashable, Sendable {
    package struct Event: Hashable, Sendable {
        /// `yyyy-MM-dd HH:mm:ss` in Asia/Shanghai; nil when it has no time.
        package let moment: String?
        /// `shop`, `bill`, `result`, `run`, or who decided.
        package let source: String
        package let text: String
    }

    package let number: String
    /// Payment numbers that the number leads to.
    package let payments: [String]
    package let events: [Event]
    /// What could not be read, one sentence each.
    package let gaps: [String]

    /// Two columns and then words, as a person reads a log.
    package func text() -> String {
        var text = shownNumber(number)
        if payments.map(ExactText.init) != [ExactText(number)], !payments.isEmpty {
            text += "  (payment \(payments.map(shownNumber).joined(separator: ", ")))"
        }
        text += "\n\n"
        let width = events.map { displayWidth(TextTable.printable($0.source)) }.max() ?? 0
        for event in events {
            let moment = event.moment ?? "(no time)          "
            let source = TextTable.printable(event.source)
            let space = String(repeating: " ", count: max(0, width - displayWidth(source)))
            text += "\(TextTable.printable(moment))  \(source)\(space)  \(TextTable.printable(event.text))\n"
        }
        if events.isEmpty { text += "Nothing is known about it.\n" }
        for gap in gaps { text += "\n\(TextTable.printable(gap))\n" }
        return text
    }
}

/// Where the shop's records are read for an explanation. Relations are quoted SQL names.
package struct ExplainedOrders: Sendable {
    package let conninfo: String
    package let paymentRelation: String
    package let refundRelation: String

    package init(conninfo: String, paymentRelation: String, refundRelation: String) {
        self.conninfo = conninfo
        self.paymentRelation = paymentRelation
        self.refundRelation = refundRelation
    }
}

extension Explanation {
    /// - Throws: when the results cannot be read; an order side that cannot be read is a gap.
    package static func read(
        _ number: String, orders: ExplainedOrders, on results: borrowing Connection
    ) throws -> Explanation {
        var known = KnownNumbers(asked: number)
        var gaps: [String] = []
        do throws(PostgresError) {
            let codes = try CodeLabels.read(on: results)
            try known.addResults(on: results)
            var shop: [Event] = []
            do throws(PostgresError) {
                let connection = try Connection(orders.conninfo, name: "reconciled explain")
                try connection.execute("SET SESSION row_security = off")
                shop = try shopEvents(&known, orders, on: connection)
            } catch {
                gaps.append("The shop's records could not be read: \(error)")
            }
            // The shop may have led to payments that the number alone did not.
            let events = try billEvents(known, codes, on: results) + itemEvents(known, codes, on: results)
            let counted = try countedPairs(known, on: results)
            gaps += counted.notes
            let order = { (event: Event) in (event.moment ?? "9999", event.source) }
            return Explanation(
                number: number, payments: known.payments.sorted().map(\.text),
                events: (shop + events + counted.events).sorted { order($0) < order($1) }, gaps: gaps)
        } catch { throw error.problem("reading about \(shownNumber(number))") }
    }

    /// Plain pairs whose entries were not kept, and what that means for an answer.
    private static func countedPairs(
        _ known: KnownNumbers, on results: borrowing Connection
    ) throws(PostgresError) -> (events: [Event], notes: [String]) {
        var numbers = known
        numbers.payments.insert(ExactText(known.asked))
        let rows = try results.query("SELECT source, event FROM recon.counted_pairs($1)", [numbers.paymentArray])
        var (events, notes): ([Event], [String]) = ([], [])
        for row in 0..<rows.count {
            if rows.text(row, 0) == "bill" {
                events.append(Event(moment: nil, source: "bill", text: rows.text(row, 1)))
            } else {
                notes.append("Note: \(rows.text(row, 1)).")
            }
        }
        return (events, notes)
    }
}

/// What a number leads to.
struct KnownNumbers {
    let asked: String
    var payments: Set<ExactText> = []

    init(asked: String) { self.asked = asked }

    /// The lines of bills in force that bear a payment number of `$1`, an array.
    static let billEntries = """
        (SELECT DISTINCT e.* FROM unnest($1::text[]) AS known(number) CROSS JOIN LATERAL recon.entries_of(known.number) e
         WHERE e.payment_no = ANY($1::text[])) AS entry
        """

    /// A PostgreSQL array of the payment numbers.
    var paymentArray: String {
        let quoted = payments.sorted().map {
            "\"" + $0.text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        return "{" + quoted.joined(separator: ",") + "}"
    }

    mutating func add(_ rows: borrowing Rows) {
        for row in 0..<rows.count {
            if let payment = rows[row, 0], !payment.isEmpty { payments.insert(ExactText(payment)) }
        }
    }

    mutating func addResults(on connection: borrowing Connection) throws(PostgresError) {
        add(try connection.query("SELECT DISTINCT payment_no FROM recon.entries_of($1)", [asked]))
        for view in ["recon.discrepancies", "recon.pending"] {
            add(
                try connection.query(
                    """
                    SELECT DISTINCT payment_no FROM \(view) WHERE payment_no = $1 OR refund_no = $1
                        OR channel_trade_no = $1 OR channel_refund_no = $1 OR $1 = ANY(order_nos)
                    """, [asked]))
        }
    }
}

/// What a code is called in English; the code itself where the view has none.
struct CodeLabels {
    private var labels: [String: String] = [
        "matched": "it agrees with the shop",
        "cross_day": "it agrees with the shop, which booked it on another day",
        "pending": "it waits for the bill of the neighbouring day",
        "not_executed": "shop and channel both say that nothing moved",
    ]

    static func read(on connection: borrowing Connection) throws(PostgresError) -> CodeLabels {
        var result = CodeLabels()
        let rows = try connection.query("SELECT code, label_en FROM recon.codes")
        for row in 0..<rows.count {
            let code = rows.text(row, 0)
            if let label = rows[row, 1], result.labels[code] == nil { result.labels[code] = "\(label) (\(code))" }
        }
        return result
    }

    subscript(code: String) -> String { labels[code] ?? code }
}
