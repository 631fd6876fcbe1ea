import Vocabulary

/// What the contract (section 3.3 and 3.4) calls the outcome of a case, written down where the case is told.
/// Raw values are those of `recon.bill_entries.outcome`, but for the two kinds of pending, which it does not tell apart.
package enum ExpectedOutcome: String, Hashable, Sendable, CaseIterable {
    case unclassified
    case accountMismatch = "account_mismatch"
    case duplicateInChannel = "duplicate_in_channel"
    case channelOnly = "channel_only"
    case currencyMismatch = "currency_mismatch"
    case statusMismatch = "status_mismatch"
    case amountMismatch = "amount_mismatch"
    case orderOnly = "order_only"
    case feeMismatch = "fee_mismatch"
    case overRefund = "over_refund"
    case notExecuted = "not_executed"
    case crossDay = "cross_day"
    /// A record waits for a bill.
    case pendingOrder = "pending_orders"
    /// An entry waits for a record.
    case pendingChannel = "pending_channel"
    case matched

    /// As `recon.bill_entries.outcome` says it.
    package var entryOutcome: String {
        switch self {
        case .pendingChannel, .pendingOrder: "pending"
        default: rawValue
        }
    }
}

/// Where the other half of a case stands: the shop's record of an entry, the bill that a one-sided item waits for, the
/// other entry of a duplicate, the other refunds of an over-refund.
package enum CaseRelation: String, Hashable, Sendable, CaseIterable {
    case sameDay = "same day"
    case dayBefore = "day before"
    case nextBill = "next bill"
}

/// One cell of the table that a world of level `full` fills.
package struct CaseCell: Hashable, Sendable, CustomStringConvertible {
    package let outcome: ExpectedOutcome
    package let entryType: EntryType
    package let channel: Channel
    package let relation: CaseRelation

    package var description: String {
        "\(outcome.rawValue), \(entryType.rawValue), \(channel.rawValue), \(relation.rawValue)"
    }

    /// All cells, each with the reason why it cannot occur, or nil if it can.
    package static func table(_ accounts: [SimulatedAccount] = SimulatedAccount.standard) -> [(CaseCell, String?)] {
        var table: [(CaseCell, String?)] = []
        for channel in Channel.simulated where accounts.contains(where: { $0.channel == channel && !$0.isQuiet }) {
            let isRateAgreed = accounts.contains {
                $0.channel == channel && !$0.isQuiet && $0.contractedRatePerTenMillion != nil
            }
            for outcome in ExpectedOutcome.allCases where outcome != .matched {
                for type in EntryType.allCases {
                    for relation in CaseRelation.allCases {
                        let cell = CaseCell(outcome: outcome, entryType: type, channel: channel, relation: relation)
                        table.append((cell, cell.impossible(isRateAgreed: isRateAgreed)))
                    }
                }
            }
        }
        return table
    }

    private func impossible(isRateAgreed: Bool) -> String? {
        switch (outcome, entryType, channel, relation) {
        case (.channelOnly, _, _, .dayBefore), (.pendingChannel, _, _, .dayBefore):
            "only a record waits for the bill of the day before (3.4)"
        case (.pendingOrder, _, _, .sameDay), (.pendingChannel, _, _, .sameDay):
            "a pending item waits for another day's bill (3.4)"
        case (.feeMismatch, .refund, _, _): "only a payment's fee is compared (3.3)"
        case (.feeMismatch, _, _, _) where !isRateAgreed: "no account of the channel has a contracted rate"
        case (.overRefund, .payment, _, _): "it stands on a refund entry (3.3)"
        case (.notExecuted, .payment, _, _): "only a refund can fail"
        case (.notExecuted, _, .alipay, _): "an Alipay bill has no refund state"
        case (.crossDay, _, _, .sameDay): "cross-day means another day"
        case (.duplicateInChannel, .refund, .alipay, .nextBill):
            "an Alipay refund row has no number of its own for the shop to know, so the earlier row is the pair"
        default: nil
        }
    }
}
