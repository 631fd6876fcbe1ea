import Vocabulary

/// A number of entries or records and their money.
package struct Sum: Hashable, Sendable {
    package var count: Int64
    package var amountFen: Int64

    /// Beyond what the numbers hold: they say nothing then, nor does any sum that this one is part of.
    package private(set) var isTooLarge = false

    package init(_ count: Int64 = 0, _ amountFen: Int64 = 0) {
        self.count = count
        self.amountFen = amountFen
    }

    private init(
        _ count: (partialValue: Int64, overflow: Bool), _ amountFen: (partialValue: Int64, overflow: Bool),
        of left: Sum, and right: Sum
    ) {
        self.init(count.partialValue, amountFen.partialValue)
        isTooLarge = count.overflow || amountFen.overflow || left.isTooLarge || right.isTooLarge
    }

    package static func + (left: Sum, right: Sum) -> Sum {
        Sum(
            left.count.addingReportingOverflow(right.count), left.amountFen.addingReportingOverflow(right.amountFen),
            of: left, and: right)
    }
    package static func - (left: Sum, right: Sum) -> Sum {
        Sum(
            left.count.subtractingReportingOverflow(right.count),
            left.amountFen.subtractingReportingOverflow(right.amountFen), of: left, and: right)
    }
    package static func += (left: inout Sum, right: Sum) { left = left + right }
    package static prefix func - (sum: Sum) -> Sum { Sum() - sum }
}

/// The lines of the statement in order (余额调节表, Contract 3.6). Raw values are stored and shown.
package enum StatementLine: String, Sendable, CaseIterable {
    case orders
    case bookedOtherDay = "booked_other_day"
    case fromOtherDay = "from_other_day"
    case pendingOrders = "pending_orders"
    case orderOnly = "order_only"
    case channelOnly = "channel_only"
    case pendingChannel = "pending_channel"
    case accountMismatch = "account_mismatch"
    case duplicateInChannel = "duplicate_in_channel"
    case unclassified
    case statusMismatch = "status_mismatch"
    case currencyMismatch = "currency_mismatch"
    case notExecuted = "not_executed"
    case amountMismatch = "amount_mismatch"
    case channel
    case otherDiscounts = "other_discounts"
    case channelTotal = "channel_total"
    case residual

    /// From 1.
    package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}

/// What a statement of one entry type is made of.
package struct StatementFacts: Hashable, Sendable {
    /// All entries of the bill by outcome, in the bill's amounts.
    package var entries: [Outcome: Sum] = [:]
    /// The shop's money records that stand apart from the plain pairs, in the shop's amounts.
    package var records = OpenRecords()
    package var bill = Sum()
    package var otherDiscountsFen: Int64 = 0
    package var channelTotalFen: Int64 = 0

    /// Sums over the money records kept in the ledger, none of them in `currency_mismatch`.
    package struct OpenRecords: Hashable, Sendable {
        /// Booked on the day.
        package var booked = Sum()
        package var bookedAndPairedOtherDay = Sum()
        package var bookedPending = Sum()
        package var bookedOrderOnly = Sum()
        /// Booked on another day or without a time, paired in this bill.
        package var fromOtherDay = Sum()
        /// Of those paired in this bill in `amount_mismatch`: entry minus record.
        package var amountMismatchFen: Int64 = 0
        /// Of those paired in this bill in `status_mismatch`, which only a refund that the bill says was not
        /// executed and the shop calls succeeded can be: number and money of the entries, and entry minus record.
        package var failedRefundEntries = Sum()
        package var failedRefundDifferenceFen: Int64 = 0

        package init() {}
    }

    package init() {}
}

/// A finished statement: signed as it is read, so that the lines simply add up.
package struct Statement: Hashable, Sendable {
    package let lines: [(line: StatementLine, sum: Sum)]

    package init(_ facts: StatementFacts) {
        let records = facts.records
        func entries(_ outcome: Outcome) -> Sum { facts.entries[outcome] ?? Sum() }
        var sums: [StatementLine: Sum] = [:]
        // A plain pair stands in the shop's total with the amount of its entry: the two are equal.
        sums[.orders] = entries(.matched) + records.booked
        sums[.bookedOtherDay] = -records.bookedAndPairedOtherDay
        sums[.fromOtherDay] = records.fromOtherDay
        sums[.pendingOrders] = -records.bookedPending
        sums[.orderOnly] = -records.bookedOrderOnly
        sums[.channelOnly] = entries(.channelOnly)
        sums[.pendingChannel] = entries(.pending)
        sums[.accountMismatch] = entries(.accountMismatch)
        sums[.duplicateInChannel] = entries(.duplicateInChannel)
        sums[.unclassified] = entries(.unclassified)
        sums[.statusMismatch] =
            entries(.statusMismatch) - records.failedRefundEntries + Sum(0, records.failedRefundDifferenceFen)
        sums[.currencyMismatch] = entries(.currencyMismatch)
        sums[.notExecuted] = entries(.notExecuted)
        sums[.amountMismatch] = Sum(0, records.amountMismatchFen)
        let explained = sums.values.reduce(Sum(), +)
        sums[.channel] = facts.bill
        sums[.otherDiscounts] = Sum(0, facts.otherDiscountsFen)
        sums[.channelTotal] = Sum(facts.bill.count, facts.channelTotalFen)
        sums[.residual] =
            explained + Sum(0, facts.otherDiscountsFen) - Sum(facts.bill.count, facts.channelTotalFen)
        lines = StatementLine.allCases.map { ($0, sums[$0] ?? Sum()) }
        chainGap = explained - facts.bill
    }

    /// Shop's side plus every explained line, minus what the bill's rows sum to: zero, or the statement proves nothing.
    package let chainGap: Sum

    package subscript(line: StatementLine) -> Sum { lines[line.number - 1].sum }

    package var closes: Bool { self[.residual] == Sum() && chainGap == Sum() }

    /// Some of it is beyond all money, and cannot be shown: it proves nothing, whatever it seems to say.
    package var isTooLarge: Bool {
        chainGap.isTooLarge
            || lines.contains { $0.sum.isTooLarge || $0.sum.amountFen.magnitude >= Fen.sumLimitFen.magnitude }
    }

    package static func == (left: Statement, right: Statement) -> Bool {
        left.chainGap == right.chainGap && StatementLine.allCases.allSatisfy { left[$0] == right[$0] }
    }

    package func hash(into hasher: inout Hasher) {
        for line in StatementLine.allCases { hasher.combine(self[line]) }
    }
}
