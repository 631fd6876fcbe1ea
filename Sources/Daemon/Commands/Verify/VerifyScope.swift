import Ledger
import Postgres
import Vocabulary

/// What of the history is verified.
struct VerifyScope {
    var channel: Channel?
    var account: String?
    var first: BusinessDay?
    var last: BusinessDay?

    func holds(_ other: ChannelAccount) -> Bool {
        (channel ?? other.channel) == other.channel && (account ?? other.account) == other.account
    }

    func holds(_ day: BusinessDay) -> Bool { (first ?? day) <= day && day <= (last ?? day) }
}

/// A day of an account, of all kinds of bills.
struct VerifiedDay {
    let account: ChannelAccount
    let accountID: Int32
    let day: BusinessDay

    /// The trade bill first: the money is held against what it leads one to expect.
    var units: [DayUnit] { BillKind.all.map { DayUnit(account, day, $0) } }

    /// Days that have a file or a conclusion, account by account, oldest first.
    static func all(in scope: VerifyScope, _ connection: borrowing Connection) throws -> [VerifiedDay] {
        let rows = try connection.query(
            """
            SELECT a.channel, a.account, a.account_id, u.bill_date - DATE '1970-01-01'
            FROM (SELECT account_id, bill_date FROM ledger.bill_file
                  UNION SELECT account_id, bill_date FROM ledger.day WHERE concluded) u
            JOIN ledger.account a USING (account_id) JOIN ledger.channel c USING (channel)
            WHERE coalesce(a.channel = $1, true) AND coalesce(a.account = $2, true)
              AND u.bill_date BETWEEN coalesce($3, '-infinity')::date AND coalesce($4, 'infinity')::date
            ORDER BY c.place, a.account, u.bill_date
            """, [scope.channel?.rawValue, scope.account, scope.first?.description, scope.last?.description])
        return try (0..<rows.count).compactMap { row in
            guard let channel = Channel(rawValue: rows.text(row, 0)) else { return nil }
            return VerifiedDay(
                account: ChannelAccount(channel: channel, account: rows.text(row, 1)),
                accountID: try rows.int32(row, 2), day: BusinessDay(number: try rows.int32(row, 3)))
        }
    }
}
