import Postgres

extension RunJournal {
    /// Notes when the first of an account's keys expires, for those who watch; nil where none says.
    package static func noteExpiry(
        _ accountID: Int32, epochSeconds: Int64?, _ connection: borrowing Connection
    ) throws {
        // PostgreSQL's own range; a certificate may name any time.
        let last: Int64 = 253_402_300_799
        try connection.query(
            """
            UPDATE ledger.account SET key_expires_at = to_timestamp($2::bigint)
            WHERE account_id = $1 AND key_expires_at IS DISTINCT FROM to_timestamp($2::bigint)
            """, [String(accountID), epochSeconds.map { String(min(max($0, 0), last)) }])
    }
}
