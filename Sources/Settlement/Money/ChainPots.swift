import Postgres
import Rules
import Vocabulary

/// Chains each pot's balances anew from the day on: what comes late may prove a later day, and make or mend a break. Notes every
/// day that becomes another, and every break.
func chainPots(_ input: MoneyInput, _ connection: borrowing Connection) throws {
    let rows = try connection.query(
        """
        SELECT pot, bill_date - DATE '1970-01-01', into_fen - out_fen, opening_fen, closing_fen, is_controlled,
               shown_opening_fen, shown_closing_fen, last_closing_fen, is_proven
        FROM ledger.pot_day p WHERE account_id = $1 AND bill_date >= coalesce((
            SELECT max(bill_date) FROM ledger.pot_day b
            WHERE b.account_id = p.account_id AND b.pot = p.pot AND b.bill_date < $2::date), $2::date)
        ORDER BY pot, bill_date
        """, [String(input.accountID), input.day.description])
    func fen(_ row: Int, _ column: Int) -> Int64? { rows[row, column].flatMap { Int64($0) } }
    var first = 0
    while first < rows.count {
        let pot = rows.text(first, 0)
        let end = (first..<rows.count).first { rows.text($0, 0) != pot } ?? rows.count
        let days = try (first..<end).map { row in
            PotDay(
                BusinessDay(number: try rows.int32(row, 1)), netFen: try rows.int(row, 2), openingFen: fen(row, 3),
                closingFen: fen(row, 4), isControlled: rows.bool(row, 5))
        }
        let stored = (first..<end).map { row in
            rows[row, 9].map { isProven in
                (fen(row, 6), fen(row, 7), fen(row, 8), isProven == "t")
            }
        }
        // The day before the one that is settled stays as it is.
        let isFirstGiven = days[0].day < input.day
        let last = isFirstGiven ? (days[0].day, stored[0]?.1) : nil
        let from = isFirstGiven ? 1 : 0
        let links = chainBalances(Array(days[from...]), after: last)
        for (index, link) in links.enumerated() {
            let former = stored[from + index]
            let isSame = former.map {
                $0 == (link.openingFen, link.closingFen, link.lastClosingFen, link.isProven)
            }
            try write(link, days[from + index].day, pot, isSame: isSame ?? false, input, connection)
        }
        first = end
    }
}

private func write(
    _ link: ChainedDay, _ day: BusinessDay, _ pot: String, isSame: Bool, _ input: MoneyInput,
    _ connection: borrowing Connection
) throws {
    let key = [String(input.accountID), day.description, pot]
    if !isSame {
        try connection.query(
            """
            UPDATE ledger.pot_day SET shown_opening_fen = $4, shown_closing_fen = $5, last_closing_fen = $6, is_proven = $7
            WHERE account_id = $1 AND bill_date = $2::date AND pot = $3
            """,
            key + [
                link.openingFen.map(String.init), link.closingFen.map(String.init),
                link.lastClosingFen.map(String.init),
                String(link.isProven),
            ])
        try connection.query(
            "INSERT INTO pg_temp.changed_day VALUES ($1, $2::date)", [String(input.accountID), day.description])
    }
    try connection.query("INSERT INTO pg_temp.chained_day VALUES ($1, $2::date)", [pot, day.description])
    if let breakFen = link.breakFen, let openingFen = link.openingFen {
        try connection.query(
            "INSERT INTO pg_temp.pot_break VALUES ($1, $2::date, $3, $4)",
            [pot, day.description, String(openingFen), String(openingFen - breakFen)])
    }
}
