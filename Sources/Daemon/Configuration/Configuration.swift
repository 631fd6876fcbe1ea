import Channels
import Ledger
import Logging
import Rules
import Vocabulary

/// What `config/reconciled.yaml` says, checked as far as it can be without touching anything outside.
package struct Configuration: Sendable {
    /// The file it was read from.
    package var file: String
    /// libpq connection string of the database that holds schema `recon`.
    package var resultsConninfo: String
    package var orders: OrdersConfiguration
    /// Absolute path of the directory that keeps every bill.
    package var archiveDirectory: String
    package var limits: LimitsConfiguration
    package var service: ServiceConfiguration
    /// How long entries and archived bills are kept.
    package var retention: RetentionRules
    /// Program and arguments that an alarm runs; empty for none.
    package var onAlarm: [String]
    /// What is less than this is not told; a reload changes it.
    package var logLevel: Logger.Level
    /// Those that accounts could be of.
    package var channels: ChannelList
    /// At least one, in file order, each channel and number once.
    package var accounts: [AccountConfiguration]

    /// The accounts of a channel, or the one of that number.
    package func accounts(of channel: Channel, account: String?) -> [AccountConfiguration] {
        accounts.filter { $0.account.channel == channel && (account == nil || $0.account.account == account) }
    }
}

package struct OrdersConfiguration: Hashable, Sendable {
    package var conninfo: String
    /// `schema.name`, both plain identifiers.
    package var paymentRelation: String
    package var refundRelation: String
    /// Of accounts that share with partners.
    package var sharingRelation: String
}

package struct LimitsConfiguration: Hashable, Sendable {
    package var memoryBytes: Int64
    package var downloadBytes: Int64
    package var inflatedBytes: Int64
}

package struct ServiceConfiguration: Hashable, Sendable {
    /// Runs of different accounts that are worked on side by side; one more is kept for people's requests.
    package var runsAtOnce: Int
    /// From the day's first try; then somebody is told.
    package var overdueAfterSeconds: Int64
}

package struct AccountConfiguration: Sendable {
    package var channel: ChannelDescriptor
    package var account: ChannelAccount
    package var rules: AccountRules
    package var settings: any ChannelSettings
    /// What is reconciled of each day, in this order.
    package var kinds: [BillKind] { settings.kinds }
}
