import CLibpq
import Vocabulary

extension ProblemCode {
    package static let databaseUnavailable = ProblemCode("database.unavailable", .unavailable)
    package static let databaseError = ProblemCode("database.error", .internalError)
    package static let databasePermission = ProblemCode("database.no_permission", .noPermission)
    package static let databaseRetry = ProblemCode("database.try_again", .tryAgainLater)
}

/// An error of the server or of the connection to it, with the fields a decision or a log line needs. DETAIL is left
/// out on purpose: it can hold a customer's identifiers.
package struct PostgresError: Error, Sendable, CustomStringConvertible {
    /// Five characters; empty when the connection itself failed.
    package let sqlState: String
    package let message: String
    package let constraint: String?
    package let context: String?

    package var description: String {
        var text = sqlState.isEmpty ? message : "\(message) (SQLSTATE \(sqlState))"
        if let constraint { text += ", constraint \(constraint)" }
        return text
    }

    /// The server is away or ended this session: class 08 and 57P, and everything without a state.
    package var isConnectionLost: Bool { sqlState.isEmpty || sqlState.hasPrefix("08") || sqlState.hasPrefix("57P") }
    /// Serialization failure or deadlock: the whole transaction may simply be tried again.
    package var isRetryable: Bool { sqlState.hasPrefix("40") }

    /// A relation, schema or column is not there, or not of the type that was asked for.
    package var isWrongShape: Bool { ["42P01", "3F000", "42703", "42804", "42846", "42883"].contains(sqlState) }

    package func problem(_ what: String) -> Problem {
        var problem = kindOfProblem(what)
        problem.sqlState = sqlState.isEmpty ? nil : sqlState
        return problem
    }

    private func kindOfProblem(_ what: String) -> Problem {
        if isConnectionLost {
            return Problem(
                .databaseUnavailable, "\(what): \(self)",
                hint: "See that PostgreSQL runs and that the connection string in the configuration is right.")
        }
        if isRetryable {
            return Problem(.databaseRetry, "\(what): \(self)", hint: "Nothing was changed; run it again.")
        }
        if sqlState == "42501" || sqlState.hasPrefix("28") {
            return Problem(
                .databasePermission, "\(what): \(self)",
                hint: "Grant the role what README.md lists under \"Roles\", then run `reconciled check`.")
        }
        return Problem(
            .databaseError, "\(what): \(self)",
            hint: "Nothing was changed; run `reconciled migrate` if the schema is older than the program.")
    }
}
