import Postgres
import Vocabulary

/// Where a run's bill is to come from.
package enum RunSource: String, Hashable, Sendable {
    case channel
    case archived
    case files
}

/// A run that this process may work on now.
package struct ClaimedRun: Hashable, Sendable {
    package var lease: Lease
    package var unit: DayUnit
    package var source: RunSource
    package var requester: Requester
    package var liftShareLimitReason: String?
    /// The number of this try, from 1.
    package var tries: Int
    /// A process that had begun it was never heard of again: it is worked on alone.
    package var isSuspect = false

    package var account: ChannelAccount { unit.account }
    package var day: BusinessDay { unit.day }
    package var kind: BillKind { unit.kind }
    package var key: UnitKey { UnitKey(lease.accountID, day, kind) }
}

extension ClaimedRun {
    /// A run that is rolled back whatever it comes to, without a lease.
    package static func rehearsal(
        _ unit: DayUnit, accountID: Int32, runID: Int64 = 0, _ source: RunSource, by requester: Requester,
        liftShareLimitReason: String?
    ) -> ClaimedRun {
        let lease = Lease(accountID: accountID, runID: runID, process: RegisteredProcess(id: 0, kind: .command))
        return ClaimedRun(
            lease: lease, unit: unit, source: source, requester: requester,
            liftShareLimitReason: liftShareLimitReason, tries: 1)
    }
}

/// Requests are rows in state `queued`. A run is claimed together with the lease of its account, in one transaction.
package enum RunQueue {
    /// What a session listens to; `QueueNews` is what it hears.
    package static let channelName = "recon_run"

    package static func request(
        _ key: UnitKey, by requester: Requester, source: RunSource, liftShareLimitReason: String? = nil,
        _ connection: borrowing Connection
    ) throws -> Int64 {
        try ClosedPeriod.requireOpen(key.day, connection)
        return try connection.query(
            "SELECT ledger.request_run($1, $2::date, $3, $4, $5, $6, $7)",
            key.parameters + [requester.origin, requester.name, source.rawValue, liftShareLimitReason]
        ).int(0, 0)
    }

    /// Queues a run of the schedule's own, unless another process did or the day has changed since it was looked at.
    /// - Parameter lastRunID: the unit's newest run as it was seen; nil for none.
    /// - Returns: whether it was queued.
    package static func schedule(
        _ key: UnitKey, by requester: Requester, source: RunSource, lastRunID: Int64?,
        _ connection: borrowing Connection
    ) throws -> Bool {
        try connection.transaction(isRepeatable: true) {
            // Somebody's open transaction may hold it for long; its end is told by NOTIFY.
            let isFree = try connection.query(
                "SELECT ledger.try_lock_attempts($1, $2::date, $3)", key.parameters)
            guard isFree.bool(0, 0) else { return false }
            // One that is worked on may come back into the queue, where there is room for one of the schedule's own.
            let newest = try connection.query(
                """
                SELECT max(run_id), coalesce(bool_or(\(isScheduled) AND state IN ('queued', 'fetching', 'matching')), false)
                FROM ledger.run r WHERE account_id = $1 AND bill_date = $2::date AND kind = $3
                """, key.parameters)
            guard newest[0, 0].flatMap({ Int64($0) }) == lastRunID, !newest.bool(0, 1) else { return false }
            _ = try request(key, by: requester, source: source, connection)
            return true
        }
    }

    /// Claims the run that has waited for its turn: people's requests first, then the oldest day.
    /// - Parameters:
    ///   - accounts: those this process serves.
    ///   - isForPeople: only what a person asked for.
    ///   - isIdle: the process works on nothing else. A run that a process may have died of is claimed only then; when its
    ///     turn comes, the others go first to their end.
    ///   - nowEpochSeconds: what waits until later is left.
    package static func claim(
        _ process: RegisteredProcess, accounts: [Int32], isForPeople: Bool, isIdle: Bool,
        nowEpochSeconds: Int64,
        _ connection: borrowing Connection
    ) throws -> ClaimedRun? {
        // Another process may be quicker with the lease; then there may be a run of another account.
        for _ in accounts {
            let claim = try connection.transaction(isRepeatable: true) {
                try claimOne(
                    process,
                    where: """
                        r.account_id = ANY('\(arrayText(accounts))'::integer[])
                        AND (r.next_try_at IS NULL OR r.next_try_at <= to_timestamp(\(nowEpochSeconds)))
                        AND r.source <> 'files' \(isForPeople ? "AND NOT \(isScheduled)" : "")
                        """, isIdle: isIdle, connection)
            }
            switch claim {
            case .claimed(let run): return run
            case .accountIsBusy: continue
            case .nothingWaits: return nil
            }
        }
        return nil
    }

    private enum Claim {
        case claimed(ClaimedRun)
        case accountIsBusy
        case nothingWaits
    }

    /// Makes a run and claims it at once.
    /// - Returns: nil, and no run was made, while another run of the account is worked on.
    package static func requestAndClaim(
        _ process: RegisteredProcess, _ key: UnitKey, by requester: Requester, source: RunSource,
        liftShareLimitReason: String?, _ connection: borrowing Connection
    ) throws -> ClaimedRun? {
        struct AccountIsBusy: Error {}
        do {
            return try connection.transaction(isRepeatable: true) {
                let runID = try request(
                    key, by: requester, source: source, liftShareLimitReason: liftShareLimitReason, connection)
                guard
                    case .claimed(let run) = try claimOne(
                        process, where: "r.run_id = \(runID)", isIdle: true, connection)
                else {
                    throw AccountIsBusy()
                }
                return run
            }
        } catch is AccountIsBusy { return nil }
    }

    private static let isScheduled = "(r.origin <> 'person')"

    /// A daemon forgets the dead every few seconds, with their leases: to ask of each whether its process lives takes the longer
    /// the more there are of both. A command waits for nobody who is dead.
    private static func isHeld(to process: RegisteredProcess) -> String {
        process.kind == .daemon ? "l.held_until > clock_timestamp()" : "ledger.is_held(l)"
    }

    private static func claimOne(
        _ process: RegisteredProcess, where condition: String, isIdle: Bool, _ connection: borrowing Connection
    ) throws -> Claim {
        // The row is locked before the lease is taken: two processes never try for the same run at once.
        let found = try connection.query(
            """
            SELECT r.account_id, r.run_id, a.channel, a.account, r.bill_date - DATE '1970-01-01', r.source,
                   r.origin, r.requested_by, r.lift_share_limit_reason, r.tries, cardinality(r.begun_by), r.crashes,
                   r.kind
            FROM ledger.run r JOIN ledger.account a USING (account_id)
            WHERE r.state = 'queued' AND \(condition)
              AND r.account_id NOT IN (SELECT l.account_id FROM ledger.lease l WHERE \(isHeld(to: process)))
            ORDER BY \(isScheduled), r.bill_date, r.run_id LIMIT 1 FOR UPDATE OF r SKIP LOCKED
            """)
        guard found.count == 1, let channel = Channel(rawValue: found.text(0, 2)),
            let source = RunSource(rawValue: found.text(0, 5)), let kind = BillKind(rawValue: found.text(0, 12)),
            let requester = Requester(origin: found.text(0, 6), name: found.text(0, 7))
        else { return .nothingWaits }
        let deaths = RunDeaths(unended: try found.int(0, 10), crashes: try found.int(0, 11))
        guard isIdle || !deaths.isSuspect else { return .nothingWaits }
        let lease = try Lease(accountID: found.int32(0, 0), runID: found.int(0, 1), process: process)
        let left = try connection.query("SELECT FROM ledger.lease WHERE account_id = $1", [String(lease.accountID)])
        if left.count > 0 {
            try WorkingSessions.end(of: "l.account_id = \(lease.accountID) AND NOT ledger.is_held(l)", connection)
            try connection.query(
                "DELETE FROM ledger.lease l WHERE account_id = $1 AND NOT ledger.is_held(l)", [String(lease.accountID)])
        }
        let noSessionYet = "0"
        let held = try connection.query(
            """
            INSERT INTO ledger.lease (account_id, run_id, process_id, held_until, backend)
            VALUES ($1, $2, $3, clock_timestamp() + $4::interval, $5)
            ON CONFLICT (account_id) DO NOTHING
            """,
            [String(lease.accountID), String(lease.runID), String(process.id), process.leaseText, noSessionYet])
        guard held.affected == 1 else { return .accountIsBusy }
        try connection.query(
            """
            UPDATE ledger.run SET state = 'fetching', next_try_at = NULL, \(ProblemColumns.removed),
                   tries = tries + 1, started_at = coalesce(started_at, clock_timestamp()),
                   begun_by = array_append(array_remove(begun_by, $3), $3)
            WHERE account_id = $1 AND run_id = $2
            """, [String(lease.accountID), String(lease.runID), String(process.id)])
        return .claimed(
            ClaimedRun(
                lease: lease,
                unit: DayUnit(
                    ChannelAccount(channel: channel, account: found.text(0, 3)),
                    BusinessDay(number: try found.int32(0, 4)), kind), source: source, requester: requester,
                liftShareLimitReason: found[0, 8], tries: Int(try found.int(0, 9)) + 1, isSuspect: deaths.isSuspect))
    }

    /// Puts back into the queue what a process left behind that is gone; what it was to import from files is failed,
    /// since only the person knows the files. What ends one process after the other is given up.
    package static func takeOver(_ connection: borrowing Connection) throws -> TakenOver {
        try WorkingSessions.end(of: "NOT ledger.is_held(l)", connection)
        let rows = try connection.query(
            """
            UPDATE ledger.run r SET state = CASE WHEN source = 'files' THEN 'failed' ELSE 'queued' END,
                   finished_at = CASE WHEN source = 'files' THEN clock_timestamp() END,
                   (\(ProblemColumns.list)) = (\(ProblemColumns.parameters(from: 1)))
            WHERE state IN ('fetching', 'matching') AND NOT EXISTS (
                SELECT FROM ledger.lease l
                WHERE l.account_id = r.account_id AND l.run_id = r.run_id AND ledger.is_held(l))
            RETURNING run_id
            """, ProblemColumns.values(of: Problem(.runAbandoned, "the process that worked on it ended")))
        let givenUp = try giveUp(connection)
        let lost = Set(givenUp.map(\.runID))
        return TakenOver(
            queuedAgain: try (0..<rows.count).map { try rows.int($0, 0) }.filter { !lost.contains($0) },
            givenUp: givenUp)
    }

    /// Gives a run back untouched: the service stops, or the database went away.
    package static func giveBack(_ lease: Lease, _ connection: borrowing Connection) throws {
        try connection.transaction(isRepeatable: true) {
            guard try lease.isHeld(connection) else { return }
            try connection.query(
                """
                UPDATE ledger.run SET state = 'queued', tries = greatest(tries - 1, 0),
                       begun_by = array_remove(begun_by, $3)
                WHERE account_id = $1 AND run_id = $2 AND state IN ('fetching', 'matching')
                """, [String(lease.accountID), String(lease.runID), String(lease.process.id)])
            try lease.release(connection)
        }
    }

    /// Lets a run wait: its bill is not there yet, or the channel is not.
    package static func wait(
        _ lease: Lease, untilEpochSeconds: Int64, _ problem: Problem, _ connection: borrowing Connection
    ) throws {
        try connection.transaction(isRepeatable: true) {
            guard try lease.isHeld(connection) else { return }
            try connection.query(
                """
                UPDATE ledger.run SET state = 'queued', next_try_at = to_timestamp($3),
                       begun_by = array_remove(begun_by, $4),
                       (\(ProblemColumns.list)) = (\(ProblemColumns.parameters(from: 5)))
                WHERE account_id = $1 AND run_id = $2 AND state IN ('fetching', 'matching')
                """,
                [
                    String(lease.accountID), String(lease.runID), String(untilEpochSeconds), String(lease.process.id),
                ] + ProblemColumns.values(of: problem))
            try lease.release(connection)
        }
    }
}
