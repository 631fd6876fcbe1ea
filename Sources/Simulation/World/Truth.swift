import Vocabulary

/// When a line of the truth holds: which other days have been concluded, and whether the case's change was made.
struct Condition: Hashable, Sendable {
    var concluded: Set<World.AccountDay> = []
    var open: Set<World.AccountDay> = []
    /// nil: before and after.
    var changed: Bool?

    static let always = Condition()

    func holds(_ state: World.State, change: Int?) -> Bool {
        concluded.isSubset(of: state.concluded) && open.isDisjoint(with: state.concluded)
            && (changed == nil || changed == change.map { state.changes.contains($0) } ?? false)
    }

    func also(concluded day: World.AccountDay) -> Condition {
        var copy = self
        copy.concluded.insert(day)
        return copy
    }

    func untilConcluded(_ day: World.AccountDay) -> Condition {
        var copy = self
        copy.open.insert(day)
        return copy
    }
}

/// Which record of a case.
enum RecordHandle: Hashable, Sendable {
    case payment(Int)
    case refund(Int)

    var entryType: EntryType {
        switch self {
        case .payment: .payment
        case .refund: .refund
        }
    }
}

/// What is expected to be listed for an entry or a record, beside its outcome.
struct ItemNote: Hashable, Sendable {
    var code: ExpectedOutcome
    var relation: CaseRelation
    var differenceFen: Int64
    /// nil where the contract does not say what stands there.
    var orderFen: Int64?
    var channelFen: Int64?
    var isPending = false
    /// Of a pending item; nil for a processing refund without a time.
    var dueDate: BusinessDay?
}

/// One line of the truth about a row of a bill. Of a row's lines the first that holds is true, once its bill is
/// concluded.
struct EntryFate: Sendable {
    let row: Int
    let when: Condition
    let outcome: ExpectedOutcome
    /// The record that it is a pair with.
    let pair: RecordHandle?
    let item: ItemNote?
    let relation: CaseRelation
    /// A `FAIL` or `CHANGE` refund that the shop calls succeeded: in the statement by its difference only.
    var isFailedRefund = false
}

/// One line of the truth about a record that is money, as seen by the day it is booked on.
struct RecordFate: Sendable {
    enum Fate: Hashable, Sendable {
        case paired(onBill: BusinessDay)
        case pending
        case orderOnly
        /// In a pair of two currencies, or of another account: in no line of the statement.
        case leftOut
    }

    let record: RecordHandle
    let when: Condition
    let fate: Fate
    let item: ItemNote?
}

/// One story told to both sides, with its truth.
struct InjectedCase: Sendable {
    let number: Int
    let name: String
    var payments: [SimulatedPayment] = []
    var refunds: [SimulatedRefund] = []
    var rows: [SimulatedRow] = []
    var entryFates: [EntryFate] = []
    var recordFates: [RecordFate] = []
    var change: OrderChange?
}

/// A change of the order side that a test can make between two runs.
package struct OrderChange: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case recordAppears, recordDeleted, amountCorrected, stateChanged, bookingMoved
    }

    /// The number of its case.
    package let number: Int
    package let kind: Kind
    /// To be run in one transaction on a database that `TaobaoSchema.load` filled.
    package var statements: [String]
    /// The days whose runs see it: the truth with this change holds once all of these that are concluded ran again.
    package let rerun: [World.AccountDay]
}

/// One item that `recon.discrepancies` (open) or `recon.pending` must hold.
package struct ExpectedItem: Hashable, Sendable {
    package let caseNumber: Int
    package let caseName: String
    package let cell: CaseCell
    package let isPending: Bool
    /// For a pending item, what it becomes when it falls due.
    package let code: ExpectedOutcome
    package let account: ChannelAccount
    package let entryType: EntryType
    /// nil for a processing refund without a time, which belongs to no day.
    package let billDate: BusinessDay?
    package let dueDate: BusinessDay?
    package let paymentNo: String
    package let refundNo: String?
    /// Of the bill's row; nil for a record without an entry.
    package let channelTradeNo: String?
    package let channelRefundNo: String?
    /// nil where the contract does not say what stands there.
    package let orderFen: Int64?
    package let channelFen: Int64?
    package let differenceFen: Int64
    package let currency: String
    /// Seconds since 1970 UTC.
    package let occurredAt: Int64?
    /// Of the shop's record, where the item has one.
    package let orderNos: [String]
}

/// What a row of a case must be shown as in `recon.bill_entries`. Rows of the undisturbed traffic are all `matched`.
package struct ExpectedEntry: Hashable, Sendable {
    package let caseNumber: Int
    package let caseName: String
    package let accountDay: World.AccountDay
    package let entryType: EntryType
    package let paymentNo: String
    package let refundNo: String?
    package let channelTradeNo: String
    package let channelRefundNo: String?
    package let amountFen: Int64
    package let occurredAt: Int64
    package let outcome: ExpectedOutcome
}

/// One line of `recon.statement`.
package struct ExpectedLine: Hashable, Sendable {
    package enum Name: String, Hashable, Sendable, CaseIterable {
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
    }

    package let entryType: EntryType
    package let name: Name
    /// Magnitude: the contract's sign column says whether the line is added or taken away. `amount_mismatch`,
    /// `status_mismatch` and `other_discounts` carry their own sign.
    package var entries: Int64
    package var amountFen: Int64
}
