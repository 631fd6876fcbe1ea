import Vocabulary

/// What goes wrong with the money of one payment or refund of the traffic.
enum FundsMark: Hashable, Sendable {
    case notBooked
    /// So much more, or less, moved.
    case amount(byFen: Int64)
    case fee(byFen: Int64)
    case twice
    /// The money comes back after so many days.
    case returned(afterDays: Int)

    func change(_ money: inout EntryMoney) {
        switch self {
        case .notBooked:
            money.mainFen = 0
            money.feeFen = 0
        case .amount(let differenceFen): money.mainFen += differenceFen
        case .fee(let differenceFen): money.feeFen += differenceFen
        case .twice: break
        case .returned(let days): money.returnsAt = money.mainAt + Int64(days) * BusinessDay.secondsPerDay
        }
    }
}

/// Which payment of the traffic, or which refund of it: `part` nil is the payment.
struct FundsTarget: Hashable, Sendable {
    let account: ChannelAccount
    /// Of the payment.
    let day: BusinessDay
    let serial: Int
    var part: Int?
}
