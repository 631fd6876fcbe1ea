import Vocabulary

/// Rows of no known kind, and rows whose key belongs to another account.
extension CaseWriter {
    mutating func tellUnclassifiedCases(_ type: EntryType, _ relation: CaseRelation, at account: SimulatedAccount) {
        for strangeness in strangenesses(type, account) {
            tell("a \(type) \(strangeness.name), its record booked \(relation.rawValue)", at: account) {
                let day = $0.day(relation)
                let moment = $0.booking(relation, of: day)
                let record = $0.record(type, $0.amount(), at: moment)
                let row = $0.row(for: record, at: $0.noon(day))
                strangeness.apply(&$0[row: row])
                $0.unpaired(row: row, as: .unclassified, relation)
                // Such a row is never paired, so the shop's record counts as missing at the channel.
                $0.alone(record, booked: moment)
            }
            guard relation == .sameDay else { continue }
            tell("a \(type) \(strangeness.name) that the shop knows nothing of", at: account) {
                let row = $0.unknownRow(type, $0.amount(), at: $0.noon($0.day(.sameDay)))
                strangeness.apply(&$0[row: row])
                $0.unpaired(row: row, as: .unclassified, relation)
            }
        }
    }

    private func strangenesses(
        _ type: EntryType, _ account: SimulatedAccount
    ) -> [(name: String, apply: (inout SimulatedRow) -> Void)] {
        switch (account.channel, type) {
        case (.wechatpay, .payment): [("of an unknown 交易状态", { $0.kind = .unknown("FROZEN", type) })]
        case (.wechatpay, .refund):
            [
                ("of an unknown 交易状态", { $0.kind = .unknown("CHARGEBACK", type) }),
                ("of an unknown 退款状态", { $0.refundState = SimulatedRow.unknownRefundState }),
            ]
        default: [("of an unknown 业务类型", { $0.kind = .unknown(type == .payment ? "预授权" : "争议", type) })]
        }
    }

    mutating func tellAccountCases(_ type: EntryType, _ relation: CaseRelation, at account: SimulatedAccount) {
        let usable = accounts.filter { other in
            other.id != account.id && !other.isQuiet && !zeroDays.contains { $0.account == other.id }
        }
        // An account that is not reconciled here stands in for one that the world does not have.
        let sameChannel =
            usable.first { $0.channel == account.channel }
            ?? SimulatedAccount(
                id: ChannelAccount(
                    channel: account.channel,
                    account: account.channel == .wechatpay ? "1900999999" : "2088999999999999"))
        let otherChannel: Channel = account.channel == .wechatpay ? .alipay : .wechatpay
        let foreign =
            usable.first { $0.channel == otherChannel }
            ?? SimulatedAccount(
                id: ChannelAccount(
                    channel: otherChannel, account: otherChannel == .wechatpay ? "1900999999" : "2088999999999999"))
        for (other, name) in [(sameChannel, "another account"), (foreign, "another channel")] {
            tell("a \(type) whose record is of \(name), booked \(relation.rawValue)", at: account) {
                let day = $0.day(relation)
                let moment = $0.keeping(windowsOf: other) { $0.booking(relation, of: day) }
                let record = $0.record(type, $0.amount(), at: moment, of: other.id)
                let row = $0.row(for: record, at: $0.noon(day))
                $0.unpaired(row: row, as: .accountMismatch, relation)
                // No pair: the other account misses it.
                $0.alone(record, booked: moment)
            }
        }
    }
}
