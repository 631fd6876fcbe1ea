import Postgres
import Vocabulary

/// A problem as the columns that `ledger.run` and `ledger.alarm` keep of one, each part in its own.
enum ProblemColumns {
    private static let names = [
        "reason_code", "reason", "expected", "found", "place", "hint", "because_code", "because",
    ]

    static let list = names.joined(separator: ", ")
    /// The part of an UPDATE that takes a problem away.
    static let removed = names.map { "\($0) = NULL" }.joined(separator: ", ")

    /// Places of `values`, of which the first is parameter number `first`.
    static func parameters(from first: Int) -> String {
        names.enumerated().map { "$\(first + $0)\($1 == "place" ? "::jsonb" : "")" }.joined(separator: ", ")
    }

    static func values(of problem: Problem) -> [String?] {
        [
            problem.code.name, problem.what, problem.expected, problem.found, problem.place.json, problem.hint,
            problem.cause?.code.name, problem.cause?.reason(besides: problem.place),
        ]
    }
}

/// The same, read again: from the tables, or from `recon.runs` and `recon.alarms`, which name some of them otherwise.
package enum StoredProblem {
    package static func columns(code: String = "reason_code", what: String = "what") -> String {
        let place = ["file", "line", "column", "address", "account", "day", "pot"].map { "place->>'\($0)'" }.joined(
            separator: ", ")
        return "\(code), \(what), expected, found, \(place), hint, because_code, because"
    }

    /// - Parameters:
    ///   - first: the number of the first of `columns`.
    ///   - place: the row's account and day.
    /// - Returns: nil where the row has no problem.
    package static func read(
        _ rows: borrowing Rows, _ row: Int, from first: Int, at place: Place
    ) -> Problem? {
        guard let name = rows[row, first], let what = rows[row, first + 1] else { return nil }
        let account = rows[row, first + 8].flatMap { text -> ChannelAccount? in
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let channel = Channel(rawValue: parts[0]) else { return nil }
            return ChannelAccount(channel: channel, account: parts[1])
        }
        let stored = Place(
            file: rows[row, first + 4], line: rows[row, first + 5].flatMap { Int($0) }, column: rows[row, first + 6],
            address: rows[row, first + 7], account: account, day: rows[row, first + 9].flatMap { BusinessDay($0) },
            pot: rows[row, first + 10].flatMap { Pot(rawValue: $0) })
        let cause = rows[row, first + 13].map {
            Problem(stored: ProblemCode(stored: rows[row, first + 12] ?? ""), reason: $0)
        }
        return Problem(
            ProblemCode(stored: name), what, at: stored.filled(from: place), expected: rows[row, first + 2],
            found: rows[row, first + 3], hint: rows[row, first + 11], cause: cause)
    }
}
