import Glibc
import Postgres
import Vocabulary

/// How long things are kept, in days after the bill date.
package struct RetentionRules: Hashable, Sendable {
    /// At least 400: the channels refund for a year, and a refund looks for its payment.
    package var entriesDays: Int64
    /// Of days in a closed period.
    package var closedEntriesDays: Int64
    /// At least as long as there are pairs of it that were only counted.
    package var archivedBillsDays: Int64
    package var plainPairs: PlainPairs

    package init(
        entriesDays: Int64, closedEntriesDays: Int64, archivedBillsDays: Int64, plainPairs: PlainPairs = .kept
    ) {
        self.entriesDays = entriesDays
        self.closedEntriesDays = closedEntriesDays
        self.archivedBillsDays = archivedBillsDays
        self.plainPairs = plainPairs
    }
}

/// What retention did, each for one line of the log.
package enum RetentionEvent: Hashable, Sendable {
    /// The plain pairs of a day were removed, and its plainly booked movements.
    case thinned(ChannelAccount, BusinessDay, entries: Int64, movements: Int64)
    /// Readers or a settlement were at work; the next time tries again.
    case postponed(ChannelAccount, BusinessDay)
    case deleted(ChannelAccount, BusinessDay, path: String, sha256: String)
    case undeletable(ChannelAccount, BusinessDay, path: String, reason: String)

    package var text: String {
        switch self {
        case .thinned(let account, let day, let entries, let movements):
            "\(account) \(day): \(entries) plain entries and \(movements) movements removed by retention"
        case .postponed(let account, let day): "\(account) \(day): retention postponed, the entries are in use"
        case .deleted(let account, let day, let path, let sha256):
            "\(account) \(day): archived bill \(path) deleted by retention, SHA-256 \(sha256)"
        case .undeletable(let account, let day, let path, let reason):
            "\(account) \(day): archived bill \(path) cannot be deleted: \(reason)"
        }
    }
}

/// Removes what is older than the rules say: once a day, by the service. Never discrepancies, history, runs, statements
/// or totals. Stopped at any point, it goes on where it was.
package enum Retention {
    /// - Parameters:
    ///   - archive: absolute path of the directory under which bills may be deleted.
    ///   - report: called once for each thing done, when it is done.
    package static func apply(
        _ rules: RetentionRules, today: BusinessDay, archive: String, _ connection: borrowing Connection,
        report: (RetentionEvent) -> Void
    ) throws {
        try thinDays(
            openBefore: oldest(rules.entriesDays, today), closedBefore: oldest(rules.closedEntriesDays, today),
            connection,
            report)
        let forget = String(decoding: PackageResources.forget_refunds_sql, as: UTF8.self)
        try connection.query(forget, [oldest(rules.entriesDays, today)])
        try deleteBills(before: oldest(rules.archivedBillsDays, today), archive, connection, report)
    }

    private static func oldest(_ days: Int64, _ today: BusinessDay) -> String {
        today.advanced(by: -Int(days)).description
    }

    private static func thinDays(
        openBefore: String, closedBefore: String, _ connection: borrowing Connection, _ report: (RetentionEvent) -> Void
    ) throws {
        let rows = try connection.query(
            """
            SELECT a.channel, a.account, d.bill_date - DATE '1970-01-01', d.account_id
            FROM ledger.days_to_thin($1::date, $2::date) d JOIN ledger.account a USING (account_id)
            ORDER BY d.bill_date, d.account_id
            """, [openBefore, closedBefore])
        for row in 0..<rows.count {
            guard let owner = owner(rows, row) else { continue }
            let day = BusinessDay(number: try rows.int32(row, 2))
            if let gone = try thin(day, of: rows.int(row, 3), connection) {
                report(.thinned(owner, day, entries: gone.entries, movements: gone.movements))
            } else {
                report(.postponed(owner, day))
            }
        }
    }

    /// - Returns: what was removed; nil where it met a lock.
    private static func thin(
        _ day: BusinessDay, of accountID: Int64, _ connection: borrowing Connection
    ) throws -> (entries: Int64, movements: Int64)? {
        let lockTimeout = "55P03"
        do throws(PostgresError) {
            let gone = try connection.query("SELECT * FROM ledger.thin_day(\(accountID), '\(day)')")
            return try (gone.int(0, 0), gone.int(0, 1))
        } catch {
            if error.sqlState == lockTimeout { return nil }
            throw error
        }
    }

    private static func deleteBills(
        before: String, _ archive: String, _ connection: borrowing Connection, _ report: (RetentionEvent) -> Void
    ) throws {
        let rows = try connection.query(
            """
            SELECT a.channel, a.account, f.bill_date - DATE '1970-01-01', f.archive_path, f.sha256, f.account_id,
                   f.bill_file_id
            FROM ledger.bill_file f JOIN ledger.account a USING (account_id)
            WHERE f.deleted_at IS NULL AND f.bill_date < $1::date AND NOT EXISTS (
                -- What a later bill may have to be held against stands nowhere else.
                SELECT FROM ledger.plain_block b
                WHERE f.kind = 'trade' AND b.account_id = f.account_id AND b.bill_date = f.bill_date
                  AND b.line_runs IS NOT NULL)
            ORDER BY f.bill_date, f.bill_file_id
            """, [before])
        for row in 0..<rows.count {
            guard let owner = owner(rows, row) else { continue }
            let day = BusinessDay(number: try rows.int32(row, 2))
            let path = rows.text(row, 3)
            if let reason = delete(path, in: archive) {
                report(.undeletable(owner, day, path: path, reason: reason))
                continue
            }
            try connection.query(
                "UPDATE ledger.bill_file SET deleted_at = clock_timestamp() WHERE account_id = $1 AND bill_file_id = $2",
                [rows.text(row, 5), rows.text(row, 6)])
            report(.deleted(owner, day, path: path, sha256: rows.text(row, 4)))
        }
    }

    /// - Returns: why it could not be deleted; nil when it is gone.
    private static func delete(_ path: String, in archive: String) -> String? {
        guard path.hasPrefix(archive + "/"), !path.contains("/../") else {
            return "it is not in the archive \(archive)"
        }
        // A file that is gone was deleted by a run of this that could not note it any more.
        if unlink(path) == 0 || errno == ENOENT { return nil }
        return String(cString: strerror(errno))
    }

    private static func owner(_ rows: borrowing Rows, _ row: Int) -> ChannelAccount? {
        guard let channel = Channel(rawValue: rows.text(row, 0)) else { return nil }
        return ChannelAccount(channel: channel, account: rows.text(row, 1))
    }
}
