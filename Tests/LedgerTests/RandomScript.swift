import Rules
import Vocabulary

/// One row of a bill in a random world.
struct RandomRow: Hashable, Sendable {
    var type = EntryType.payment
    var payment: String
    var refund = ""
    var tradeNo = ""
    /// Empty where the channel has none.
    var refundNo = ""
    var fen: Int64
    var settledFen: Int64
    var feeE5: Int64 = 0
    var currency = "CNY"
    var state = "SUCCESS"
    /// Seconds since 1970 UTC.
    var at: Int64

    /// No state of a bill's row is called so.
    static let unknownState = "WHAT"
    var isClassified: Bool { state != Self.unknownState }
    var key: RandomKey { RandomKey(type: type, payment: payment, refund: refund) }
}

struct RandomKey: Hashable, Sendable {
    var type: EntryType
    var payment: String
    var refund: String
}

/// A payment or refund record of the shop.
struct RandomRecord: Hashable, Sendable {
    var key: RandomKey
    var account: ChannelAccount
    var knows: String?
    var fen: Int64
    var currency = "CNY"
    var state: String
    var at: Int64?

    var isMoney: Bool { ["paid", "succeeded", "processing"].contains(state) }
    /// An amount of 0 is money only when a bill has its key.
    var isMoneyAlone: Bool { isMoney && fen != 0 }
    var needsTime: Bool { state == "paid" || state == "succeeded" }
}

struct RandomBill: Hashable, Sendable {
    var rows: [RandomRow] = []
    /// What stands between rows and totals, per type.
    var otherDiscountPaymentFen: Int64 = 0
    var otherDiscountRefundFen: Int64 = 0
}

struct AccountDay: Hashable, Sendable, Comparable {
    var account: ChannelAccount
    var day: BusinessDay

    static func < (left: Self, right: Self) -> Bool { (left.account, left.day) < (right.account, right.day) }
}

/// Everything that happens in one random test, as data, so that it can be shown, repeated, and made smaller.
struct RandomScript: Sendable {
    enum Step: Sendable {
        /// The shop's records from here on.
        case shop([RandomRecord])
        case run(AccountDay, RandomBill)
    }

    var rules: [ChannelAccount: AccountRules]
    var steps: [Step]

    /// The records and the last bill of each day.
    var end: (records: [RandomRecord], bills: [AccountDay: RandomBill]) {
        var records: [RandomRecord] = []
        var bills: [AccountDay: RandomBill] = [:]
        for step in steps {
            switch step {
            case .shop(let now): records = now
            case .run(let day, let bill): bills[day] = bill
            }
        }
        return (records, bills)
    }
}

extension RandomScript: CustomStringConvertible {
    var description: String {
        let accounts = rules.sorted { $0.key < $1.key }.map { name, rules in
            "account \(name): start \(rules.startDate) window \(rules.cutOffWindowSeconds) s "
                + "rate \(rules.contractedRate.map { String($0.perTenMillion) } ?? "none")"
        }
        return (accounts + steps.map(\.description)).joined(separator: "\n")
    }
}

extension RandomScript.Step: CustomStringConvertible {
    var description: String {
        switch self {
        case .shop(let records):
            return (["shop:"] + records.map { "    \($0)" }).joined(separator: "\n")
        case .run(let day, let bill):
            var lines = ["run \(day.account) \(day.day):"] + bill.rows.map { "    \($0)" }
            if bill.otherDiscountPaymentFen != 0 || bill.otherDiscountRefundFen != 0 {
                lines.append("    other discounts \(bill.otherDiscountPaymentFen) \(bill.otherDiscountRefundFen)")
            }
            return lines.joined(separator: "\n")
        }
    }
}

extension RandomKey: CustomStringConvertible {
    var description: String { type == .payment ? "payment \(payment)" : "refund \(payment)/\(refund)" }
}

extension RandomRow: CustomStringConvertible {
    var description: String {
        "\(key) \(fen) \(currency) \(state) at \(ShanghaiText.of(at)) numbers '\(tradeNo)' '\(refundNo)' "
            + "settled \(settledFen) fee \(feeE5)"
    }
}

extension RandomRecord: CustomStringConvertible {
    var description: String {
        "\(key) \(account) \(fen) \(currency) \(state) at \(at.map(ShanghaiText.of) ?? "-") knows \(knows ?? "-")"
    }
}

/// `yyyy-MM-dd HH:mm:ss` for messages.
enum ShanghaiText {
    static func of(_ epochSeconds: Int64) -> String {
        let day = BusinessDay(epochSeconds: epochSeconds)
        let second = Int(epochSeconds - day.startEpochSeconds)
        return "\(day) \(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    }
}
