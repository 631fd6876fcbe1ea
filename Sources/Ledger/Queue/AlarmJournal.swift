import Postgres
import Vocabulary

/// Something that somebody should look at, told once for each cause (Contract 4.1).
package struct Alarm: Hashable, Sendable {
    /// Tells this cause from every other of the account, for example `overdue trade 2026-11-21`.
    package var cause: String
    /// What it is about; nil where that is the account.
    package var key: UnitKey?
    package var runID: Int64?
    package var problem: Problem

    package init(cause: String, _ key: UnitKey?, runID: Int64? = nil, problem: Problem) {
        self.cause = cause
        self.key = key
        self.runID = runID
        self.problem = problem
    }
}

package enum AlarmCause {
    package static func overdue(_ key: UnitKey) -> String { "overdue \(key.kind) \(key.day)" }
    package static func failed(_ key: UnitKey, _ code: ProblemCode) -> String {
        "failed \(key.kind) \(key.day) \(code)"
    }
    static func incomplete(_ key: UnitKey, _ code: ProblemCode) -> String {
        "incomplete \(key.kind) \(key.day) \(code)"
    }
    package static func leaving(_ key: UnitKey) -> String { "leaving \(key.kind) \(key.day)" }
    package static func expiry(_ what: String) -> String { "expiry \(what)" }
    package static func billChanged(_ key: UnitKey, runID: Int64) -> String {
        "bill_changed \(key.kind) \(key.day) \(runID)"
    }
    package static func altered(_ key: UnitKey, _ file: BillFile) -> String {
        "altered \(key.kind) \(key.day) \(file.pot.map { "\($0) " } ?? "")\(file.sha256)"
    }
}

/// An alarm as it stands in the database, until it was delivered.
package struct RaisedAlarm: Hashable, Sendable {
    package var id: Int64
    package var account: ChannelAccount
    package var day: BusinessDay?
    package var kind: BillKind?
    package var runID: Int64?
    package var problem: Problem
    /// How often it was told in vain already.
    package var tries: Int64
}

package enum AlarmJournal {
    /// Raises an alarm unless one of the same cause stands.
    package static func raise(_ alarm: Alarm, _ accountID: Int32, _ connection: borrowing Connection) throws {
        try connection.query(
            """
            INSERT INTO ledger.alarm (account_id, cause, bill_date, kind, run_id, \(ProblemColumns.list))
            SELECT $1, $2, $3::date, $4, $5, \(ProblemColumns.parameters(from: 6)) WHERE NOT EXISTS (
                SELECT FROM ledger.alarm m WHERE m.account_id = $1 AND m.cause = $2 AND m.ended_at IS NULL)
            ON CONFLICT (account_id, cause) WHERE ended_at IS NULL DO NOTHING
            """,
            [
                String(accountID), alarm.cause, alarm.key?.day.description, alarm.key?.kind.rawValue,
                alarm.runID.map(String.init),
            ] + ProblemColumns.values(of: alarm.problem))
    }

    /// A conclusion takes away whatever kept the day from one; that a bill changed stays told.
    package static func endAll(of key: UnitKey, _ connection: borrowing Connection) throws {
        try connection.query(
            """
            UPDATE ledger.alarm SET ended_at = clock_timestamp()
            WHERE account_id = $1 AND bill_date = $2::date AND kind = $3 AND ended_at IS NULL
            """, key.parameters)
    }

    /// Ends the account's alarms of one code whose causes are gone: should they come back, they are alarms again.
    package static func endOthers(
        _ code: ProblemCode, than causes: [String], _ accountID: Int32, _ connection: borrowing Connection
    ) throws {
        try connection.query(
            """
            UPDATE ledger.alarm SET ended_at = clock_timestamp()
            WHERE account_id = $1 AND reason_code = $2 AND ended_at IS NULL AND cause <> ALL($3::text[])
            """, [String(accountID), code.name, arrayLiteral(causes)])
    }

    /// Hands over, one after the other, the alarms that nobody was told of: the new ones first, then those whose time has
    /// come again. One is marked only when `deliver` said that it arrived: after a crash it is told again rather than
    /// never. Meanwhile a lock of its own keeps other processes from it, and no row is locked, so that a verdict which
    /// ends the alarm waits for nobody.
    /// - Parameters:
    ///   - isOver: whether to leave the rest for another time.
    ///   - deliver: whether it reached somebody. If not, it is told again by `AlarmSpacing`, unless its cause is gone.
    /// - Returns: in how many seconds there is something to be told again; nil for not at all.
    package static func deliver(
        _ accounts: [Int32], _ connection: borrowing Connection, until isOver: () -> Bool,
        _ deliver: (RaisedAlarm) -> Bool
    ) throws -> Int64? {
        let toAgain = "m.tries > 0 AND m.ended_at IS NULL"
        var last = (isAgain: false, id: Int64(0))
        while !isOver() {
            let rows = try connection.query(
                """
                SELECT m.alarm_id, a.channel, a.account, m.bill_date - DATE '1970-01-01', m.run_id, m.account_id, m.tries,
                       m.kind,
                       \(StoredProblem.columns(what: "reason"))
                FROM ledger.alarm m JOIN ledger.account a USING (account_id)
                WHERE m.delivered_at IS NULL AND m.account_id = ANY($1::integer[])
                  AND (m.tries = 0 OR (\(toAgain) AND m.next_try_at <= clock_timestamp()))
                  AND (m.tries > 0, m.alarm_id) > ($2::boolean, $3)
                ORDER BY m.tries > 0, m.alarm_id LIMIT 1
                """, [arrayText(accounts), String(last.isAgain), String(last.id)])
            guard rows.count == 1, let channel = Channel(rawValue: rows.text(0, 1)) else { break }
            let account = ChannelAccount(channel: channel, account: rows.text(0, 2))
            let day = rows[0, 3].flatMap { Int32($0) }.map { BusinessDay(number: $0) }
            guard let problem = StoredProblem.read(rows, 0, from: 8, at: Place(account: account, day: day)) else {
                break
            }
            let alarm = RaisedAlarm(
                id: try rows.int(0, 0), account: account, day: day,
                kind: rows[0, 7].flatMap(BillKind.init(rawValue:)), runID: rows[0, 4].flatMap { Int64($0) },
                problem: problem, tries: try rows.int(0, 6))
            last = (alarm.tries > 0, alarm.id)
            let lock = "ledger.lock_number('alarm')::integer, \(Int32(truncatingIfNeeded: alarm.id))"
            guard try connection.query("SELECT pg_try_advisory_lock(\(lock))").bool(0, 0) else { continue }
            let key = [rows.text(0, 5), rows.text(0, 0)]
            // Another process may have been at it since.
            let isUntold =
                try connection.query(
                    """
                    SELECT FROM ledger.alarm
                    WHERE account_id = $1 AND alarm_id = $2 AND delivered_at IS NULL AND tries = $3
                    """, key + [String(alarm.tries)]
                ).count == 1
            if isUntold { try note(deliver(alarm), alarm, key, connection) }
            try connection.query("SELECT pg_advisory_unlock(\(lock))")
        }
        let next = try connection.query(
            """
            SELECT ceil(extract(epoch FROM greatest(min(m.next_try_at) - clock_timestamp(), interval '1 s')))::bigint
            FROM ledger.alarm m
            WHERE m.delivered_at IS NULL AND m.account_id = ANY($1::integer[]) AND \(toAgain)
            """, [arrayText(accounts)])
        return next[0, 0].flatMap { Int64($0) }
    }

    private static func note(
        _ hasArrived: Bool, _ alarm: RaisedAlarm, _ key: [String?], _ connection: borrowing Connection
    ) throws {
        guard !hasArrived else {
            try connection.query(
                "UPDATE ledger.alarm SET delivered_at = clock_timestamp() WHERE account_id = $1 AND alarm_id = $2", key)
            return
        }
        try connection.query(
            """
            UPDATE ledger.alarm SET tries = $3, next_try_at = clock_timestamp() + $4 * interval '1 s'
            WHERE account_id = $1 AND alarm_id = $2
            """,
            key + [String(alarm.tries + 1), String(AlarmSpacing.pauseSeconds(after: alarm.tries + 1))])
    }
}
