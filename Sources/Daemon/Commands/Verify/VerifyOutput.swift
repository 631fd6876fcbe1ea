import Runtime
import Vocabulary

/// Prints findings as they come, and at the end what was proven and what to do.
final class VerifyOutput {
    private let format: VerifyFormat
    private let line = ProgressLine()
    private var told = 0
    /// Each once, in the order in which they were first given.
    private var hints: [String] = []
    private var knownHints: Set<String> = []

    init(_ format: VerifyFormat) { self.format = format }

    var progress: ProgressReporter { line.reporter }

    func tell(_ problem: Problem) throws {
        line.clear()
        switch format {
        case .text:
            try Output.line(printable(problem.summary, lengthMax: Self.lineLengthMax))
            if knownHints.insert(problem.hint).inserted { hints.append(problem.hint) }
        case .json:
            try Output.write((told == 0 ? "{\"findings\":[\n" : ",\n") + Self.json(problem).printed())
        }
        told += 1
    }

    /// Longer than any problem is.
    private static let lineLengthMax = 4096

    private static func json(_ problem: Problem) -> JSONText {
        let place = problem.place
        return .object([
            ("code", .text(problem.code.name)), ("what", .text(problem.what)),
            ("channel", JSONText(place.account?.channel.rawValue)), ("account", JSONText(place.account?.account)),
            ("date", JSONText(place.day?.description)), ("pot", JSONText(place.pot?.rawValue)),
            ("file", JSONText(place.file)), ("line", JSONText(place.line.map(Int64.init))),
            ("expected", JSONText(problem.expected)), ("found", JSONText(problem.found)), ("hint", .text(problem.hint)),
        ])
    }

    func end(_ findings: VerifyFindings, _ days: Int) throws {
        line.clear()
        switch format {
        case .text: try Output.write(text(findings, days))
        case .json:
            let counts = findings.counts.sorted { $0.key < $1.key }.map { ($0.key, JSONText.integer($0.value)) }
            let rest: [(String, JSONText)] = [
                ("counts", .object(counts)), ("unread", .integer(findings.unread)), ("days", .integer(Int64(days))),
                ("files_proven", .integer(findings.files)), ("bills_read", .integer(findings.bills)),
                ("statements_compared", .integer(findings.statements)),
                (
                    "not_looked_at",
                    .object([
                        ("unconcluded_bills", .integer(findings.unconcludedBills)),
                        ("deleted_bills", .integer(findings.deletedBills)),
                        ("unkept_rows", .integer(findings.unheldRows)),
                        ("closed_statements", .integer(findings.movedOnStatements)),
                    ])
                ),
            ]
            let members = rest.map { "\"\($0.0)\":\($0.1.printed())" }.joined(separator: ",\n")
            try Output.write("\(told == 0 ? "{\"findings\":[" : "")],\n\(members)}\n")
        }
    }

    private func text(_ findings: VerifyFindings, _ days: Int) -> String {
        var lines = hints.isEmpty ? [] : ["", "What to do:"] + hints.map { "  \($0)" } + [""]
        if findings.count > 0 {
            let codes = findings.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            lines.append("\(findings.count) finding(s): \(codes.joined(separator: ", ")).")
        }
        if findings.unread > 0 {
            lines.append("\(findings.unread) part(s) could not be read: nobody knows whether they are right.")
        }
        lines.append(
            """
            \(days) day(s) of accounts: \(findings.files) file(s) proven, \(findings.bills) bill(s) read again, \
            \(findings.statements) statement(s) compared.
            """)
        lines += findings.unkept.map { "Not looked at: \($0.count) \($0.what)." }
        if findings.status == .green { lines.append("All of it agrees.") }
        return lines.joined(separator: "\n") + "\n"
    }
}
