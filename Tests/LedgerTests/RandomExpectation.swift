import Rules
import Vocabulary

/// Whether a run must reach a conclusion (Contract 3.2), from the world alone.
enum RandomExpectation: CustomStringConvertible {
    case concludes
    case incomplete(String, String)
    /// The contract leaves it open: either is right.
    case unsaid(String)

    func says(_ verdict: Verdict) -> Bool {
        switch self {
        case .concludes: verdict != .incomplete
        case .incomplete: verdict == .incomplete
        case .unsaid: true
        }
    }

    var description: String {
        switch self {
        case .concludes: "a conclusion"
        case .incomplete(let reason, let record): "incomplete: \(reason), but \(record)"
        case .unsaid(let reason): "either: \(reason)"
        }
    }

    /// What the run has shown.
    func cell(_ verdict: Verdict) -> String {
        let end = verdict == .incomplete ? "incomplete" : "concluded"
        return switch self {
        case .concludes: "side whole: \(end)"
        case .incomplete(let reason, _): "side not whole, \(reason): \(end)"
        case .unsaid(let reason): "unsaid, \(reason): \(end)"
        }
    }

    init(
        records: [RandomRecord], inForce: [AccountDay: RandomBill], day: AccountDay, bill: RandomBill,
        rules: AccountRules?
    ) {
        var bills = inForce
        bills[day] = bill
        let own = bills.filter { $0.key.account == day.account }
        let paired = Set(own.values.flatMap(\.rows).filter { $0.isClassified && !$0.payment.isEmpty }.map(\.key))
        let mine = records.filter { $0.account == day.account }
        let alone = mine.filter { !paired.contains($0.key) }

        // Of entries of a known kind, not too many without a record of this account, whatever another one has.
        let recorded = Set(mine.map(\.key))
        let unknown = bill.rows.count { $0.isClassified && !recorded.contains($0.key) }
        if bill.rows.count >= 100, unknown * 100 > bill.rows.count * 20 {
            self = .incomplete("share", "\(unknown) of \(bill.rows.count) entries have no record")
            return
        }
        // No paid or succeeded record without a time that stays unpaired.
        if let record = alone.first(where: { $0.needsTime && $0.isMoneyAlone && $0.at == nil }) {
            self = .incomplete("no time", "\(record)")
            return
        }
        let booked = mine.filter { record in
            record.isMoneyAlone && record.at.map { BusinessDay(epochSeconds: $0) == day.day } == true
        }
        if bill.rows.isEmpty {
            self = Self.zeroDay(booked.filter { !paired.contains($0.key) }, day: day.day, rules: rules)
            return
        }
        // Some money record if the bill has payments; of which day it must be is not said.
        if bill.rows.contains(where: { $0.type == .payment }), !booked.contains(where: { $0.key.type == .payment }) {
            self = .unsaid("payments in the bill, no payment record booked on the day")
            return
        }
        self = .concludes
    }

    /// Money records of the day that are neither paired in another bill nor inside a cut-off window.
    private static func zeroDay(_ alone: [RandomRecord], day: BusinessDay, rules: AccountRules?) -> Self {
        let window = rules?.cutOffWindowSeconds ?? 0
        var isUnsaid = false
        for record in alone {
            guard let at = record.at else { continue }
            if at >= day.endEpochSeconds - window { continue }
            if at < day.startEpochSeconds + window {
                // Before the start date the head is no window in which anything can be in doubt.
                if let start = rules?.startDate, day.previous < start { isUnsaid = true }
                continue
            }
            return .incomplete("no rows", "\(record)")
        }
        return isUnsaid ? .unsaid("the head of the first day") : .concludes
    }
}
