import Postgres
import Vocabulary

/// An alarm as it stands in the database, until it was delivered, and then until its end was.
package struct RaisedAlarm: Hashable, Sendable {
    package var id: Int64
    /// nil where it is about the service.
    package var account: ChannelAccount?
    package var day: BusinessDay?
    package var kind: BillKind?
    package var runID: Int64?
    package var problem: Problem
    /// Its cause is gone, and that is what is to be told.
    package var isEnd = false
    /// How often it was told in vain already.
    package var tries: Int64
}

/// Whose alarm it is, and who tells of it.
package enum AlarmOwner: Hashable, Sendable {
    /// An account, by its number in the ledger.
    case account(Int32)
    /// A service, by host and configuration: what is no single account's.
    case service(String)
    /// A shop, by its number in the ledger; every service tells of it.
    case shop(Int32)

    fileprivate var parameters: [String?] {
        switch self {
        case .account(let number): [String(number), nil, nil]
        case .service(let name): [nil, name, nil]
        case .shop(let number): [nil, nil, String(number)]
        }
    }
}

package enum AlarmJournal {
    /// Raises an alarm unless one of the same cause stands.
    package static func raise(_ alarm: Alarm, _ accountID: Int32, _ connection: borrowing Connection) throws {
        try raise(alarm, of: .account(accountID), connection)
    }

    package static func raise(_ alarm: Alarm, of owner: AlarmOwner, _ connection: borrowing Connection) throws {
        try connection.query(
            """
            INSERT INTO ledger.alarm (account_id, service, shop_id, cause, bill_date, kind, run_id, \(ProblemColumns.list))
            SELECT $1, $2, $3, $4, $5::date, $6, $7, \(ProblemColumns.parameters(from: 8)) WHERE NOT EXISTS (
                SELECT FROM ledger.alarm m WHERE (m.account_id = $1 OR m.service = $2) AND m.cause = $4 AND m.ended_at IS NULL)
            ON CONFLICT (account_id, service, cause) WHERE ended_at IS NULL DO NOTHING
            """,
            owner.parameters + [
                alarm.cause, alarm.key?.day.description, alarm.key?.kind.rawValue,
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

    /// Ends the owner's alarms of one code whose causes are gone: should they come back, they are alarms again.
    package static func endOthers(
        _ code: ProblemCode, than causes: [String], of owner: AlarmOwner, _ connection: borrowing Connection
    ) throws {
        try connection.query(
            """
            UPDATE ledger.alarm SET ended_at = clock_timestamp()
            WHERE (account_id = $1 OR service = $2 OR shop_id = $3) AND reason_code = $4 AND ended_at IS NULL AND cause <> ALL($5::text[])
            """, owner.parameters + [code.name, arrayLiteral(causes)])
    }

    /// Hands over, one after the other, the alarms that nobody was told of, or whose end nobody was told of: the new ones
    /// first, then those whose time has come again. One is marked only when `deliver` said that it arrived: after a crash it
    /// is told again rather than never. Meanwhile a lock of its own keeps other processes from it, and no row is locked, so
    /// that a verdict which ends the alarm waits for nobody.
    /// - Parameters:
    ///   - service: whose own alarms are told beside those of the accounts.
    ///   - isOver: whether to leave the rest for another time.
    ///   - deliver: whether it reached somebody. If not, it is told again by `AlarmSpacing`, unless its cause is gone.
    /// - Returns: in how many seconds there is something to be told again; nil for not at all.
    package static func deliver(
        _ accounts: [Int32], service: String, _ connection: borrowing Connection, until isOver: () -> Bool,
        _ deliver: (RaisedAlarm) -> Bool
    ) throws -> Int64? {
        var last = (isAgain: false, id: Int64(0))
        while !isOver() {
            let rows = try connection.query(
                """
                SELECT m.alarm_id, a.channel, a.account, m.bill_date - DATE '1970-01-01', m.run_id,
                       m.delivered_at IS NOT NULL, m.tries, m.kind, \(StoredProblem.columns(what: "reason"))
                FROM ledger.alarm m LEFT JOIN ledger.account a USING (account_id)
                WHERE \(isOurs) AND (\(isUntold)) AND (m.tries = 0 OR m.next_try_at <= clock_timestamp())
                  AND (m.tries > 0, m.alarm_id) > ($3::boolean, $4)
                ORDER BY m.tries > 0, m.alarm_id LIMIT 1
                """, [arrayText(accounts), service, String(last.isAgain), String(last.id)])
            guard rows.count == 1, let alarm = try alarm(rows) else { break }
            last = (alarm.tries > 0, alarm.id)
            let lock = "ledger.lock_number('alarm')::integer, \(Int32(truncatingIfNeeded: alarm.id))"
            guard try connection.query("SELECT pg_try_advisory_lock(\(lock))").bool(0, 0) else { continue }
            // Another process may have been at it since.
            let isStill =
                try connection.query(
                    """
                    SELECT FROM ledger.alarm
                    WHERE alarm_id = $1 AND tries = $2 AND (delivered_at IS NOT NULL) = $3 AND end_told_at IS NULL
                    """, [String(alarm.id), String(alarm.tries), String(alarm.isEnd)]
                ).count == 1
            if isStill { try note(deliver(alarm), alarm, connection) }
            try connection.query("SELECT pg_advisory_unlock(\(lock))")
        }
        let next = try connection.query(
            """
            SELECT ceil(extract(epoch FROM greatest(min(m.next_try_at) - clock_timestamp(), interval '1 s')))::bigint
            FROM ledger.alarm m WHERE \(isOurs) AND (\(isUntold)) AND m.tries > 0
            """, [arrayText(accounts), service])
        return next[0, 0].flatMap { Int64($0) }
    }

    private static let isOurs = "(m.account_id = ANY($1::integer[]) OR m.service = $2 OR m.shop_id IS NOT NULL)"
    /// A new one is told also if it has ended by then; one that did not arrive is not. A pager that is away for a day has
    /// other worries than what has ended meanwhile.
    private static let isUntold = """
        m.delivered_at IS NULL AND (m.tries = 0 OR m.ended_at IS NULL)
        OR m.delivered_at IS NOT NULL AND m.end_told_at IS NULL AND m.ended_at > clock_timestamp() - interval '1 day'
        """

    private static func alarm(_ rows: borrowing Rows) throws -> RaisedAlarm? {
        let account = rows[0, 1].flatMap { Channel(rawValue: $0) }.map {
            ChannelAccount(channel: $0, account: rows.text(0, 2))
        }
        let day = rows[0, 3].flatMap { Int32($0) }.map { BusinessDay(number: $0) }
        guard let problem = StoredProblem.read(rows, 0, from: 8, at: Place(account: account, day: day)) else {
            return nil
        }
        return RaisedAlarm(
            id: try rows.int(0, 0), account: account, day: day, kind: rows[0, 7].flatMap(BillKind.init(rawValue:)),
            runID: rows[0, 4].flatMap { Int64($0) }, problem: problem, isEnd: rows.bool(0, 5),
            tries: try rows.int(0, 6))
    }

    private static func note(
        _ hasArrived: Bool, _ alarm: RaisedAlarm, _ connection: borrowing Connection
    ) throws {
        guard !hasArrived else {
            try connection.query(
                """
                UPDATE ledger.alarm
                SET \(alarm.isEnd ? "end_told_at" : "delivered_at") = clock_timestamp(), tries = 0, next_try_at = NULL
                WHERE alarm_id = $1
                """, [String(alarm.id)])
            return
        }
        try connection.query(
            """
            UPDATE ledger.alarm SET tries = $2, next_try_at = clock_timestamp() + $3 * interval '1 s' WHERE alarm_id = $1
            """,
            [String(alarm.id), String(alarm.tries + 1), String(AlarmSpacing.pauseSeconds(after: alarm.tries + 1))])
    }
}
