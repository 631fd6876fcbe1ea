import Vocabulary

/// What a value of the shop's may be (Contract 2).
enum OrderBounds {
    /// Years 2000 to 2099 in Shanghai: what lies outside is a mistake or a stand-in for "never", and falls on no day.
    static let epochSeconds: Range<Int64> = 946_656_000..<4_102_416_000
    /// Fen from 0; below 10^15, as in a bill.
    static let amountsFen: Range<Int64> = 0..<Fen.limitFen

    /// Seconds since 1970 as text; a word where there is no such number.
    static func epochText(_ column: String) -> String {
        "CASE WHEN isfinite(\(column)) THEN floor(extract(epoch FROM \(column)))::bigint::text ELSE \(column)::text END"
    }
}

/// A record of the shop as a person finds it again, also where it has no number.
struct NamedRecord {
    let type: EntryType
    var paymentNo: String?
    var refundNo: String?
    var amountFen: Int64?

    var text: String {
        func number(_ number: String?) -> String { number.map { $0.isEmpty ? "\"\"" : shownNumber($0) } ?? "NULL" }
        let payment = "payment \(number(paymentNo))"
        let name = type == .payment ? payment : "refund \(number(refundNo)) of \(payment)"
        let hasNumber = paymentNo?.isEmpty == false && (type == .payment || refundNo?.isEmpty == false)
        guard !hasNumber, let amountFen else { return name }
        return "\(name), of \(Fen.yuan(amountFen))"
    }

    private var columns: (number: String, time: String) {
        type == .payment ? ("payment_no", "paid_at") : ("refund_no and payment_no", "refunded_at")
    }

    var withoutNumber: Problem {
        Problem(
            .ordersNullValue, "the \(type.rawValue) relation holds a record without a number: \(text)",
            expected: "\(columns.number)", found: "NULL or an empty text",
            hint: "Let the view give the number that the channel was given, or leave out what no channel was asked for."
        )
    }

    /// - Parameter column: as the contract calls it.
    func without(_ column: String) -> Problem {
        Problem(
            .ordersNullValue, "\(text) has no \(column)", expected: "a value", found: "NULL")
    }

    var withoutOwner: Problem {
        Problem(
            .ordersWithoutOwner, "\(text) belongs to no account: its channel or account is NULL or empty",
            expected: "the channel and the merchant number that the payment was made to", found: "no value")
    }

    func amountOutOfBounds(_ amountFen: Int64) -> Problem {
        Problem(
            .ordersOutOfBounds, "the amount of \(text) is none that a payment can have",
            expected: "from 0.00 to less than \(Fen.yuan(Fen.limitFen)) yuan", found: "\(amountFen) fen",
            hint: "Correct the record, or the view: amount_fen is a whole number of fen, and positive for refunds too.")
    }

    func timeOutOfBounds(_ found: String?) -> Problem {
        Problem(
            .ordersOutOfBounds, "the time of \(text) lies outside the years 2000 to 2099", expected: columns.time,
            found: found, hint: "Correct the record, or let the view give NULL while there is no time.")
    }

    var unknownState: Problem {
        Problem(
            .ordersUnknownState, "the state of \(text) is none that the contract knows",
            expected: type == .payment ? "paid, unpaid or closed" : "succeeded, processing or closed",
            found: "another state")
    }

    /// - Throws: what is wrong with the values that every record has.
    func require(amountFen: Int64) throws(Problem) {
        guard paymentNo?.isEmpty == false, type == .payment || refundNo?.isEmpty == false else { throw withoutNumber }
        guard OrderBounds.amountsFen.contains(amountFen) else { throw amountOutOfBounds(amountFen) }
    }
}

package func duplicateKey(_ key: RecordKey) -> Problem {
    Problem(
        .ordersDuplicateKey, "the order relation gives one key more than once", expected: "one row for \(key.text)",
        found: "several")
}
