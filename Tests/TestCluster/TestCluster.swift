import Postgres
import PrivateCluster

/// One private PostgreSQL for all tests of a process. What touches the server itself (its roles, its settings, its life)
/// has one of its own.
package enum TestCluster {
    package static let shared: Result<PrivateCluster, any Error> = Result {
        try PrivateCluster.start(settings: ["max_connections": connectionsMax])
    }

    /// Four suites at once, with a service and its runs each.
    private static let connectionsMax = "120"

    /// A new database, empty or a copy of another one.
    /// - Returns: its connection string.
    package static func database(_ name: String, template: String = "template0") throws -> String {
        let cluster = try shared.get()
        try cluster.createDatabase(name, template: template)
        return cluster.conninfo(database: name)
    }
}
