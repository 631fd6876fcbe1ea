import Postgres
import Vocabulary

/// One REPEATABLE READ, READ ONLY snapshot of the shop's side (Contract 3.2). Everything a run reads of the
/// shop, it reads through one of these.
package final class OrderSnapshot: Sendable {
    /// libpq lets one thread at a time use a connection: the one that streams has it to itself until the others have waited
    /// for its end.
    let session: KeptSession
    private let kept: KeptSessions?
    let source: OrdersSource

    /// Keys asked for in one query: large enough that the round trip vanishes, small enough for any plan.
    private static let keysPerQuery = 2000

    /// - Parameters:
    ///   - wholeAfter: on a standby, replay must have passed this moment (seconds since 1970 UTC).
    ///   - kept: of the same source; gives the session, and has it back with the snapshot's end.
    ///   - onOpen: called with what ends the reading, before anything of the shop is touched that somebody may have locked.
    package init(
        _ source: OrdersSource, wholeAfter: Int64, kept: KeptSessions? = nil, onOpen: (Canceller?) -> Void = { _ in }
    ) throws {
        self.source = source
        self.kept = kept
        session = try (kept ?? KeptSessions()).take { () throws(Problem) in
            do throws(PostgresError) { return try source.connect(name: "reconciled orders") } catch {
                throw error.problem("connecting to the order database")
            }
        } greet: {
            try $0.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        }
        onOpen(Canceller(session.connection))
        try requireWhole(after: wholeAfter)
        for type in EntryType.allCases {
            if let problem = try source.relation(type).problems(session.connection).first { throw problem }
        }
    }

    deinit {
        guard let kept, session.connection.isUsable else { return }
        try? session.connection.execute("ROLLBACK")
        kept.keep(session)
    }

    private func requireWhole(after wholeAfter: Int64) throws {
        let state = try session.connection.query(
            """
            SELECT pg_is_in_recovery(),
                   coalesce(extract(epoch FROM pg_last_xact_replay_timestamp())::bigint, 0)
            """)
        let replayedAt = try state.int(0, 1)
        guard !state.bool(0, 0) || replayedAt >= wholeAfter else {
            throw Problem(
                .ordersLagging, "the standby has not replayed the whole day yet",
                expected: "replay past \(ShanghaiTime.text(epochSeconds: wholeAfter))",
                found: replayedAt == 0 ? "no replayed transaction" : ShanghaiTime.text(epochSeconds: replayedAt))
        }
    }

    /// One query about keys, in words about the relation where it fails.
    private func query(_ type: EntryType, _ sql: String, _ parameters: [String?]) throws -> Rows {
        do throws(PostgresError) { return try session.connection.query(sql, parameters) } catch {
            throw source.relation(type).told(error)
        }
    }

    /// Tells one database from every other, a replica of it among them.
    package static let databaseIdentity = """
        SELECT concat_ws(' ', current_database(), pg_postmaster_start_time(), inet_server_port(),
                         (SELECT system_identifier FROM pg_control_system()))
        """

    package func identity() throws -> String { try session.connection.query(Self.databaseIdentity).text(0, 0) }

    /// Ends what the snapshot is reading, from another thread.
    package var canceller: Canceller? { Canceller(session.connection) }

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
            rows = try query(
                type,
                """
                SELECT payment_no, '', channel, account, channel_trade_no, amount_fen, currency, state,
                       \(OrderBounds.epochText("paid_at")), order_nos::text
                FROM \(source.payments) WHERE payment_no = ANY($1::text[])
                """, [arrayLiteral(keys.map(\.paymentNo))])
        case .refund:
            rows = try query(
                type,
                """
                SELECT f.payment_no, f.refund_no, f.channel, f.account, f.channel_refund_no, f.amount_fen, f.currency,
                       f.state, \(OrderBounds.epochText("f.refunded_at")),
                       (SELECT p.order_nos FROM \(source.payments) p
                        WHERE p.payment_no = f.payment_no AND p.channel = f.channel AND p.account = f.account
                        LIMIT 1)::text
                FROM unnest($1::text[], $2::text[]) AS wanted(payment_no, refund_no)
                JOIN \(source.refunds) f ON f.payment_no = wanted.payment_no AND f.refund_no = wanted.refund_no
                """, [arrayLiteral(keys.map(\.paymentNo)), arrayLiteral(keys.map(\.refundNo))])
        }
        var seen = Set<[ExactText]>()
        for row in 0..<rows.count {
            let key = RecordKey(type: type, paymentNo: rows.text(row, 0), refundNo: rows.text(row, 1))
            let record = NamedRecord(type: type, paymentNo: key.paymentNo, refundNo: key.refundNo)
            guard let channel = rows[row, 2], let account = rows[row, 3], !account.isEmpty else {
                throw record.withoutOwner
            }
            guard let currency = rows[row, 6], let state = rows[row, 7] else {
                throw record.without("state or no currency")
            }
            guard rows[row, 5] != nil else { throw record.without("amount") }
            let amountFen = try rows.int(row, 5)
            try record.require(amountFen: amountFen)
            guard source.relation(type).states.contains(state) else { throw record.unknownState }
            let time = rows[row, 8]
            let occurredAt = time.flatMap { Int64($0) }
            guard time == nil || occurredAt.map(OrderBounds.epochSeconds.contains) == true else {
                throw record.timeOutOfBounds(occurredAt.map(ShanghaiTime.text) ?? time)
            }
            let identity = [channel, account, key.paymentNo, key.refundNo].map(ExactText.init)
            guard seen.insert(identity).inserted else { throw duplicateKey(key) }
            found.append(
                ShopRecord(
                    key: key, channel: channel, account: account, channelNo: rows[row, 4], amountFen: amountFen,
                    currency: currency, state: state, occurredAt: occurredAt,
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
            let rows = try query(
                .payment,
                """
                SELECT payment_no, channel, account, amount_fen
                FROM \(source.payments) WHERE payment_no = ANY($1::text[])
                """, [arrayLiteral(part)])
            for row in 0..<rows.count {
                let record = NamedRecord(type: .payment, paymentNo: rows.text(row, 0))
                guard let channel = rows[row, 1], let account = rows[row, 2] else { throw record.withoutOwner }
                guard rows[row, 3] != nil else { throw record.without("amount") }
                let amountFen = try rows.int(row, 3)
                try record.require(amountFen: amountFen)
                found.append(
                    PaymentAmount(
                        paymentNo: rows.text(row, 0), channel: channel, account: account, amountFen: amountFen))
            }
        }
        return found
    }
}
