import Postgres

/// Takes up, by key, all that the ledger holds open about this day, or waiting for it: `touched_key`, `touched_payment`.
func takeUpDay(_ input: DayInput, _ connection: borrowing Connection) throws {
    try connection.execute(input.sql(PackageResources.take_up_day_sql))
    try connection.execute(input.sql(PackageResources.take_up_open_records_sql))
}

/// Takes up the payments whose refunds the day's bill held until now: `touched_payment`.
func takeUpRefundedPayments(_ input: DayInput, _ connection: borrowing Connection) throws {
    try connection.execute(
        input.sql(
            """
            INSERT INTO pg_temp.touched_payment
            SELECT DISTINCT account_id, payment_no FROM ledger.refund
            WHERE account_id = :account_id AND bill_date = :bill_date
            """))
}
