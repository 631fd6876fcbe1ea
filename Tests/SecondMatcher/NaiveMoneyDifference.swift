extension NaiveMoney {
    /// What the second matcher and the ledger do not agree on: `what | side | row`. Empty when they agree, once all trade bills are
    /// in force: while a day has none, the ledger may leave its movements for that bill to tell.
    static let difference =
        [links, places, items, statements, bridges, verdicts].joined(separator: "\nUNION ALL\n") + "\nORDER BY 1, 3, 2"

    /// Of every movement what became of it, and the bill of its entry.
    private static let links = compare(
        "link",
        contract: """
            SELECT m.account_id, m.bill_date, m.file_no, m.line_no, class, outcome, e.bill_date AS entry_date
            FROM naive_money.movement m LEFT JOIN naive_money.entry e USING (entry_id)
            WHERE outcome <> 'booked_twice'
            UNION ALL
            SELECT account_id, bill_date, file_no, line_no, class, outcome, NULL
            FROM naive_money.movement WHERE outcome = 'booked_twice'
            """,
        product: """
            SELECT account_id, bill_date, file_no, line_no, movement_class, outcome,
                   CASE WHEN outcome <> 'booked_twice' THEN entry_date END
            FROM (SELECT account_id, bill_date, file_no, line_no, movement_class, outcome, entry_date FROM ledger.movement
                  UNION ALL
                  SELECT account_id, bill_date, file_no, line_no, movement_class, outcome, entry_date
                  FROM ledger.packed_movement) m
            """)

    /// The very entry, of those that the ledger keeps it of.
    private static let places = compare(
        "entry",
        contract: """
            SELECT m.account_id, m.bill_date, m.file_no, m.line_no, e.bill_date AS entry_date, e.file_no AS entry_file_no,
                   e.line_no AS entry_line_no
            FROM naive_money.movement m JOIN naive_money.entry e USING (entry_id)
            WHERE EXISTS (SELECT FROM ledger.movement l WHERE entry_line_no IS NOT NULL AND
                (l.account_id, l.bill_date, l.file_no, l.line_no) = (m.account_id, m.bill_date, m.file_no, m.line_no))
            """,
        product: """
            SELECT account_id, bill_date, file_no, line_no, entry_date, entry_file_no, entry_line_no
            FROM ledger.movement WHERE outcome = 'booked' AND entry_line_no IS NOT NULL
            """)

    /// Every code with its difference, day and number. What waits is compared of days whose funds bill is in force.
    private static let items = compare(
        "item",
        contract: """
            SELECT i.account_id, code, i.bill_date, i.due_date, i.difference,
                   coalesce(nullif(g.channel_no, ''), g.shop_no, nullif(m.business_no, ''), m.voucher_no, '') AS number,
                   coalesce(m.pot, i.pot) AS pot, coalesce(m.class, '') AS class,
                   CASE WHEN m.movement_id IS NULL AND code <> 'balance_break' THEN e.family END AS family,
                   CASE WHEN m.movement_id IS NULL THEN coalesce(e.payment_no, '') END AS payment_no,
                   CASE WHEN m.movement_id IS NULL THEN coalesce(e.refund_no, '') END AS refund_no
            FROM naive_money.item i
            LEFT JOIN naive_money.entry e USING (entry_id)
            LEFT JOIN naive_money.movement m USING (movement_id)
            LEFT JOIN LATERAL (SELECT channel_no, shop_no FROM naive_money.entry f
                               WHERE (f.account_id, f.group_no) = (i.account_id, i.group_no) ORDER BY entry_id LIMIT 1) g ON true
            WHERE i.due_date IS NULL OR (i.account_id, 'funds', i.bill_date) IN (
                SELECT account_id, kind, day FROM naive_money.in_force WHERE NOT is_closed)
            """,
        product: """
            SELECT account_id, code::text, bill_date, CASE WHEN status = 'pending' THEN due_date END, difference_fen, channel_no,
                   pot, movement_class,
                   CASE WHEN movement_class = '' AND code <> 'balance_break' THEN entry_type::text END,
                   CASE WHEN movement_class = '' THEN payment_no END, CASE WHEN movement_class = '' THEN refund_no END
            FROM ledger.item WHERE kind = 'funds' AND found AND (status <> 'pending' OR (account_id, 'funds', bill_date) IN (
                SELECT account_id, kind, day FROM naive_money.in_force WHERE NOT is_closed))
            """)

    private static let statements = compare(
        "statement", contract: "SELECT account_id, bill_date, pot, line, movements, fen FROM naive_money.statement",
        product: """
            SELECT account_id, bill_date, pot, line, movements, amount_fen
            FROM ledger.day JOIN ledger.funds_line USING (account_id, run_id) WHERE line <> 'residual' OR amount_fen <> 0
            """)

    private static let bridges = compare(
        "bridge",
        contract: """
            SELECT account_id, bill_date, line, fen FROM naive_money.bridge
            WHERE (account_id, 'funds', bill_date) IN (SELECT account_id, kind, day FROM naive_money.in_force WHERE NOT is_closed)
            """,
        product: """
            SELECT account_id, bill_date, line, amount_fen
            FROM ledger.day JOIN ledger.bridge_line USING (account_id, run_id) WHERE amount_fen <> 0
            """)

    private static let verdicts = compare(
        "verdict", contract: "SELECT account_id, bill_date, verdict FROM naive_money.verdict",
        product: """
            SELECT d.account_id, d.bill_date, r.verdict::text FROM ledger.day d JOIN ledger.run r USING (account_id, run_id)
            WHERE d.kind = 'funds' AND d.concluded
            """)

    /// Rows that only one side has, as often as they are too many.
    private static func compare(_ what: String, contract: String, product: String) -> String {
        func only(_ left: String, _ right: String, _ side: String) -> String {
            "SELECT '\(what)', '\(side)', x::text FROM ((\(left)) EXCEPT ALL (\(right))) x"
        }
        return only(contract, product, "by the contract") + "\nUNION ALL\n" + only(product, contract, "in the ledger")
    }
}
