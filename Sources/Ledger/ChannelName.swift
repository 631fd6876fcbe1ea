import Postgres
import Vocabulary

/// What people call a channel. Accounts, `recon.reconcile` and reports go by the table of these.
package struct ChannelName: Hashable, Sendable {
    package let channel: Channel
    package let english: String
    package let chinese: String

    package init(_ channel: Channel, english: String, chinese: String) {
        self.channel = channel
        self.english = english
        self.chinese = chinese
    }

    /// New ones go behind those that are there.
    package static func write(_ names: [ChannelName], _ connection: borrowing Connection) throws {
        for name in names {
            try connection.query(
                """
                INSERT INTO ledger.channel (channel, name_en, name_zh) SELECT $1, $2, $3
                 WHERE NOT EXISTS (SELECT FROM ledger.channel WHERE (channel, name_en, name_zh) = ($1, $2, $3))
                ON CONFLICT (channel) DO UPDATE SET name_en = excluded.name_en, name_zh = excluded.name_zh
                """, [name.channel.rawValue, name.english, name.chinese])
        }
    }
}
