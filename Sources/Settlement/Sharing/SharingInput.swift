import Bills
import Ledger
import Rules
import Vocabulary

/// What the verdict on one day's sharing is worked out from (Contract 6).
package struct SharingInput: Sendable, StepInput {
    package var accountID: Int32
    package var account: ChannelAccount
    package var day: BusinessDay
    /// Of the sharing day's run; of the funds bill's where only that side has changed.
    package var runID: Int64
    package var rules: AccountRules
    /// The channel has no sharing bill: what was shared are movements, which name the trade alone.
    package var areMovements: Bool
    /// The account has a money side: what the sharing bill says must have moved.
    package var hasPots: Bool
    /// The bill that is to be in force from now on; nil where only the funds bill of the day has changed.
    package var bill: SharingBill?
    /// Name and version: another one may read a bill another way.
    package var program = ""
    package var liftShareLimitReason: String?
    /// What the channel says is still frozen of payments whose last day for sharing this is; nil where it was not asked.
    package var frozen: [FrozenPayment]?
    /// Without it nothing may be concluded; nil where no other process can be at work.
    package var lease: Lease?

    package var kind: BillKind { .sharing }
    var place: Place { Place(account: account, day: day) }

    package init(
        accountID: Int32, account: ChannelAccount, day: BusinessDay, runID: Int64, rules: AccountRules,
        areMovements: Bool, hasPots: Bool, bill: SharingBill?
    ) {
        self.accountID = accountID
        self.account = account
        self.day = day
        self.runID = runID
        self.rules = rules
        self.areMovements = areMovements
        self.hasPots = hasPots
        self.bill = bill
    }

    /// The numbers that tell groups of shares apart: of sharing orders, or of payments.
    var labelColumn: String { areMovements ? "payment_no" : "sharing_no" }

    /// The first of the days whose sharing may rest on this day's funds bill.
    private var firstDay: BusinessDay {
        bill == nil ? BusinessDay(number: day.number - Int32(clamping: rules.settlementDays) - 1) : day
    }

    /// A step's SQL that depends on the channel and on the account's rules.
    func sharingSQL(_ file: [UInt8]) -> String {
        sql(file)
            .replacing(":are_movements", with: "\(areMovements)").replacing(":has_pots", with: "\(hasPots)")
            .replacing(":first_day", with: "DATE '\(firstDay)'")
            .replacing(":settlement_days", with: "\(rules.settlementDays)")
            // A sharing bill has what was shared on its day; what a movement tells is booked with the others.
            .replacing(":waiting_days", with: areMovements ? "\(rules.settlementDays)" : "0")
            .replacing(":evidence", with: areMovements ? "funds" : "sharing")
            .replacing(":window", with: "\(rules.cutOffWindowSeconds)")
            .replacing(":start_date", with: "\(rules.startDate)")
    }
}

/// The sharing bill of a day.
package struct SharingBill: Sendable {
    package var billID: Int64
    /// One, or none: a day on which nothing was shared, or a channel that has no such bill.
    package var files: [BillFile]
    package var source: BillSource

    package init(billID: Int64, files: [BillFile], source: BillSource) {
        (self.billID, self.files, self.source) = (billID, files, source)
    }
}

/// A payment of which a part is still frozen for sharing after the last day on which it could be shared.
package struct FrozenPayment: Sendable {
    package var paymentNo: String
    package var channelTradeNo: String
    /// A PostgreSQL array.
    package var orderNos: String?
    package var fen: Int64

    package init(paymentNo: String, channelTradeNo: String, orderNos: String?, fen: Int64) {
        (self.paymentNo, self.channelTradeNo, self.orderNos, self.fen) = (paymentNo, channelTradeNo, orderNos, fen)
    }
}

/// Streams the rows of a sharing bill, and returns their count once it is proven whole.
package typealias SharingReading = (
    _ file: BillFile, _ sink: (borrowing Share) throws -> Void
) throws -> SharingSummary
