import Bills
import Ledger
import Postgres
import Rules
import Vocabulary

/// Notes what the bill says of each pot's day, one without a movement too.
func writePots(
    _ input: MoneyInput, _ bill: FundsBill, _ read: MoneyRead, _ connection: borrowing Connection
) throws {
    let balances = try bill.balances ?? storedBalances(input, connection)
    try connection.query(
        "DELETE FROM ledger.pot_day WHERE account_id = $1 AND bill_date = $2::date",
        [String(input.accountID), input.day.description])
    for pot in bill.pots {
        let file = bill.files.firstIndex { $0.pot == pot }
        let summary = file.map { read.summaries[$0] } ?? FundsSummary()
        let control = balances?.pot == pot ? balances : nil
        try connection.query(
            """
            INSERT INTO ledger.pot_day (account_id, bill_date, pot, file_no, into_rows, into_fen, out_rows, out_fen,
                opening_fen, closing_fen, is_chained, is_controlled)
            VALUES ($1, $2::date, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                String(input.accountID), input.day.description, pot.rawValue, file.map(String.init),
                String(summary.into.rows), String(summary.into.amountFen), String(summary.outOf.rows),
                String(summary.outOf.amountFen), (control?.openingFen ?? summary.openingFen).map(String.init),
                (control?.closingFen ?? summary.closingFen).map(String.init), String(summary.isChained),
                String(input.areBalancesChained || control != nil),
            ])
    }
}

/// What the channel said of the day when its bill was fetched.
private func storedBalances(_ input: MoneyInput, _ connection: borrowing Connection) throws -> PotBalances? {
    guard input.rules.hasBalanceControl, !input.areBalancesChained else { return nil }
    let rows = try connection.query(
        """
        SELECT pot, opening_fen, closing_fen FROM ledger.pot_day
        WHERE account_id = $1 AND bill_date = $2::date AND is_controlled AND opening_fen IS NOT NULL
        """, [String(input.accountID), input.day.description])
    guard rows.count == 1, let pot = Pot(rawValue: rows.text(0, 0)) else { return nil }
    return PotBalances(pot, openingFen: try rows.int(0, 1), closingFen: try rows.int(0, 2))
}
