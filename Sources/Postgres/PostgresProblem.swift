import CLibpq
import Vocabulary

/// An error of the server or of the connection to it, with the fields a decision or a log line needs. DETAIL is left
/// out on purpose: it can hold a customer's identifiers.
package struct PostgresError: Error, Sendable, CustomStringConvertible {
    /// Five characters; empty when the connection itself failed.
    package let sqlState: String
    package let message: String
    package let constraint: String?
    package let context: String?
    /// The server's own function that refused: the same in every language.
    package var sourceFunction: String?
    /// What a function of ours says that is to be done.
    package var hint: String?
    /// The server could not be reached because this process may send nothing to its host.
    var isHostForbidden = false

    package init(
        sqlState: String, message: String, constraint: String?, context: String?, sourceFunction: String? = nil,
        hint: String? = nil
    ) {
        self.sqlState = sqlState
        self.message = message
        self.constraint = constraint
        self.context = context
        self.sourceFunction = sourceFunction
        self.hint = hint
    }

    /// States that are given here, to what the server did not refuse and we do.
    static let foreignEncodingState = "22021"
    static let numberOutOfRangeState = "22003"
    static let protocolState = "08P01"

    package var description: String {
        var text = sqlState.isEmpty ? message : "\(message) (SQLSTATE \(sqlState))"
        if let constraint { text += ", constraint \(constraint)" }
        return text
    }

    /// The server is away or ended this session: class 08 and 57P, and everything without a state.
    package var isConnectionLost: Bool { sqlState.isEmpty || sqlState.hasPrefix("08") || sqlState.hasPrefix("57P") }
    /// Serialization failure or deadlock: the whole transaction may simply be tried again.
    package var isRetryable: Bool { sqlState.hasPrefix("40") }

    /// A relation or schema is not there.
    package var isMissingRelation: Bool { ["42P01", "3F000"].contains(sqlState) }
    /// A relation, schema or column is not there, or not of the type that was asked for.
    package var isWrongShape: Bool { isMissingRelation || ["42703", "42804", "42846", "42883"].contains(sqlState) }
    /// `row_security = off`, and a policy would have hidden rows.
    package var isHiddenRows: Bool { sqlState == "42501" && sourceFunction == "check_enable_rls" }

    /// libpq gives no state with a connection that was refused, but the server's words, in English unless the server speaks
    /// another language; then it is told as a server that is away, with those words.
    static func state(ofRefusal text: String) -> String {
        let refusals = [
            ("too many clients already", "53300"), ("too many connections", "53300"),
            ("remaining connection slots are reserved", "53300"), ("the database system is starting up", "57P03"),
            ("the database system is not yet accepting connections", "57P03"),
            ("the database system is in recovery mode", "57P03"), ("the database system is shutting down", "57P03"),
        ]
        return refusals.first { text.contains($0.0) }?.1 ?? ""
    }

    package func problem(_ what: String) -> Problem {
        let kind = kind
        // What a function of ours refuses it says in full, and what to do.
        let isOurs = sqlState.hasPrefix(Self.ownStates)
        var problem = Problem(
            kind.code, isOurs ? message : "\(what): \(self)", hint: isOurs ? hint ?? kind.hint : kind.hint)
        problem.sqlState = sqlState.isEmpty ? nil : sqlState
        return problem
    }

    /// Class of the states that functions of `recon` and `ledger` raise: what people read of them is the function's alone.
    private static let ownStates = "RC"
    static let closedPeriodState = "RC423"

    /// The server knows nobody of the name that the session came with. A refused session has no state, only the server's words.
    package var isUnknownRole: Bool {
        sqlState.isEmpty
            && (message.contains("Peer authentication failed") || message.contains("Ident authentication failed")
                || (message.contains("role \"") && message.contains("does not exist")))
    }

    private var unavailableHint: String {
        if isUnknownRole {
            return """
                Come as a role that there is: `sudo -u reconciled reconciled …` as the service, or as yourself with \
                --conninfo 'dbname=reconciled user=NAME'.
                """
        }
        if message.contains("password") {
            return "Put the role's password into ~/.pgpass (mode 0600), or into the file that passfile= names."
        }
        if message.contains("database \"") && message.contains("does not exist") {
            return "Correct dbname in the connection string, or make the database: `createdb -O reconciled NAME`."
        }
        return "See that PostgreSQL runs and that the connection string in the configuration is right."
    }

    private static let triedAgain = "Nothing was changed. \(AskedAgain.hint)"

    private var kind: (code: ProblemCode, hint: String) {
        switch sqlState {
        case Self.closedPeriodState: (.periodClosed, ProblemCode.periodClosed.hint)
        case "57P03": (.databaseStarting, "Wait until the server has started. \(Self.triedAgain)")
        case "53300":
            (
                .databaseFull,
                "Raise max_connections, or the role's or database's CONNECTION LIMIT. \(Self.triedAgain)"
            )
        case "53100": (.databaseDisk, "Make room on the database server's disks. \(Self.triedAgain)")
        case "53200": (.databaseMemory, "See what takes the server's memory, and its work_mem. \(Self.triedAgain)")
        case _ where sqlState.hasPrefix("53"):
            (.databaseResources, "See the server's log for the limit that was met. \(Self.triedAgain)")
        case "25006":
            (
                .databaseReadOnly,
                """
                See whether somebody made the database read-only (default_transaction_read_only), or whether this is a \
                standby. \(Self.triedAgain)
                """
            )
        case "57014":
            (
                .databaseCancelled,
                "Somebody cancelled the statement, or it took too long; see the server's log. \(Self.triedAgain)"
            )
        case "55P03":
            (.databaseLocked, "See pg_locks for who holds the lock. \(Self.triedAgain)")
        case _ where sqlState.hasPrefix("58"):
            (.databaseFiles, "See the server's log: its own files or disks are at fault. \(Self.triedAgain)")
        case Self.foreignEncodingState, "22P05":
            (
                .databaseEncoding,
                "Create the database anew with ENCODING 'UTF8', and name that one in the configuration."
            )
        case _ where isHostForbidden: (.databaseUnavailable, ClosedSandbox.databaseHint)
        case _ where isConnectionLost:
            (.databaseUnavailable, unavailableHint)
        case _ where isRetryable: (.databaseRetry, "Nothing was changed; run it again.")
        case _ where sqlState == "42501" || sqlState.hasPrefix("28"):
            (
                .databasePermission,
                "Give the role the rights that /usr/share/reconciled/roles.sql gives, then run `reconciled check`."
            )
        case _ where isWrongShape:
            (.databaseOutdated, "Run `reconciled migrate` if the schema is older than the program.")
        default:
            (
                .databaseError,
                "Nothing was changed. See the server's log; if it says no more, report this with the SQLSTATE."
            )
        }
    }
}
