import Runtime
import Vocabulary

/// The faults still to come, and how often each was met. Of several that fit, the first in the plan strikes; the next
/// one when that is used up.
package final class ChannelFaultPlan: Sendable {
    private struct Entry {
        let fault: ChannelFault
        var met = 0

        func isDue(
            _ step: ChannelStep, _ account: ChannelAccount, _ day: BusinessDay?, _ bill: SimulatedBillKind?,
            at now: Int64
        ) -> Bool {
            guard fault.step == step, fault.account == account, fault.day == nil || fault.day == day,
                fault.bill == nil || fault.bill == bill
            else { return false }
            switch fault.duration {
            case .times(let count): return met < count
            case .until(let epochSeconds): return now < epochSeconds
            case .always: return true
            }
        }
    }

    private let entries: Guarded<[Entry]>

    /// Fails for a fault that could never be met.
    package init(_ faults: [ChannelFault] = []) throws(Problem) {
        for (index, fault) in faults.enumerated() where !fault.kind.strikes(fault.step, of: fault.account.channel) {
            throw Problem(
                .simulatorFaultPlan, "fault \(index + 1) of the plan can never strike",
                at: Place(account: fault.account, day: fault.day),
                expected: "a fault that belongs to \(fault.account.channel.rawValue)'s step \(fault.step.rawValue)",
                found: "\(fault.kind)".prefix { $0 != "(" }.description,
                hint: "Move it to the step whose answer it is about.")
        }
        entries = Guarded(faults.map { Entry(fault: $0) })
    }

    private init(unchecked: [Entry]) { entries = Guarded(unchecked) }
    package static var none: ChannelFaultPlan { ChannelFaultPlan(unchecked: []) }

    /// Puts a fault behind those already there, also while the channels run.
    package func add(_ fault: ChannelFault) throws(Problem) {
        let checked = try ChannelFaultPlan([fault])
        let added = checked.entries.with { $0 }
        entries.with { $0 += added }
    }

    /// A fault that was taken for one answer.
    struct Strike {
        let kind: ChannelFaultKind
        fileprivate let index: Int
    }

    /// The fault that strikes this answer; it counts as met.
    func take(
        _ step: ChannelStep, of account: ChannelAccount, day: BusinessDay?, bill: SimulatedBillKind? = nil,
        at now: Int64
    ) -> Strike? {
        entries.with { entries in
            guard let index = entries.firstIndex(where: { $0.isDue(step, account, day, bill, at: now) }) else {
                return nil
            }
            entries[index].met += 1
            return Strike(kind: entries[index].fault.kind, index: index)
        }
    }

    /// For an answer that came out as a refusal on which this fault shows nothing: it was not met after all.
    func giveBack(_ strike: Strike) { entries.with { $0[strike.index].met -= 1 } }

    /// Every fault with the number of answers that it struck, in the plan's order.
    package var met: [(fault: ChannelFault, count: Int)] { entries.with { $0.map { ($0.fault, $0.met) } } }

    /// Faults that no caller has met, or not as often as planned.
    package var unmet: [ChannelFault] {
        entries.with { entries in
            entries.filter { entry in
                if case .times(let count) = entry.fault.duration { return entry.met < count }
                return entry.met == 0
            }
            .map(\.fault)
        }
    }
}
