import Postgres
import Vocabulary

/// One share as the shop has it (Contract 6): of a payment, for one receiver of a sharing order.
package struct SharingRecord: Sendable {
    package var paymentNo: String
    package var sharingNo: String
    /// A merchant number, or what names a person; in memory only.
    package var receiver: String
    /// What was given back (分账回退) is negative.
    package var amountFen: Int64
    /// succeeded, processing or closed.
    package var state: String
    /// Seconds since 1970 UTC.
    package var sharedAt: Int64?
    /// Of the payment, as far as the shop knows them.
    package var channelTradeNo: String
    package var orderNos: String?
}

/// The shop's shares. A share is of its payment's account; where several accounts have a payment of that number, the relation has
/// to say which, in columns `channel` and `account`.
extension OrderSnapshot {
    private static let numbersPerQuery = 2000

    /// - Throws: what is wrong with the relation as a whole.
    package func requireSharings() throws {
        if let problem = try source.sharings.problems(session.connection).first { throw problem }
    }

    /// The numbers of what is booked on a day or has no time, each once: `payment_no` or `sharing_no`.
    package func sharingNumbers(
        _ column: String, of account: ChannelAccount, day: BusinessDay
    ) throws -> [String] {
        let known = try records(
            of: account,
            where: """
                s.shared_at >= to_timestamp(\(day.startEpochSeconds)) AND s.shared_at < to_timestamp(\(day.endEpochSeconds))
                OR s.shared_at IS NULL AND s.state IS DISTINCT FROM 'closed'
                """, [])
        return Array(Set(known.map { column == "payment_no" ? $0.paymentNo : $0.sharingNo })).sorted()
    }

    /// Every share under these numbers, whenever booked.
    package func sharings(
        _ column: String, _ numbers: [String], of account: ChannelAccount, _ body: (SharingRecord) throws -> Void
    ) throws {
        for start in stride(from: 0, to: numbers.count, by: Self.numbersPerQuery) {
            let part = Array(numbers[start..<min(start + Self.numbersPerQuery, numbers.count)])
            var seen: Set<[ExactText]> = []
            for record in try records(of: account, where: "s.\(column) = ANY ($1::text[])", [arrayLiteral(part)]) {
                let key = [record.paymentNo, record.sharingNo, record.receiver].map(ExactText.init)
                guard seen.insert(key).inserted else { throw Self.duplicate(record) }
                try body(record)
            }
        }
    }

    /// The payments to which the shop knows these numbers of the channel, and the channel's numbers of these payments, as far as
    /// it does.
    package func payments(
        ofTrades channelTradeNos: [String], or paymentNos: [String], of account: ChannelAccount,
        _ body: (_ tradeNo: String, _ paymentNo: String) throws -> Void
    ) throws {
        try source.relation(.payment).told {
            let rows = try session.connection.query(
                """
                SELECT channel_trade_no, min(payment_no) FROM \(source.payments)
                WHERE (channel_trade_no = ANY ($1::text[]) OR payment_no = ANY ($4::text[]) AND channel_trade_no <> '')
                  AND channel = $2 AND account = $3 GROUP BY 1 ORDER BY 1
                """,
                [
                    arrayLiteral(channelTradeNos), account.channel.rawValue, account.account, arrayLiteral(paymentNos),
                ])
            for row in 0..<rows.count { try body(rows.text(row, 0), rows.text(row, 1)) }
        }
    }

    /// The account's payments of a day that the shop has shared, or has tried to, each once: as the shop numbers them, and as the
    /// channel does where the shop knows it.
    package func sharedPayments(
        of account: ChannelAccount, paidOn day: BusinessDay
    ) throws -> [(paymentNo: String, channelTradeNo: String?, orderNos: String?)] {
        try requireSharings()
        let relation = source.sharings
        return try relation.told {
            let rows = try session.connection.query(
                """
                SELECT p.payment_no, p.channel_trade_no, p.order_nos::text FROM \(source.payments) p
                WHERE p.channel = $1 AND p.account = $2 AND p.state = 'paid'
                  AND p.paid_at >= to_timestamp(\(day.startEpochSeconds)) AND p.paid_at < to_timestamp(\(day.endEpochSeconds))
                  AND p.payment_no IN (SELECT s.payment_no FROM \(relation.sqlName) s) ORDER BY 1
                """, [account.channel.rawValue, account.account])
            return (0..<rows.count).map {
                (rows.text($0, 0), rows[$0, 1].flatMap { $0.isEmpty ? nil : $0 }, rows[$0, 2])
            }
        }
    }

    private func records(
        of account: ChannelAccount, where condition: String, _ parameters: [String?]
    ) throws -> [SharingRecord] {
        let relation = source.sharings
        return try relation.told {
            let channel = sqlLiteral(account.channel.rawValue), number = sqlLiteral(account.account)
            let ownedBySelf = try session.connection.query(
                """
                SELECT count(*) = 2 FROM pg_attribute
                WHERE attrelid = to_regclass($1) AND attname IN ('channel', 'account') AND NOT attisdropped
                """, [relation.sqlName]
            ).bool(0, 0)
            let owner =
                ownedBySelf
                ? "p.channel = s.channel AND p.account = s.account"
                // A buyer may open one channel, and then pay by another under the same number.
                : """
                (p.state = 'paid' OR NOT EXISTS (SELECT FROM \(source.payments) o
                                                 WHERE o.payment_no = s.payment_no AND o.state = 'paid'))
                """
            let isOfAccount =
                ownedBySelf
                ? "s.channel = \(channel) AND s.account = \(number)"
                : "(p.owners IS DISTINCT FROM 1 OR p.channel = \(channel) AND p.account = \(number))"
            let rows = try session.connection.query(
                """
                SELECT s.payment_no, s.sharing_no, s.receiver, s.amount_fen::bigint, s.state, \(OrderBounds.epochText("s.shared_at")),
                       p.channel_trade_no, p.order_nos::text, \(ownedBySelf ? "1" : "p.owners")
                FROM \(relation.sqlName) s LEFT JOIN LATERAL (
                    SELECT min(p.channel) AS channel, min(p.account) AS account, min(p.channel_trade_no) AS channel_trade_no,
                           min(p.order_nos) AS order_nos, nullif(count(*), 0) AS owners
                    FROM \(source.payments) p WHERE p.payment_no = s.payment_no AND \(owner)) p ON true
                WHERE (\(condition)) AND \(isOfAccount) ORDER BY s.payment_no, s.sharing_no, s.receiver
                """, parameters)
            return try (0..<rows.count).map { try Self.record(rows, $0) }
        }
    }

    private static func record(_ rows: borrowing Rows, _ row: Int) throws -> SharingRecord {
        func named(_ column: Int) -> String { rows[row, column].map(shownNumber) ?? "NULL" }
        let name = "share \(named(1)) of payment \(named(0))"
        guard let paymentNo = rows[row, 0], !paymentNo.isEmpty, let sharingNo = rows[row, 1], !sharingNo.isEmpty,
            !paymentNo.contains("\t"), !sharingNo.contains("\t")
        else {
            throw Problem(
                .ordersNullValue, "the sharing relation holds a record without a number: \(name)",
                expected: "payment_no and sharing_no", found: "NULL, an empty text, or one with a tab",
                hint: "Let the view give the numbers that the channel was given.")
        }
        guard let receiver = rows[row, 2], rows[row, 3] != nil, let state = rows[row, 4] else {
            throw Problem(
                .ordersNullValue, "\(name) lacks receiver, amount or state", expected: "a value", found: "NULL")
        }
        guard rows[row, 8] == "1" else {
            throw Problem(
                .ordersWithoutOwner, "nobody can tell of which account \(name) is",
                expected: "one account with a payment of that number",
                found: rows[row, 8] == nil ? "none" : "\(rows.text(row, 8))",
                hint: "Let the sharing view give channel and account of each record in columns of these names.")
        }
        let amountFen = try rows.int(row, 3)
        guard (-Fen.limitFen + 1..<Fen.limitFen).contains(amountFen) else {
            throw Problem(
                .ordersOutOfBounds, "the amount of \(name) is none that a payment can have",
                expected: "less than \(Fen.yuan(Fen.limitFen)) yuan", found: "\(amountFen) fen",
                hint:
                    "Correct the record, or the view: amount_fen is a whole number of fen, negative for what was given back."
            )
        }
        guard ["succeeded", "processing", "closed"].contains(state) else {
            throw Problem(
                .ordersUnknownState, "the state of \(name) is none that the contract knows",
                expected: "succeeded, processing or closed", found: "another state")
        }
        let time = rows[row, 5]
        let sharedAt = time.flatMap { Int64($0) }
        guard time == nil || sharedAt.map(OrderBounds.epochSeconds.contains) == true else {
            throw Problem(
                .ordersOutOfBounds, "the time of \(name) lies outside the years 2000 to 2099", expected: "shared_at",
                found: sharedAt.map(ShanghaiTime.text) ?? time,
                hint: "Correct the record, or let the view give NULL while there is no time.")
        }
        return SharingRecord(
            paymentNo: paymentNo, sharingNo: sharingNo, receiver: receiver, amountFen: amountFen, state: state,
            sharedAt: sharedAt, channelTradeNo: rows[row, 6] ?? "", orderNos: rows[row, 7])
    }

    private static func duplicate(_ record: SharingRecord) -> Problem {
        Problem(
            .ordersDuplicateKey, "the sharing relation gives one key more than once",
            expected: "one row for each payment_no, sharing_no and receiver",
            found: "several for share \(shownNumber(record.sharingNo)) of payment \(shownNumber(record.paymentNo))")
    }
}
