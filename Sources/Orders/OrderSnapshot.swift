import Postgres
import Vocabulary

/// One REPEATABLE READ, READ ONLY snapshot of the shop's side (contract section 3.2). Everything a run reads of the
/// shop, it reads through one of these.
package final class OrderSnapshot: Sendable {
    // Unsafe only for the compiler: libpq lets one thread at a time use a connection, and the one that streams has it to
    // itself until the others have waited for its end.
    nonisolated(unsafe) private let connection: Connection
    private let source: OrdersSource

    /// Keys asked for in one query: large enough that the round trip vanishes, small enough for any plan.
    private static let keysPerQuery = 2000

    /// - Parameter wholeAfter: on a standby, replay must have passed this moment (seconds since 1970 UTC).
    package init(_ source: OrdersSource, wholeAfter: Int64) throws {
        self.source = source
        connection = try Self.open(source, wholeAfter: wholeAfter)
    }

    private static func open(_ source: OrdersSource, wholeAfter: Int64) throws -> Connection {
        let connection: Connection
        do throws(PostgresError) {
            connection = try Connection(source.conninfo, name: "reconciled orders")
        } catch { throw error.problem("connecting to the order database") }
        // Scans of large tables begin at their beginning, whatever others read: so records come in the order of the bill.
        try connection.execute("SET SESSION synchronize_seqscans = off")
        try connection.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        let state = try connection.query(
            """
            SELECT pg_is_in_recovery(),
                   coalesce(extract(epoch FROM pg_last_xact_replay_timestamp())::bigint, 0)
            """)
        guard state.bool(0, 0), state.int(0, 1) < wholeAfter else { return connection }
        throw Problem(
            .ordersLagging, "the standby has not replayed the whole day yet",
            expected: "replay past \(ShanghaiTime.text(epochSeconds: wholeAfter))",
            found: state.int(0, 1) == 0 ? "no replayed transaction" : ShanghaiTime.text(epochSeconds: state.int(0, 1)),
            hint: "Wait until the standby has caught up, or point `orders` at the primary, and run it again.")
    }

    /// Tells one database from every other, a replica of it among them.
    package static let databaseIdentity = """
        SELECT concat_ws(' ', current_database(), pg_postmaster_start_time(), inet_server_port(),
                         (SELECT system_identifier FROM pg_control_system()))
        """

    package func identity() throws -> String { try connection.query(Self.databaseIdentity).text(0, 0) }

    /// Ends what the snapshot is reading, from another thread.
    package var canceller: Canceller? { Canceller(connection) }

    /// What `streamMoney` hands out: one money record that is booked in the interval, or that has no time yet.
    package struct Booked {
        package var type: EntryType
        package var paymentNo: UnsafeRawBufferPointer
        package var refundNo: UnsafeRawBufferPointer
        package var amountFen: Int64
        package var isCNY: Bool
        package var hasTime: Bool
    }

    /// Streams the account's money records booked on the day, and those without a time; the refunds, which are few, first.
    package func streamMoney(
        _ account: ChannelAccount, day: BusinessDay, _ body: (Booked) throws -> Void
    ) throws {
        for type in [EntryType.refund, .payment] {
            do { try stream(type, account, day, body) } catch let error as PostgresError where error.isWrongShape {
                throw Problem(
                    .ordersUnusable, "the \(type.rawValue) relation cannot be read: \(error)",
                    expected: type == .payment ? source.paymentRelation : source.refundRelation,
                    hint: """
                        Set orders.\(type.rawValue)_relation to a view with the columns of the contract, then run \
                        `reconciled check`.
                        """)
            }
        }
    }

    private enum Flag {
        static let isCNY: Int16 = 1
        static let isMoney: Int16 = 2
        static let isKnown: Int16 = 4
        static let hasTime: Int16 = 8
        static let usual = isCNY | isMoney | isKnown | hasTime
        /// State or currency are NULL.
        static let missing: Int16 = -1
    }

    private func stream(
        _ type: EntryType, _ account: ChannelAccount, _ day: BusinessDay, _ body: (Booked) throws -> Void
    ) throws {
        let isPayment = type == .payment
        let time = isPayment ? "paid_at" : "refunded_at"
        let money = isPayment ? "'paid'" : "'succeeded', 'processing'"
        let known = isPayment ? "'paid', 'unpaid', 'closed'" : "'succeeded', 'processing', 'closed'"
        let idle = isPayment ? "'unpaid', 'closed'" : "'closed'"
        // Nearly every record is usual and has no flags: one less value to work out and to send.
        let columns = """
            payment_no::text, \(isPayment ? "" : "refund_no::text, ")amount_fen::bigint,
            CASE WHEN state = \(isPayment ? "'paid'" : "'succeeded'") AND currency = 'CNY' AND \(time) IS NOT NULL
                 THEN NULL
                 ELSE coalesce((currency = 'CNY')::int * \(Flag.isCNY) + (state IN (\(money)))::int * \(Flag.isMoney)
                               + (state IN (\(known)))::int * \(Flag.isKnown)
                               + (\(time) IS NOT NULL)::int * \(Flag.hasTime), \(Flag.missing))::smallint END
            """
        let owner = """
            FROM \(isPayment ? source.payments : source.refunds)
            WHERE channel = '\(account.channel.rawValue)' AND account = \(sqlLiteral(account.account))
            """
        // Two statements: a UNION would copy every row once more inside the server, a quarter of its time.
        let parts = [
            "\(time) >= to_timestamp(\(day.startEpochSeconds)) AND \(time) < to_timestamp(\(day.endEpochSeconds))",
            "\(time) IS NULL AND state NOT IN (\(idle))",
        ]
        for part in parts {
            try copy("COPY (SELECT \(columns) \(owner) AND \(part)) TO STDOUT (FORMAT binary)", type, account, body)
        }
    }

    private func copy(
        _ sql: String, _ type: EntryType, _ account: ChannelAccount, _ body: (Booked) throws -> Void
    ) throws {
        let isPayment = type == .payment
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        var isFirst = true
        try connection.copyOut(sql) { message in
            guard var row = CopyRow(message, isFirst: isFirst) else { return }
            isFirst = false
            guard let paymentNo = row.next(), let refundNo = isPayment ? nothing : row.next(),
                let amountFen = row.nextInt64()
            else { throw missingValue(type, account) }
            let flags = row.nextInt16() ?? Flag.usual
            guard flags != Flag.missing else { throw missingValue(type, account) }
            guard flags & Flag.isKnown != 0 else {
                throw unknownState(type, String(decoding: paymentNo, as: UTF8.self), account)
            }
            guard flags & Flag.isMoney != 0 else { return }
            try body(
                Booked(
                    type: type, paymentNo: paymentNo, refundNo: refundNo, amountFen: amountFen,
                    isCNY: flags & Flag.isCNY != 0, hasTime: flags & Flag.hasTime != 0))
        }
    }

    /// The records of the given keys, wherever and whenever booked, of whatever account and channel: one of each, for numbers
    /// are each account's own.
    package func records(for keys: [RecordKey]) throws -> [ShopRecord] {
        var found: [ShopRecord] = []
        for type in EntryType.allCases {
            let wanted = keys.filter { $0.type == type && !$0.paymentNo.isEmpty }
            for start in stride(from: 0, to: wanted.count, by: Self.keysPerQuery) {
                let part = wanted[start..<min(start + Self.keysPerQuery, wanted.count)]
                try append(type, Array(part), to: &found)
            }
        }
        return found
    }

    private func append(_ type: EntryType, _ keys: [RecordKey], to found: inout [ShopRecord]) throws {
        let rows: Rows
        switch type {
        case .payment:
            rows = try connection.query(
                """
                SELECT payment_no::text, '', channel::text, account::text, channel_trade_no::text, amount_fen::bigint,
                       currency::text, state::text, floor(extract(epoch FROM paid_at))::bigint, order_nos::text[]::text
                FROM \(source.payments) WHERE payment_no = ANY($1::text[])
                """, [arrayLiteral(keys.map(\.paymentNo))])
        case .refund:
            rows = try connection.query(
                """
                SELECT f.payment_no::text, f.refund_no::text, f.channel::text, f.account::text,
                       f.channel_refund_no::text, f.amount_fen::bigint, f.currency::text, f.state::text,
                       floor(extract(epoch FROM f.refunded_at))::bigint,
                       (SELECT p.order_nos FROM \(source.payments) p
                        WHERE p.payment_no = f.payment_no AND p.channel = f.channel AND p.account = f.account
                        LIMIT 1)::text[]::text
                FROM unnest($1::text[], $2::text[]) AS wanted(payment_no, refund_no)
                JOIN \(source.refunds) f ON f.payment_no = wanted.payment_no AND f.refund_no = wanted.refund_no
                """, [arrayLiteral(keys.map(\.paymentNo)), arrayLiteral(keys.map(\.refundNo))])
        }
        // By their bytes: two Unicode forms of one number are two numbers.
        var seen = Set<[[UInt8]]>()
        for row in 0..<rows.count {
            let key = RecordKey(type: type, paymentNo: rows.text(row, 0), refundNo: rows.text(row, 1))
            guard let channel = rows[row, 2], let account = rows[row, 3], let currency = rows[row, 6],
                let state = rows[row, 7], let amountFen = rows[row, 5].flatMap({ Int64($0) })
            else { throw missingValue(type, nil) }
            let known = type == .payment ? ["paid", "unpaid", "closed"] : ["succeeded", "processing", "closed"]
            guard known.contains(state) else { throw unknownState(type, key.paymentNo, nil) }
            let identity = [channel, account, key.paymentNo, key.refundNo].map { Array($0.utf8) }
            guard seen.insert(identity).inserted else { throw duplicateKey(key) }
            found.append(
                ShopRecord(
                    key: key, channel: channel, account: account, channelNo: rows[row, 4], amountFen: amountFen,
                    currency: currency, state: state, occurredAt: rows[row, 8].flatMap { Int64($0) },
                    orderNos: rows[row, 9]))
        }
    }

    package struct PaymentAmount: Sendable {
        package var paymentNo: String
        package var channel: String
        package var account: String
        package var amountFen: Int64
    }

    /// What the shop says each payment amounts to, of every account and channel that has one of the number.
    package func paymentAmountsFen(_ paymentNos: [String]) throws -> [PaymentAmount] {
        var found: [PaymentAmount] = []
        for start in stride(from: 0, to: paymentNos.count, by: Self.keysPerQuery) {
            let part = Array(paymentNos[start..<min(start + Self.keysPerQuery, paymentNos.count)])
            let rows = try connection.query(
                """
                SELECT payment_no::text, channel::text, account::text, amount_fen::bigint
                FROM \(source.payments) WHERE payment_no = ANY($1::text[])
                """, [arrayLiteral(part)])
            for row in 0..<rows.count {
                guard let channel = rows[row, 1], let account = rows[row, 2],
                    let amountFen = rows[row, 3].flatMap({ Int64($0) })
                else { throw missingValue(.payment, nil) }
                found.append(
                    PaymentAmount(
                        paymentNo: rows.text(row, 0), channel: channel, account: account, amountFen: amountFen))
            }
        }
        return found
    }
}

package func duplicateKey(_ key: RecordKey) -> Problem {
    Problem(
        .ordersDuplicateKey, "the order relation gives one key more than once", expected: "one row for \(key.text)",
        found: "several",
        hint: "Correct the view that stands for the order relation: its key must be unique, often a join doubles rows.")
}

private func missingValue(_ type: EntryType, _ account: ChannelAccount?) -> Problem {
    Problem(
        .ordersNullValue, "the \(type.rawValue) relation holds a row without a number, amount, state or currency",
        at: Place(account: account), expected: "a value", found: "NULL",
        hint: "Correct the view: only channel numbers, times and order numbers may be NULL.")
}

private func unknownState(_ type: EntryType, _ paymentNo: String, _ account: ChannelAccount?) -> Problem {
    Problem(
        .ordersUnknownState, "the state of \(type.rawValue) \(paymentNo) is none that the contract knows",
        at: Place(account: account),
        expected: type == .payment ? "paid, unpaid or closed" : "succeeded, processing or closed",
        found: "another state", hint: "Map the shop's states to the ones of the contract in the view.")
}

/// A string constant of SQL; `standard_conforming_strings` is on in every session of ours.
package func sqlLiteral(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }

/// A PostgreSQL array literal of texts.
package func arrayLiteral(_ texts: [String]) -> String {
    "{"
        + texts.map { "\"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }.joined(separator: ",")
        + "}"
}
