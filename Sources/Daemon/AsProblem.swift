import Postgres
import Vocabulary

/// Whatever happened, as something that has a code and says what to do.
package func asProblem(_ error: any Error) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let postponed as BillPostponed: postponed.problem
    case let database as PostgresError:
        database.problem(
            database.isConnectionLost ? "the connection to the database was lost" : "the database refused a statement")
    default:
        Problem(.databaseError, "unexpected: \(error)", hint: "This is a fault of the program: please report it.")
    }
}
