import Bills
import Rules
import Postgres
import Vocabulary

extension [BillFile] {
    /// An array of their digests, in the order of the bill's parts; empty for a zero day.
    package var digests: String { "{\(map(\.sha256).joined(separator: ","))}" }
    /// Of a funds bill an array of their pots.
    fileprivate var pots: [Pot] { compactMap(\.pot) }
}

extension [Pot] {
    fileprivate var array: String { arrayLiteral(map(\.rawValue)) }
}

/// A bill at hand.
package struct ArchivedBill: Hashable, Sendable {
    /// In the order of its parts.
    package let files: [BillFile]
    package let source: BillSource
    /// Of a funds bill the pots that the channel has no statement of.
    package let quietPots: [Pot]
}

/// The life of a claimed run as rows: given a bill, and ended in one of three ways.
package enum RunJournal {
    /// The account's number in the ledger; its rules are noted, since other accounts' runs may have to apply them.
    /// - Parameters:
    ///   - kinds: those that `recon.reconcile` asks for where none is named; nil to leave them as they are.
    ///   - pots: in the order of a funds bill's files; nil to leave them as they are.
    package static func account(
        _ account: ChannelAccount, _ rules: AccountRules, kinds: [BillKind]? = nil, pots: [Pot]? = nil,
        _ connection: borrowing Connection
    ) throws -> Int32 {
        let rows = try connection.query(
            """
            WITH named AS (
                INSERT INTO ledger.channel (channel, name_en, name_zh) VALUES ($1, $1, '') ON CONFLICT DO NOTHING)
            INSERT INTO ledger.account (
                channel, account, cut_off_window_seconds, start_date, kinds, settlement_days, has_balance_control, pots,
                contracted_rate_e7)
            VALUES ($1, $2, $3, $4::date, coalesce($5::text[], '{\(BillKind.trade)}'), $6, $7, coalesce($8::text[], '{}'),
                $9)
            ON CONFLICT (channel, account) DO UPDATE
                SET cut_off_window_seconds = excluded.cut_off_window_seconds, start_date = excluded.start_date,
                    settlement_days = excluded.settlement_days, has_balance_control = excluded.has_balance_control,
                    contracted_rate_e7 = excluded.contracted_rate_e7,
                    kinds = coalesce($5::text[], account.kinds), pots = coalesce($8::text[], account.pots)
            RETURNING account_id
            """,
            [
                account.channel.rawValue, account.account, String(rules.cutOffWindowSeconds),
                rules.startDate.description, kinds.map { arrayLiteral($0.map(\.rawValue)) },
                String(rules.settlementDays), String(rules.hasBalanceControl), pots?.array,
                rules.contractedRate.map { String($0.perTenMillion) },
            ])
        return try rows.int32(0, 0)
    }

    /// Notes a bill and its files, once for the same content, and that this run matches it. None is a zero day.
    /// - Parameters:
    ///   - files: in the order of the bill's parts.
    ///   - quietPots: of a funds bill those that the channel has no statement of.
    /// - Returns: the number of the bill.
    package static func received(
        _ files: [BillFile], _ source: BillSource, quietPots: [Pot] = [], _ key: UnitKey, runID: Int64,
        _ connection: borrowing Connection
    ) throws -> Int64 {
        try connection.transaction(isRepeatable: true) {
            for file in files {
                try connection.query(
                    """
                    INSERT INTO ledger.bill_file (
                        account_id, bill_date, kind, size_bytes, sha256, archive_path, source, pot)
                    VALUES ($1, $2::date, $3, $4, $5, $6, $7, $8)
                    ON CONFLICT (account_id, bill_date, kind, pot, sha256) DO UPDATE
                        SET deleted_at = NULL, archive_path = excluded.archive_path
                    """,
                    key.parameters + [
                        String(file.sizeBytes), file.sha256, file.path,
                        (file.isImported ? BillSource.importedByHand : .channel).rawValue, file.pot?.rawValue ?? "",
                    ])
            }
            let bill = try connection.query(
                """
                INSERT INTO ledger.bill (account_id, bill_date, kind, source, files, pots, quiet_pots)
                VALUES ($1, $2::date, $3, $4, $5::text[], $6::text[], $7::text[])
                ON CONFLICT ON CONSTRAINT the_same_content_is_one_bill DO UPDATE SET files = excluded.files
                RETURNING bill_id
                """, key.parameters + [source.rawValue, files.digests, files.pots.array, quietPots.array])
            let billID = try bill.int(0, 0)
            try connection.query(
                "UPDATE ledger.run SET state = 'matching', bill_id = $3 WHERE account_id = $1 AND run_id = $2",
                [String(key.accountID), String(runID), String(billID)])
            return billID
        }
    }

    /// The bill at hand, in the order of its parts: the one in force, else the last that any run of the unit received; nil when
    /// there is none, or when retention has deleted a file of it.
    package static func archivedBill(
        _ key: UnitKey, _ connection: borrowing Connection
    ) throws -> ArchivedBill? {
        let bill = try connection.query(
            """
            SELECT b.source, b.files, cardinality(b.files), b.pots, array_to_string(b.quiet_pots, ',') FROM ledger.bill b
            LEFT JOIN ledger.day d ON d.concluded
             AND (d.account_id, d.bill_date, d.kind) = (b.account_id, b.bill_date, b.kind)
            WHERE b.account_id = $1 AND b.bill_date = $2::date AND b.kind = $3
            ORDER BY (b.bill_id = d.bill_id) DESC NULLS LAST, (
                SELECT max(run_id) FROM ledger.run r WHERE r.account_id = b.account_id AND r.bill_id = b.bill_id) DESC
            LIMIT 1
            """, key.parameters)
        guard bill.count == 1, let source = BillSource(rawValue: bill.text(0, 0)) else { return nil }
        let files = try connection.query(
            """
            SELECT f.archive_path, f.size_bytes, f.sha256, f.pot, f.source = 'import'
            FROM unnest($4::text[], $5::text[]) WITH ORDINALITY AS part(sha256, pot, place)
            JOIN ledger.bill_file f ON f.sha256 = part.sha256 AND f.pot = coalesce(part.pot, '')
            WHERE f.account_id = $1 AND f.bill_date = $2::date AND f.kind = $3 AND f.deleted_at IS NULL
            ORDER BY part.place
            """, key.parameters + [bill.text(0, 1), bill.text(0, 3)])
        guard files.count == Int(try bill.int(0, 2)) else { return nil }
        return ArchivedBill(
            files: try (0..<files.count).map { try billFile(files, $0) }, source: source,
            quietPots: bill.text(0, 4).split(separator: ",").compactMap { Pot(rawValue: String($0)) })
    }

    /// Files of the unit that are recorded as lying in the archive, those aside.
    package static func otherFiles(
        of key: UnitKey, than files: [BillFile], _ connection: borrowing Connection
    ) throws -> [BillFile] {
        try recordedFiles(of: key, connection).filter { known in
            !files.contains { ($0.sha256, $0.pot) == (known.sha256, known.pot) }
        }
    }

    /// Files of the unit that are recorded as lying in the archive, in the order in which they came.
    package static func recordedFiles(
        of key: UnitKey, _ connection: borrowing Connection
    ) throws -> [BillFile] {
        let rows = try connection.query(
            """
            SELECT archive_path, size_bytes, sha256, pot, source = 'import' FROM ledger.bill_file
            WHERE account_id = $1 AND bill_date = $2::date AND kind = $3 AND deleted_at IS NULL ORDER BY bill_file_id
            """, key.parameters)
        return try (0..<rows.count).map { try billFile(rows, $0) }
    }

    /// That a file is not in the archive any more.
    package static func noteLost(
        _ file: BillFile, of key: UnitKey, _ connection: borrowing Connection
    ) throws {
        try connection.query(
            """
            UPDATE ledger.bill_file SET deleted_at = clock_timestamp()
            WHERE account_id = $1 AND bill_date = $2::date AND kind = $3 AND sha256 = $4 AND pot = $5
            """, key.parameters + [file.sha256, file.pot?.rawValue ?? ""])
    }

    private static func billFile(_ files: borrowing Rows, _ row: Int) throws -> BillFile {
        BillFile(
            path: files.text(row, 0), sizeBytes: try files.int(row, 1), sha256: files.text(row, 2),
            pot: Pot(rawValue: files.text(row, 3)), isImported: files.bool(row, 4))
    }

    /// The verdict of a run that is done, whatever the session that ran it was told: after a lost COMMIT, this is what
    /// tells whether it happened. Waits for one that is still being worked on by the server.
    package static func verdict(
        _ accountID: Int32, _ runID: Int64, _ connection: borrowing Connection
    ) throws -> Verdict? {
        let rows = try connection.query(
            "SELECT CASE WHEN state = 'done' THEN verdict END FROM ledger.run WHERE account_id = $1 AND run_id = $2 FOR UPDATE",
            [String(accountID), String(runID)])
        return rows.count == 1 ? Verdict(rawValue: rows.text(0, 0)) : nil
    }

    /// No conclusion could be reached: the run is done, and takes nothing away from a concluded one. Raises an alarm.
    /// - Parameter nextTryEpochSeconds: when the schedule begins a new run of the day; nil for not by itself.
    package static func incomplete(
        _ key: UnitKey, _ runID: Int64, _ problem: Problem, lease: Lease? = nil,
        nextTryEpochSeconds: Int64? = nil, _ connection: borrowing Connection
    ) throws {
        let alarm = Alarm(cause: AlarmCause.incomplete(key, problem.code), key, runID: runID, problem: problem)
        try end(alarm, key, state: "done", verdict: .incomplete, lease, nextTryEpochSeconds, connection)
    }

    /// The machinery failed: no verdict at all.
    /// - Parameter cause: of the alarm that this is; nil for none.
    package static func failed(
        _ key: UnitKey, _ runID: Int64, _ problem: Problem, lease: Lease? = nil, cause: String? = nil,
        nextTryEpochSeconds: Int64? = nil, _ connection: borrowing Connection
    ) throws {
        let alarm = Alarm(cause: cause ?? "", key, runID: runID, problem: problem)
        try end(alarm, key, state: "failed", verdict: nil, lease, nextTryEpochSeconds, connection)
    }

    private static func end(
        _ alarm: Alarm, _ key: UnitKey, state: String, verdict: Verdict?, _ lease: Lease?,
        _ nextTryEpochSeconds: Int64?, _ connection: borrowing Connection
    ) throws {
        try connection.transaction(isRepeatable: true) {
            if let lease { try lease.requireHeld(connection) }
            try noteEnd(alarm, key, state: state, verdict: verdict, nextTryEpochSeconds, connection)
            if let lease { try lease.release(connection) }
        }
    }

    /// Inside a transaction of the caller's, who sees to it that nobody else ends the run.
    static func noteEnd(
        _ alarm: Alarm, _ key: UnitKey, state: String, verdict: Verdict?, _ nextTryEpochSeconds: Int64?,
        _ connection: borrowing Connection
    ) throws {
        guard let runID = alarm.runID else { return }
        try connection.query(
            """
            UPDATE ledger.run SET state = $3, verdict = $4::ledger.verdict, finished_at = clock_timestamp(),
                   next_try_at = to_timestamp($5), (\(ProblemColumns.list)) = (\(ProblemColumns.parameters(from: 6)))
            WHERE account_id = $1 AND run_id = $2
            """,
            [
                String(key.accountID), String(runID), state, verdict?.rawValue, nextTryEpochSeconds.map(String.init),
            ] + ProblemColumns.values(of: alarm.problem))
        if !alarm.cause.isEmpty { try AlarmJournal.raise(alarm, key.accountID, connection) }
        try attempted(key, runID, inForce: verdict != nil, connection)
    }

    private static func attempted(
        _ key: UnitKey, _ runID: Int64, inForce: Bool, _ connection: borrowing Connection
    ) throws {
        try connection.query(
            """
            INSERT INTO ledger.day (account_id, bill_date, kind, run_id, concluded, last_attempt_run_id)
            VALUES ($1, $2::date, $3, CASE WHEN $5 THEN $4::bigint END, false, $4)
            ON CONFLICT (account_id, bill_date, kind) DO UPDATE SET last_attempt_run_id = excluded.last_attempt_run_id,
                run_id = CASE WHEN ledger.day.concluded OR NOT $5 THEN ledger.day.run_id ELSE excluded.run_id END
            """, key.parameters + [String(runID), String(inForce)])
    }
}
