import Postgres
import Vocabulary

/// One of the shop's relations, and the columns that Contract 2 demands of it, of types that mean the same without a
/// guess. Every run asks for them before it reads a row, and so does `check`.
package struct OrderRelation: Sendable {
    /// What its rows are.
    package enum Role: String, Sendable { case payment, refund, sharing }
    package let role: Role
    /// As the configuration names it.
    package let name: String
    /// As SQL does.
    package let sqlName: String

    init(_ role: Role, name: String, sqlName: String) {
        self.role = role
        self.name = name
        self.sqlName = sqlName
    }

    enum Kind {
        case text, amount, moment, texts

        /// PostgreSQL's numbers of the types; a domain over one of them counts as that one.
        var types: [UInt32] {
            switch self {
            case .text: [25, 1043]  // text, varchar
            case .amount: [20, 23]  // bigint, integer
            case .moment: [1184]  // timestamptz
            case .texts: [1009, 1015]  // text[], varchar[]
            }
        }

        var expected: String {
            switch self {
            case .text: "text"
            case .amount: "bigint"
            case .moment: "timestamp with time zone"
            case .texts: "text[]"
            }
        }
    }

    var columns: [(name: String, kind: Kind)] {
        switch role {
        case .payment:
            [
                ("payment_no", .text), ("channel", .text), ("account", .text), ("channel_trade_no", .text),
                ("amount_fen", .amount), ("currency", .text), ("state", .text), ("paid_at", .moment),
                ("order_nos", .texts),
            ]
        case .refund:
            [
                ("refund_no", .text), ("payment_no", .text), ("channel", .text), ("account", .text),
                ("channel_refund_no", .text), ("amount_fen", .amount), ("currency", .text), ("state", .text),
                ("refunded_at", .moment),
            ]
        case .sharing:
            [
                ("payment_no", .text), ("sharing_no", .text), ("receiver", .text), ("amount_fen", .amount),
                ("state", .text), ("shared_at", .moment),
            ]
        }
    }

    package var keyColumns: String {
        switch role {
        case .payment: "payment_no"
        case .refund: "payment_no, refund_no"
        case .sharing: "payment_no, sharing_no, receiver"
        }
    }
    package var states: [String] {
        role == .payment ? ["paid", "unpaid", "closed"] : ["succeeded", "processing", "closed"]
    }
    /// The option that names it.
    private var option: String { "orders.\(role.rawValue)_relation" }

    /// Everything about its columns that is not as it must be.
    /// - Throws: a `Problem` where it cannot be looked at.
    package func problems(_ connection: borrowing Connection) throws -> [Problem] {
        try told { try columnProblems(connection) }
    }

    private func columnProblems(_ connection: borrowing Connection) throws -> [Problem] {
        guard let oid = try connection.query("SELECT to_regclass($1)::oid", [sqlName])[0, 0] else {
            return [isMissing(nil)]
        }
        let catalogue = try connection.query(
            """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), coalesce(c.collisdeterministic, true), c.collname
            FROM pg_attribute a LEFT JOIN pg_collation c ON c.oid = a.attcollation
            WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
            """, [oid])
        var found: [ExactText: Int] = [:]
        for row in 0..<catalogue.count { found[ExactText(catalogue.text(row, 0))] = row }
        let present = columns.filter { found[ExactText($0.name)] != nil }
        guard !present.isEmpty else { return columns.map { missing($0.name, $0.kind) } }
        // No row is read, and the server says what it would have answered with.
        let list = present.map(\.name).joined(separator: ", ")
        let types = try connection.query("SELECT \(list) FROM \(sqlName) LIMIT 0")
        var problems: [Problem] = []
        for (name, kind) in columns {
            guard let row = found[ExactText(name)], let place = present.firstIndex(where: { $0.name == name }) else {
                problems.append(missing(name, kind))
                continue
            }
            if !kind.types.contains(types.type(place)) {
                problems.append(wrongType(name, kind, found: catalogue.text(row, 1)))
            } else if !catalogue.bool(row, 2) {
                let type = "\(catalogue.text(row, 1)) whose collation \(catalogue.text(row, 3))"
                problems.append(wrongType(name, kind, found: "\(type) takes different texts for one"))
            }
        }
        return problems
    }

    /// The first value of a sample that no run would take.
    /// - Parameter rows: what follows FROM.
    package func firstBadValue(in rows: String, _ connection: borrowing Connection) throws -> Problem? {
        // Of a sharing relation every run looks at each row that it reads.
        guard let type = EntryType(rawValue: role.rawValue) else { return nil }
        let (refundNo, time) = type == .payment ? ("''", "paid_at") : ("refund_no", "refunded_at")
        let bounds = OrderBounds.epochSeconds
        let bad = try connection.query(
            """
            SELECT payment_no, \(refundNo), channel, account, amount_fen, \(time)::text FROM \(rows)
            WHERE coalesce(payment_no, '') = '' \(type == .payment ? "" : "OR coalesce(refund_no, '') = ''")
               OR coalesce(channel, '') = '' OR coalesce(account, '') = ''
               OR amount_fen IS NULL OR amount_fen < 0 OR amount_fen >= \(OrderBounds.amountsFen.upperBound)
               OR \(time) < to_timestamp(\(bounds.lowerBound)) OR \(time) >= to_timestamp(\(bounds.upperBound))
            LIMIT 1
            """)
        guard bad.count > 0 else { return nil }
        let amountFen = bad[0, 4] == nil ? nil : try bad.int(0, 4)
        let record = NamedRecord(type: type, paymentNo: bad[0, 0], refundNo: bad[0, 1], amountFen: amountFen)
        if bad.text(0, 2).isEmpty || bad.text(0, 3).isEmpty { return record.withoutOwner }
        guard let amountFen else { return record.without("amount") }
        do throws(Problem) { try record.require(amountFen: amountFen) } catch { return error }
        return record.timeOutOfBounds(bad[0, 5])
    }

    private func missing(_ column: String, _ kind: Kind) -> Problem {
        Problem(
            .ordersColumnMissing, "\(name) has no column \(column)", expected: "\(column) \(kind.expected)",
            found: "no such column", hint: "Give the view a column \(column) of type \(kind.expected).")
    }

    private func wrongType(_ column: String, _ kind: Kind, found: String) -> Problem {
        let why =
            switch kind {
            case .text, .texts: "numbers are compared as they are written"
            case .amount: "amounts are whole fen, never rounded"
            case .moment: "a time without a zone is another moment in every session"
            }
        return Problem(
            .ordersColumnType, "column \(column) of \(name) is of a type whose meaning would have to be guessed",
            expected: kind.expected, found: found,
            hint: "Let the view give \(column) as \(kind.expected), by a conversion that you choose: \(why).")
    }

    private func isMissing(_ found: String?) -> Problem {
        Problem(
            .ordersRelationMissing, "the relation \(name) is not there, or its schema may not be used",
            expected: name, found: found,
            hint: """
                Create it, or set \(option) to a view with the columns of the contract, grant USAGE on \
                its schema and SELECT, and run `reconciled check`. \(AskedAgain.hint)
                """)
    }

    /// Runs `body`, which reads the relation.
    /// - Throws: what the server says to that, in words about the relation.
    package func told<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as PostgresError { throw told(error) }
    }

    func told(_ error: PostgresError) -> any Error {
        // These are about the session, and decide how it is tried again.
        if error.isConnectionLost || error.isRetryable { return error }
        var problem = problem(error)
        problem.sqlState = error.sqlState
        return problem
    }

    private func problem(_ error: PostgresError) -> Problem {
        if error.isHiddenRows {
            return Problem(
                .ordersRowsHidden, "row-level security would hide rows of \(name) from the reading role",
                expected: "all rows", found: error.message,
                hint: """
                    Give the role of orders.conninfo BYPASSRLS, or point \(option) at a view of an \
                    owner whom no policy binds.
                    """)
        }
        if error.isMissingRelation { return isMissing(error.message) }
        guard error.isWrongShape else { return error.problem("reading \(name)") }
        return Problem(
            .ordersUnusable, "the \(role.rawValue) relation cannot be read: \(error)", expected: name,
            hint: """
                Set \(option) to a view with the columns of the contract, then run \
                `reconciled check`.
                """)
    }
}
