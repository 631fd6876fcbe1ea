import Vocabulary

/// Every way in which an account's money can be booked, at both channels.
extension SimulatedAccount {
    package static func ofEveryMoneyStyle() -> [SimulatedAccount] {
        var accounts: [SimulatedAccount] = []
        for (index, form) in [SimulatedAccount.WeChatForm.all, .legacy, .successAndRefund, .all].enumerated() {
            var account = weChatPay("190099910\(index)", form: form)
            var style = MoneyStyle()
            style.isRefundNet = index % 2 == 0
            style.hasFeesPot = index >= 2
            style.settlementDays = [0, 0, 1, 7][index]
            account.moneyStyle = style
            account.hasCarriageReturns = index != 1
            account.endsWithLineEnd = index != 2
            accounts.append(account)
        }
        for index in 0..<2 {
            var account = alipay("208800000000010\(index)")
            var style = MoneyStyle()
            style.settlementDays = index * 2
            style.hasMixedColumns = index == 1
            account.moneyStyle = style
            account.isSummaryFirst = index == 1
            accounts.append(account)
        }
        return accounts
    }
}
