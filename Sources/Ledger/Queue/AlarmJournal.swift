import Postgres
import Vocabulary

/// Something that somebody should look at, told once for each cause (contract section 4.1).
package struct Alarm: Hashable, Sendable {
    /// Tells this cause from every other of the account, for example `overdue 2026-11-21`.
    package var cause: String
    package var day: BusinessDay?
    package var runID: Int64?
    package var problem: Problem

    package init(cause: String, day: BusinessDay?, runID: Int64?, problem: Problem) {
        self.cause = cause
        self.day = day
        self.runID = runID
        self.problem = problem
    }
}

package enum AlarmCause {
    package static func overdue(_ day: BusinessDay) -> String { "overdue \(day)" }
    package static func failed(_ day: BusinessDay, _ code: ProblemCode) -> String { "failed \(day) \(code)" }
    package static func leaving(_ day: BusinessDay) -> String { "leaving \(day)" }
    package static func expiry(_ what: String) -> String { "expiry \(what)" }
}

/// An alarm as it stands in the database, until it was delivered.
package struct RaisedAlarm: Hashable, Sendable {
    package var id: Int64
    package var account: ChannelAccount
    package var code: String
    package var day: BusinessDay?
    package var runID: Int64?
    package var message: String
    package var hint: String
}

package enum AlarmJournal {
    /// Raises an alarm unless one of the same cause stands.
    package static func raise(_ alarm: Alarm, _ accountID: Int32, _ connection: borrowing Connection) throws {
        try connection.query(
            """
            INSERT INTO ledger.alarm (account_id, cause, code, bill_date, run_id, message, hint)
            SELECT $1, $2, $3, $4::date, $5, $6, $7 WHERE NOT EXISTS (
                SELECT FROM ledger.alarm m WHERE m.account_id = $1 AND m.cause = $2 AND m.ended_at IS NULL)
            ON CONFLICT (account_id, cause) WHERE ended_at IS NULL DO NOTHING
            """,
            [
                String(accountID), alarm.cause, alarm.problem.code.name, alarm.day?.description,
                alarm.runID.map(String.init), alarm.problem.summary, alarm.problem.hint,
            ])
    }

    /// A conclusion takes away whatever kept the day from one; that a bill changed stays told.
    static func endAll(of accountID: Int32, _ day: BusinessDay, _ connection: borrowing Connection) throws {
        try connection.query(
            """
            UPDATE ledger.alarm SET ended_at = clock_timestamp()
            WHERE account_id = $1 AND bill_date = $2::date AND ended_at IS NULL
            """, [String(accountID), day.description])
    }

    /// Ends the alarms of one kind whose causes are gone: should they come back, they are alarms again.
    package static func endOthers(
        _ kind: String, than causes: [String], _ accountID: Int32, _ connection: borrowing Connection
    ) throws {
        let standing = try connection.query(
            "SELECT alarm_id, cause FROM ledger.alarm WHERE account_id = $1 AND ended_at IS NULL AND cause LIKE $2",
            [String(accountID), "\(kind) %"])
        for row in 0..<standing.count where !causes.contains(standing.text(row, 1)) {
            try connection.query(
                "UPDATE ledger.alarm SET ended_at = clock_timestamp() WHERE account_id = $1 AND alarm_id = $2",
                [String(accountID), standing.text(row, 0)])
        }
    }

    /// Hands over, one after the other, the alarms that nobody was told of. One is marked only when `deliver` returned:
    /// after a crash it is told again rather than never. Meanwhile a lock of its own keeps other processes from it, and no
    /// row is locked, so that a verdict which ends the alarm waits for nobody.
    /// - Parameter isOver: whether to leave the rest for another time.
    package static func deliver(
        _ accounts: [Int32], _ connection: borrowing Connection, until isOver: () -> Bool,
        _ deliver: (RaisedAlarm) -> Void
    ) throws {
        var last: Int64 = 0
        while !isOver() {
            let rows = try connection.query(
                """
                SELECT m.alarm_id, a.channel, a.account, m.code, m.bill_date - DATE '1970-01-01', m.run_id,
                       m.message, m.hint, m.account_id
                FROM ledger.alarm m JOIN ledger.account a USING (account_id)
                WHERE m.delivered_at IS NULL AND m.account_id = ANY($1::integer[]) AND m.alarm_id > $2
                ORDER BY m.alarm_id LIMIT 1
                """, [arrayText(accounts), String(last)])
            guard rows.count == 1, let channel = Channel(rawValue: rows.text(0, 1)) else { return }
            last = try rows.int(0, 0)
            let lock = "\(LedgerLock.alarmSpace), \(Int32(truncatingIfNeeded: last))"
            guard try connection.query("SELECT pg_try_advisory_lock(\(lock))").bool(0, 0) else { continue }
            let key = [rows.text(0, 8), rows.text(0, 0)]
            let untold = "ledger.alarm WHERE account_id = $1 AND alarm_id = $2 AND delivered_at IS NULL"
            if try connection.query("SELECT FROM \(untold)", key).count == 1 {
                deliver(
                    RaisedAlarm(
                        id: last, account: ChannelAccount(channel: channel, account: rows.text(0, 2)),
                        code: rows.text(0, 3),
                        day: rows[0, 4].flatMap { Int32($0) }.map { BusinessDay(number: $0) },
                        runID: rows[0, 5].flatMap { Int64($0) }, message: rows.text(0, 6), hint: rows.text(0, 7)))
                try connection.query(
                    "UPDATE ledger.alarm SET delivered_at = clock_timestamp() WHERE account_id = $1 AND alarm_id = $2",
                    key)
            }
            try connection.query("SELECT pg_advisory_unlock(\(lock))")
        }
    }
}
