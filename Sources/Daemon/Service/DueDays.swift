import Channels
import Ledger
import Rules
import Postgres
import Vocabulary

/// What is due of one account: its unconcluded days are queued when their turn comes, and what stands wrong with them or with
/// its keys is an alarm.
struct DueDays {
    let accountID: Int32
    let account: AccountConfiguration
    let expiries: [Expiry]
    let overdueAfterSeconds: Int64
    let nowEpochSeconds: Int64

    func queue(_ connection: borrowing Connection) throws -> AccountPlan {
        var plan = AccountPlan()
        for kind in account.kinds { try queue(kind, &plan, connection) }
        try RunJournal.noteExpiry(accountID, epochSeconds: expiries.map(\.epochSeconds).min(), connection)
        let expiring = expiryAlarms(expiries, account.account, nowEpochSeconds: nowEpochSeconds)
        for alarm in expiring { try AlarmJournal.raise(alarm, accountID, connection) }
        try AlarmJournal.endOthers(.keyExpires, than: expiring.map(\.cause), of: .account(accountID), connection)
        return plan
    }

    private func queue(_ kind: BillKind, _ accountPlan: inout AccountPlan, _ connection: borrowing Connection) throws {
        func key(_ day: BusinessDay) -> UnitKey { UnitKey(accountID, day, kind) }
        for open in try RunJournal.daysToTryAgain(accountID, kind, connection) {
            _ = try RunQueue.schedule(
                key(open.day), by: .rematch, source: .archived, lastRunID: open.lastRunID, connection)
        }
        let channel = account.channel
        guard let days = Schedule.range(channel, startDate: account.rules.startDate, nowEpochSeconds: nowEpochSeconds)
        else { return }
        let open = try RunQueue.openDays(accountID, kind, days, connection)
        var plan = Schedule.plan(
            open, channel, overdueAfterSeconds: overdueAfterSeconds, nowEpochSeconds: nowEpochSeconds)
        accountPlan.outages.take(&plan.overdue, of: account.account, open)
        if let due = plan.due {
            _ = try RunQueue.schedule(
                key(due.day), by: plan.requester, source: due.hasImportedBill ? .archived : .channel,
                lastRunID: due.lastRunID, connection)
        }
        // Of what is over by then, the newest.
        let then = BusinessDay(epochSeconds: plan.nextLookEpochSeconds).previous
        accountPlan.looks.append((plan.nextLookEpochSeconds, DayUnit(account.account, then, kind)))
        for alarm in planAlarms(plan, account.account, key) { try AlarmJournal.raise(alarm, accountID, connection) }
    }
}
