import Ledger
import Rules
import Vocabulary

/// What the verdict of one day's money is worked out from.
package struct MoneyInput: Sendable, StepInput {
    package var accountID: Int32
    package var account: ChannelAccount
    package var day: BusinessDay
    /// Of the funds bill's run; of the trade bill's where only that side has changed.
    package var runID: Int64
    package var rules: AccountRules
    /// The channel's movements name the trade alone: payments and refunds of a trade are one group (Contract 5.4).
    package var areOfTrades: Bool
    /// What the channel promises of balances: that each follows from the one before.
    package var areBalancesChained: Bool
    /// The bill that is to be in force from now on; nil where only what is open is looked at again.
    package var bill: FundsBill?
    /// Name and version: another one may read a bill another way.
    package var program = ""
    /// Without it nothing may be concluded; nil where no other process can be at work.
    package var lease: Lease?
    /// Movements packed into one row, for the same reasons as `Pace.blockEntriesMax`.
    package var blockMovementsMax: Int32 = 256

    package var kind: BillKind { .funds }
    var place: Place { Place(account: account, day: day) }

    package init(
        accountID: Int32, account: ChannelAccount, day: BusinessDay, runID: Int64, rules: AccountRules,
        areOfTrades: Bool,
        areBalancesChained: Bool, bill: FundsBill?
    ) {
        self.accountID = accountID
        self.account = account
        self.day = day
        self.runID = runID
        self.rules = rules
        self.areOfTrades = areOfTrades
        self.areBalancesChained = areBalancesChained
        self.bill = bill
    }

    /// A step's SQL that depends on how the channel's movements are linked.
    func linkSQL(_ file: [UInt8]) -> String {
        sql(file).replacing(":are_of_trades", with: areOfTrades ? "true" : "false")
    }
}

/// The funds bill of a day: a file for each pot that had movements.
package struct FundsBill: Sendable {
    package var billID: Int64
    /// Each with its pot.
    package var files: [BillFile]
    /// All pots of the account; one without a file had no movement.
    package var pots: [Pot]
    package var source: BillSource
    /// The channel's own of the day, where the account has `balance_control`; nil for a bill that was not fetched, for which
    /// those that the ledger has of the day go on to stand.
    package var balances: PotBalances?

    package init(billID: Int64, files: [BillFile], pots: [Pot], source: BillSource, balances: PotBalances? = nil) {
        self.balances = balances
        self.billID = billID
        self.files = files
        self.pots = pots
        self.source = source
    }
}
