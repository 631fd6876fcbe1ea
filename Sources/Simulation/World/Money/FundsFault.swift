import Vocabulary

/// One fault with all that the truth needs to say about it: written down when it is put in.
struct FundsFault: Sendable {
    let mark: FundsMark
    /// The entry's row in its trade bill, and what should have moved for it.
    let row: SimulatedRow
    let money: EntryMoney

    /// Not a row of the fee is left.
    var leavesOutFee: Bool {
        if case .fee(let differenceFen) = mark { return money.feeFen != 0 && money.feeFen + differenceFen == 0 }
        return false
    }
}

/// All faults of the money side.
struct FundsFaults: Sendable {
    /// By the payment's day, so that days without any cost nothing.
    var marks: [World.AccountDay: [FundsTarget: FundsMark]] = [:]
    /// In the order in which they were told.
    var told: [FundsFault] = []
    /// Movements of no entry, by the day on which they are booked.
    var strays: [World.AccountDay: [SimulatedMovement]] = [:]
    /// What moved between the last row of one day's file and the first of this day's.
    var gaps: [World.AccountDay: Int64] = [:]
    var sharing = SharingFaults()

    static let none = FundsFaults()
}
