import Postgres
import Vocabulary

/// Account numbers of the ledger by channel and account.
func accountIDs(_ connection: borrowing Connection) throws -> [ChannelAccount: Int32] {
    let rows = try connection.query("SELECT account_id, channel, account FROM ledger.account")
    var found: [ChannelAccount: Int32] = [:]
    for row in 0..<rows.count {
        if let channel = Channel(rawValue: rows.text(row, 1)) {
            found[ChannelAccount(channel: channel, account: rows.text(row, 2))] = try rows.int32(row, 0)
        }
    }
    return found
}
