import Ledger
import Postgres
import Vocabulary

/// What keeps the bills of several accounts and days away at once, a channel or a database that is away: one alarm for each
/// such cause, whatever number of days it meets.
struct Outages {
    private var alarms: [String: Alarm] = [:]
    /// Of a day that is being tried nobody knows whether the cause is gone.
    private var isBeingTried = false

    /// Takes the days away that are late by such a cause; the others are alarms of their own.
    mutating func take(_ overdue: inout [Schedule.OverdueDay], of account: ChannelAccount, _ open: [OpenDay]) {
        if open.contains(where: { $0.isUnderWay && $0.problem == nil }) { isBeingTried = true }
        overdue.removeAll { day in
            guard day.isTriedAgain, let problem = day.open.problem, problem.code.isOfMany else { return false }
            let cause = AlarmCause.outage(problem.code, of: problem.code.isOfChannel ? account.channel : nil)
            let alarm = Alarm(
                cause: cause, nil,
                problem: Problem(
                    .billOverdue, "bills are overdue, all by one cause",
                    hint: "They are tried again by themselves; `reconciled status` and recon.runs list the days.",
                    cause: problem))
            alarms[cause, default: alarm] = alarms[cause] ?? alarm
            return true
        }
    }

    mutating func add(_ other: Outages) {
        alarms.merge(other.alarms) { first, _ in first }
        isBeingTried = isBeingTried || other.isBeingTried
    }

    /// Raises those that are, and ends those that are no more.
    func note(of service: String, _ connection: borrowing Connection) throws {
        for alarm in alarms.sorted(by: { $0.key < $1.key }) {
            try AlarmJournal.raise(alarm.value, of: .service(service), connection)
        }
        guard !isBeingTried else { return }
        try AlarmJournal.endOthers(.billOverdue, than: alarms.keys.sorted(), of: .service(service), connection)
    }
}

extension ProblemCode {
    /// It is nobody's own: what passes by itself and lies outside of the account. A bill that is not there yet is its own, and
    /// so is an answer that does not hold: that may be its keys.
    var isOfMany: Bool {
        let isElsewhere = isOfChannel ? ProblemCode.ofWholeChannels.contains(self) : self != .billNotDue
        return exit.isPassing && isElsewhere
    }
    fileprivate var isOfChannel: Bool { name.hasPrefix("channel.") }
    private static let ofWholeChannels = [channelUnreachable, channelUntrusted, channelFault]
}
