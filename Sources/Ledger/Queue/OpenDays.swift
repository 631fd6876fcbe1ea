import Postgres
import Vocabulary

/// A day without a conclusion of one kind of bill, as the schedule sees it.
package struct OpenDay: Hashable, Sendable {
    package var day: BusinessDay
    /// The day's newest run; nil when there was none.
    package var lastRunID: Int64?
    /// A run of it waits in the queue, or is being worked on.
    package var isUnderWay: Bool
    /// When the last run that ended wants to be followed by another one; nil for as soon as it is due.
    package var nextTryEpochSeconds: Int64?
    /// The last run had the bill, and reached no conclusion.
    package var isIncomplete: Bool
    /// Why the last run came to nothing, or waits.
    package var problem: Problem?
    /// A person imported the bill, and nothing is wrong with it: the schedule never replaces it (Contract 3.7).
    package var hasImportedBill: Bool
    /// Its last run ended one process after the other: nobody begins another one but a person.
    package var isGivenUp: Bool

    package init(
        day: BusinessDay, lastRunID: Int64? = nil, isUnderWay: Bool = false, nextTryEpochSeconds: Int64? = nil,
        isIncomplete: Bool = false, problem: Problem? = nil, hasImportedBill: Bool = false, isGivenUp: Bool = false
    ) {
        self.day = day
        self.lastRunID = lastRunID
        self.isUnderWay = isUnderWay
        self.nextTryEpochSeconds = nextTryEpochSeconds
        self.isIncomplete = isIncomplete
        self.problem = problem
        self.hasImportedBill = hasImportedBill
        self.isGivenUp = isGivenUp
    }
}

extension RunQueue {
    /// The days of a range that no run of the account's bills of a kind has concluded, oldest first.
    package static func openDays(
        _ accountID: Int32, _ kind: BillKind, _ days: ClosedRange<BusinessDay>, _ connection: borrowing Connection
    ) throws -> [OpenDay] {
        let rows = try connection.query(
            """
            SELECT n.day - DATE '1970-01-01', r.run_id, coalesce(r.state IN ('queued', 'fetching', 'matching'), false),
                   extract(epoch FROM r.next_try_at)::bigint, coalesce(r.verdict = 'incomplete', false),
                   coalesce(b.source = 'import' AND r.reason_code NOT LIKE 'bill.%', false),
                   coalesce(r.state = 'failed' AND r.reason_code = $4, false),
                   \(StoredProblem.columns(what: "r.reason"))
            FROM (SELECT $2::date + i AS day FROM generate_series(0, $3::date - $2::date) AS i) n
            LEFT JOIN LATERAL (
                SELECT * FROM ledger.run r
                WHERE r.account_id = $1 AND r.bill_date = n.day AND r.kind = $5
                ORDER BY state IN ('queued', 'fetching', 'matching') DESC, run_id DESC LIMIT 1) r ON true
            LEFT JOIN ledger.bill b ON b.account_id = $1 AND b.bill_id = r.bill_id
            WHERE NOT EXISTS (
                SELECT FROM ledger.day d
                WHERE d.account_id = $1 AND d.bill_date = n.day AND d.kind = $5 AND d.concluded)
              AND n.day > \(ClosedPeriod.through)
            ORDER BY 1
            """,
            [
                String(accountID), days.lowerBound.description, days.upperBound.description,
                ProblemCode.runEndedProcess.name, kind.rawValue,
            ])
        return try (0..<rows.count).map { row in
            OpenDay(
                day: BusinessDay(number: try rows.int32(row, 0)), lastRunID: rows[row, 1].flatMap { Int64($0) },
                isUnderWay: rows.bool(row, 2), nextTryEpochSeconds: rows[row, 3].flatMap { Int64($0) },
                isIncomplete: rows.bool(row, 4), problem: StoredProblem.read(rows, row, from: 7, at: Place()),
                hasImportedBill: rows.bool(row, 5), isGivenUp: rows.bool(row, 6))
        }
    }

    /// The next of the queued runs that wait; nil when none does.
    package static func nextTry(
        _ accounts: [Int32], afterEpochSeconds now: Int64, _ connection: borrowing Connection
    ) throws -> (epochSeconds: Int64, unit: DayUnit)? {
        let rows = try connection.query(
            """
            SELECT ceil(extract(epoch FROM r.next_try_at))::bigint, a.channel, a.account, r.bill_date - DATE '1970-01-01',
                   r.kind
            FROM ledger.run r JOIN ledger.account a USING (account_id)
            WHERE r.state = 'queued' AND r.account_id = ANY($1::integer[]) AND r.next_try_at > to_timestamp($2)
            ORDER BY 1 LIMIT 1
            """, [arrayText(accounts), String(now)])
        guard rows.count == 1, let channel = Channel(rawValue: rows.text(0, 1)),
            let kind = BillKind(rawValue: rows.text(0, 4))
        else { return nil }
        let account = ChannelAccount(channel: channel, account: rows.text(0, 2))
        return (try rows.int(0, 0), DayUnit(account, BusinessDay(number: try rows.int32(0, 3)), kind))
    }

    /// Whether others hold leases, whose end nobody will tell of if they die.
    package static func othersWork(
        _ process: RegisteredProcess, _ accounts: [Int32], _ connection: borrowing Connection
    ) throws -> Bool {
        try connection.query(
            "SELECT FROM ledger.lease WHERE account_id = ANY($1::integer[]) AND process_id <> $2 LIMIT 1",
            [arrayText(accounts), String(process.id)]
        ).count == 1
    }

    /// Notes which accounts a daemon serves; `recon.reconcile` knows no others.
    package static func serve(_ accounts: [Int32], _ connection: borrowing Connection) throws {
        let isServed = """
            (a.account_id = ANY($1::integer[]) OR EXISTS (
                SELECT FROM ledger.process p
                WHERE p.kind = 'daemon' AND a.account_id = ANY(p.accounts) AND ledger.is_alive(p.process_id)))
            """
        // In one order, and those alone that change: services that start together stand in nobody's way.
        try connection.query(
            """
            WITH changed AS MATERIALIZED (
                SELECT a.account_id, \(isServed) AS is_served FROM ledger.account a WHERE a.is_served <> \(isServed)
                ORDER BY a.account_id FOR NO KEY UPDATE)
            UPDATE ledger.account a SET is_served = c.is_served FROM changed c WHERE c.account_id = a.account_id
            """, [arrayText(accounts)])
    }
}

extension RunJournal {
    /// Days without a conclusion whose reason another day's bill may have taken away since.
    package static func daysToTryAgain(
        _ accountID: Int32, _ kind: BillKind, _ connection: borrowing Connection
    ) throws -> [OpenDay] {
        let rows = try connection.query(
            """
            SELECT d.bill_date - DATE '1970-01-01', l.run_id
            FROM ledger.day d JOIN ledger.run r USING (account_id, run_id)
            JOIN ledger.run l ON l.account_id = d.account_id AND l.run_id = d.last_attempt_run_id
            WHERE d.account_id = $1 AND d.kind = $2 AND NOT d.concluded AND r.bill_id IS NOT NULL
              AND d.bill_date > \(ClosedPeriod.through)
              AND r.reason_code IN ('orders.records_on_zero_day', 'orders.record_without_time')
              AND EXISTS (SELECT FROM ledger.run c WHERE c.account_id = d.account_id AND c.kind = d.kind AND c.state = 'done'
                             AND c.verdict <> 'incomplete' AND c.finished_at > l.finished_at)
            ORDER BY 1
            """, [String(accountID), kind.rawValue])
        return try (0..<rows.count).map {
            OpenDay(
                day: BusinessDay(number: try rows.int32($0, 0)), lastRunID: try rows.int($0, 1), isIncomplete: true)
        }
    }
}
