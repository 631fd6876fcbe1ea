/// The unit of work (Contract 5.1): one kind of bill of one account and business day. Such a unit is leased, run, queued,
/// archived, scheduled and in force.
package struct DayUnit: Hashable, Sendable, CustomStringConvertible {
    package let account: ChannelAccount
    package let day: BusinessDay
    package let kind: BillKind

    package init(_ account: ChannelAccount, _ day: BusinessDay, _ kind: BillKind) {
        self.account = account
        self.day = day
        self.kind = kind
    }

    /// `wechatpay:1900000109 2026-11-21`; another kind than the trade bill, which is what people mean where they name none,
    /// stands behind it.
    package var description: String { "\(account) \(day)" + (kind == .trade ? "" : " \(kind)") }

    package var place: Place { place(of: nil) }
    package func place(of pot: Pot?) -> Place { Place(account: account, day: day, pot: pot) }
}
