import Ledger
import Postgres
import Vocabulary

/// A session on the results' database, whose schema is this program's.
package func openLedger(_ conninfo: String) throws -> Connection {
    do {
        let connection = try Connection(conninfo, name: WorkingSessions.name)
        try Schema.requireCurrent(connection)
        return connection
    } catch let error as PostgresError { throw error.problem("connecting to the results database") }
}

package func connectResults(_ configuration: Configuration) throws(Problem) -> Connection {
    try ResultsAddress(configuration).connect(name: "reconciled")
}
