import Postgres
import Vocabulary

/// The account's money records of a day, streamed; and the proof that they are all there are.
extension OrderSnapshot {
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
    /// - Throws: also when a record may be of this day and account and cannot be told for certain.
    package func streamMoney(
        _ account: ChannelAccount, day: BusinessDay, _ body: (Booked) throws -> Void
    ) throws {
        for type in [EntryType.refund, .payment] {
            let stream = OrderStream(type, source.relation(type), source.channels, account, day)
            do {
                try source.relation(type).told { try stream.read(session.connection, body) }
            } catch let problem as Problem { throw problem.located(Place(account: account)) }
        }
    }
}

private struct OrderStream {
    private let type: EntryType
    private let relation: OrderRelation
    private let channels: [Channel]
    private let account: ChannelAccount
    private let day: BusinessDay

    private var isPayment: Bool { type == .payment }
    private var time: String { isPayment ? "paid_at" : "refunded_at" }
    private var money: String { isPayment ? "'paid'" : "'succeeded', 'processing'" }
    private var known: String { list(relation.states) }
    private var idle: String { isPayment ? "'unpaid', 'closed'" : "'closed'" }

    init(
        _ type: EntryType, _ relation: OrderRelation, _ channels: [Channel], _ account: ChannelAccount,
        _ day: BusinessDay
    ) {
        self.type = type
        self.relation = relation
        self.channels = channels
        self.account = account
        self.day = day
    }

    private enum Flag {
        static let isCNY: Int16 = 1
        static let isMoney: Int16 = 2
        static let isKnown: Int16 = 4
        static let hasTime: Int16 = 8
        static let isOwned: Int16 = 16
        static let usual = isCNY | isMoney | isKnown | hasTime | isOwned
        /// State or currency are NULL.
        static let missing: Int16 = -1
    }

    /// Number and money of records.
    private struct Counted {
        var records: Int64 = 0
        var amountFen: Int64 = 0
    }

    func read(_ connection: borrowing Connection, _ body: (OrderSnapshot.Booked) throws -> Void) throws {
        var booked = Counted()
        // Several statements: a UNION would copy every row once more inside the server, a quarter of its time; and each has
        // an index of its own to go by.
        try copy(connection, where: ofDay) { record in
            if record.hasTime {
                booked.records += 1
                let (sum, isBeyond) = booked.amountFen.addingReportingOverflow(record.amountFen)
                guard !isBeyond else { throw sumBeyondAll() }
                booked.amountFen = sum
            }
            try body(record)
        }
        let mayBeMoney = "(state IS NULL OR state NOT IN (\(idle)))"
        try copy(connection, where: "\(time) IS NULL AND \(mayBeMoney)", body)
        let bounds = OrderBounds.epochSeconds
        for outside in ["< to_timestamp(\(bounds.lowerBound))", ">= to_timestamp(\(bounds.upperBound))"] {
            try refuseAny(connection, where: "\(time) \(outside) AND \(mayBeMoney) AND \(mayBeOfAccount)")
        }
        if booked.records <= Self.countedAgainMax { try prove(booked, connection) }
    }

    /// Counting is another scan, 0.1 to 0.2 s for each million records: a tenth of what a large day takes altogether. Of such
    /// a day it is the server's own count of what it sent that proves the reading, and the statement that proves the rest.
    private static let countedAgainMax: Int64 = 300_000

    private var ofDay: String {
        "\(time) >= to_timestamp(\(day.startEpochSeconds)) AND \(time) < to_timestamp(\(day.endEpochSeconds))"
    }

    private var isOfAccount: String {
        "channel = '\(account.channel.rawValue)' AND account = \(sqlLiteral(account.account))"
    }

    /// Of the account, or of nobody, and then perhaps of it. Written so that an index on channel and account serves for each.
    private var mayBeOfAccount: String {
        let channels = list(channels.map(\.rawValue))
        return """
            ((\(isOfAccount)) OR channel IS NULL OR channel = ''
             OR (channel IN (\(channels)) AND account IS NULL) OR (channel IN (\(channels)) AND account = ''))
            """
    }

    private func list(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: ", ") }

    private func copy(
        _ connection: borrowing Connection, where condition: String, _ body: (OrderSnapshot.Booked) throws -> Void
    ) throws {
        // Nearly every record is usual and has no flags: one less value to work out and to send.
        let sql = """
            COPY (SELECT payment_no, \(isPayment ? "" : "refund_no, ")amount_fen::bigint,
                CASE WHEN state = \(isPayment ? "'paid'" : "'succeeded'") AND currency = 'CNY' AND \(time) IS NOT NULL
                          AND \(isOfAccount)
                     THEN NULL
                     ELSE coalesce((currency = 'CNY')::int * \(Flag.isCNY) + (state IN (\(money)))::int * \(Flag.isMoney)
                                   + (state IN (\(known)))::int * \(Flag.isKnown)
                                   + (\(time) IS NOT NULL)::int * \(Flag.hasTime)
                                   + coalesce(\(isOfAccount), false)::int * \(Flag.isOwned),
                                   \(Flag.missing))::smallint END
                FROM \(relation.sqlName) WHERE \(condition) AND \(mayBeOfAccount)) TO STDOUT (FORMAT binary)
            """
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        var isFirst = true
        var rows: Int64 = 0
        let sent = try connection.copyOut(sql) { message in
            guard var row = CopyRow(message, isFirst: isFirst) else { return }
            isFirst = false
            rows += 1
            let paymentNo = try row.next()
            let refundNo = isPayment ? nothing : try row.next()
            let amountFen = try row.nextInt64()
            let flags = try row.nextInt16() ?? Flag.usual
            guard let paymentNo, let refundNo, let amountFen, flags != Flag.missing, flags & Flag.isOwned != 0,
                flags & Flag.isKnown != 0, !paymentNo.isEmpty, isPayment || !refundNo.isEmpty,
                OrderBounds.amountsFen.contains(amountFen)
            else { throw problem(paymentNo, refundNo, amountFen, flags) }
            guard flags & Flag.isMoney != 0 else { return }
            try body(
                OrderSnapshot.Booked(
                    type: type, paymentNo: paymentNo, refundNo: refundNo, amountFen: amountFen,
                    isCNY: flags & Flag.isCNY != 0, hasTime: flags & Flag.hasTime != 0))
        }
        guard sent == rows else { throw countDiffers("\(sent ?? 0) rows", "\(rows) rows") }
    }

    private func problem(
        _ paymentNo: UnsafeRawBufferPointer?, _ refundNo: UnsafeRawBufferPointer?, _ amountFen: Int64?, _ flags: Int16
    ) -> Problem {
        let record = NamedRecord(
            type: type, paymentNo: paymentNo.map { String(decoding: $0, as: UTF8.self) },
            refundNo: refundNo.map { String(decoding: $0, as: UTF8.self) }, amountFen: amountFen)
        if flags != Flag.missing, flags & Flag.isOwned == 0 { return record.withoutOwner }
        guard let amountFen else { return record.without("amount") }
        do throws(Problem) { try record.require(amountFen: amountFen) } catch { return error }
        return flags == Flag.missing ? record.without("state or no currency") : record.unknownState
    }

    /// Refuses a record at a moment that lies on no business day there is, `infinity` for one: no run would ever see it.
    private func refuseAny(_ connection: borrowing Connection, where condition: String) throws {
        let rows = try connection.query(
            """
            SELECT payment_no, \(isPayment ? "''" : "refund_no"), \(time)::text FROM \(relation.sqlName)
            WHERE \(condition) LIMIT 1
            """)
        guard rows.count > 0 else { return }
        throw NamedRecord(type: type, paymentNo: rows[0, 0], refundNo: rows[0, 1]).timeOutOfBounds(rows[0, 2])
    }

    /// Counts and adds up in the server, in the same snapshot, what was read.
    private func prove(_ booked: Counted, _ connection: borrowing Connection) throws {
        let held = try connection.query(
            """
            SELECT count(*), coalesce(sum(amount_fen), 0) FROM \(relation.sqlName)
            WHERE \(isOfAccount) AND \(ofDay) AND state IN (\(money))
            """)
        let read = [String(booked.records), String(booked.amountFen)]
        guard [held.text(0, 0), held.text(0, 1)] != read else { return }
        throw countDiffers("\(held.text(0, 0)) records, \(held.text(0, 1)) fen", "\(read[0]) records, \(read[1]) fen")
    }

    private func countDiffers(_ expected: String, _ found: String) -> Problem {
        Problem(
            .ordersCountDiffers,
            "the \(type.rawValue) records that were read are not all that \(relation.name) holds",
            at: Place(account: account, day: day), expected: expected, found: found,
            hint: "See whether the view gives other rows each time that it is read; if not, report this.")
    }

    private func sumBeyondAll() -> Problem {
        Problem(
            .ordersOutOfBounds, "the \(type.rawValue) records of the day add up to more than all money",
            at: Place(account: account, day: day), expected: "less than \(Fen.yuan(.max)) yuan", found: "more",
            hint: "Look for absurd amounts in \(relation.name).")
    }
}
