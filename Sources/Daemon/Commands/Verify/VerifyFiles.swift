import Channels
import Ledger
import Postgres
import Vocabulary

/// Proves every file of the day that is recorded as lying in the archive.
/// - Returns: the paths of those that are what came in.
func verifyFiles(
    _ day: VerifiedDay, _ findings: inout VerifyFindings, _ connection: borrowing Connection
) throws -> Set<String> {
    var proven: Set<String> = []
    for unit in day.units {
        let key = UnitKey(day.accountID, unit.day, unit.kind)
        for file in try RunJournal.recordedFiles(of: key, connection) {
            do throws(Problem) {
                try BillArchive.prove([file], of: unit)
                proven.insert(file.path)
                findings.files += 1
            } catch {
                // Retention may have come in between.
                guard try RunJournal.recordedFiles(of: key, connection).contains(file) else { continue }
                try findings.find(error.code == .archiveAltered ? advised(error, unit, file.pot) : error)
            }
        }
    }
    return proven
}

private func advised(_ problem: Problem, _ unit: DayUnit, _ pot: Pot?) -> Problem {
    Problem(
        problem.code, problem.what, at: problem.place.filled(from: unit.place(of: pot)), expected: problem.expected,
        found: problem.found,
        hint: """
            See who changed the archive. Copy the file back from a backup, or fetch the day again: \
            `\(reconcileCommand(unit))`; where the channel keeps it no longer, `reconciled import` it.
            """)
}

/// Of every kind of the day's bills, the trade bill first: the money is settled against it.
func reconcileCommand(_ unit: DayUnit, _ more: String = "") -> String {
    "reconciled reconcile \(unit.account.channel.rawValue) \(unit.day) --account \(unit.account.account)\(more)"
}

/// Finds what lies in the archive and the ledger does not know: the database came from a backup that is older.
func verifyNothingElse(
    in archive: BillArchive, _ scope: VerifyScope, _ findings: inout VerifyFindings, _ connection: borrowing Connection
) throws {
    for account in try archive.accounts() where scope.holds(account) {
        let known = try KnownFiles(account, connection)
        for path in try archive.paths(of: account) {
            let name = ArchivedName(String(path.split(separator: "/").last ?? ""))
            if let name, !scope.holds(name.day) { continue }
            if let problem = known.problem(path, name, of: account) { try findings.find(problem) }
        }
    }
}

/// What the ledger has of an account's files, by where they lie below the archive's root.
private struct KnownFiles {
    private var paths: Set<String> = []
    private var deleted: Set<String> = []
    private var units: Set<DayUnit> = []

    init(_ account: ChannelAccount, _ connection: borrowing Connection) throws {
        let rows = try connection.query(
            """
            SELECT archive_path, deleted_at IS NOT NULL, bill_date - DATE '1970-01-01', kind
            FROM ledger.bill_file JOIN ledger.account USING (account_id) WHERE channel = $1 AND account = $2
            """, [account.channel.rawValue, account.account])
        for row in 0..<rows.count {
            let path = Self.belowRoot(rows.text(row, 0))
            if rows.bool(row, 1) { deleted.insert(path) } else { paths.insert(path) }
            guard let kind = BillKind(rawValue: rows.text(row, 3)) else { continue }
            units.insert(DayUnit(account, BusinessDay(number: try rows.int32(row, 2)), kind))
        }
    }

    private static func belowRoot(_ path: String) -> String {
        let levels = 4  // channel, account, year, name
        return path.split(separator: "/").suffix(levels).joined(separator: "/")
    }

    func problem(_ path: String, _ name: ArchivedName?, of account: ChannelAccount) -> Problem? {
        let below = Self.belowRoot(path)
        guard !paths.contains(below) else { return nil }
        var place = Place(file: path, account: account)
        guard let name else {
            return Problem(
                .archiveUnrecorded, "a file lies in the archive that is no bill by its name", at: place,
                hint: "Move it away: nothing but bills belongs there.")
        }
        let unit = DayUnit(account, name.day, name.kind)
        (place.day, place.pot) = (name.day, name.pot)
        let pot = name.pot.map { " --pot \($0)" } ?? ""
        let takesUp = """
            `reconciled import \(path) --channel \(account.channel.rawValue) --account \(account.account) \
            --date \(name.day)\(pot)`
            """
        if deleted.contains(below) {
            return Problem(
                .archiveUnrecorded, "a file lies in the archive that the ledger has as deleted", at: place,
                hint: "Remove it, or take it up again: \(takesUp).")
        }
        let hint =
            units.contains(unit)
            ? "The ledger has another bill of that day. If this one is to be in force: \(takesUp); else remove it."
            : "Take the bill up: `\(reconcileCommand(unit, " --archived"))`."
        return Problem(
            .archiveUnrecorded, "a bill lies in the archive that the ledger does not know", at: place, hint: hint)
    }
}
