import Bills
import FoundationEssentials
import Reports
import Vocabulary

/// A place for the files of a run that is not to be kept: beside other temporary files, and gone with the run.
struct DryArchive {
    let path: String

    init(place: Place) throws(Problem) {
        let directory = FileManager.default.temporaryDirectory.appending(
            path: "reconciled-dry-run-\(UInt64.random(in: 0 ... .max))")
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Problem(
                .archiveCannotCreate, "cannot make a directory for the files of a dry run: \(error)", at: place,
                hint: "Set TMPDIR to a directory that you may write to.")
        }
        path = directory.path
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}

extension Rehearsal {
    /// What it says on a terminal: what the files are, and what they would change.
    func lines(of request: RunRequest) -> [String] {
        let unit = request.unit
        var lines = ["\(unit.account)  \(unit.day)  \(unit.kind)  would be \(verdict.rawValue)"]
        for file in files {
            let pot = file.pot.map { " of the pot \($0)" } ?? ""
            lines.append("  \(unit.kind.englishName)\(pot): \(file.sizeBytes) bytes, SHA-256 \(file.sha256)")
        }
        guard verdict != .incomplete else { return lines }
        lines.append("  rows: \(grouped(Int(rows)))")
        for change in changes {
            lines.append(
                "  \(change.change), \(change.status): \(change.items) \(change.code) of the \(change.kind) bill, \(change.difference)"
            )
        }
        if changes.isEmpty { lines.append("  nothing is new or resolved") }
        if otherDays > 0 { lines.append("  other days and kinds that would be brought up to date: \(otherDays)") }
        for word in unknownWords {
            lines.append("  without a rule: \(printable(word.word)), \(word.rows) row(s), \(word.amount)")
        }
        for column in unknownColumns {
            let title = column.title.map { ": \(printable($0))" } ?? ""
            lines.append("  without a description: column \(column.number)\(title)")
        }
        return lines
    }
}
