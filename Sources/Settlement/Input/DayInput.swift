import Bills
import Ledger
import Rules
import Vocabulary

/// What one day's verdict is worked out from.
package struct DayInput: Sendable {
    package var accountID: Int32
    package var account: ChannelAccount
    package var day: BusinessDay
    package var runID: Int64
    package var rules: AccountRules
    /// The bill's files, for the record of what was read; none for a zero day.
    package var files: [BillFile]
    package var source: BillSource
    package var billID: Int64
    /// The files' content is the one that their digests are of: they have just come in.
    package var isBillProven = false
    /// Name and version: another one may read a bill another way.
    package var program = ""
    /// A person's reason to go on although too many entries have no shop record.
    package var liftShareLimitReason: String?
    package var plainPairs = PlainPairs.kept
    /// What the ledger holds of the day is written anew from the bill, also where it seems to be the same.
    package var writesAnew = false
    /// Without it nothing may be concluded; nil where no other process can be at work.
    package var lease: Lease?
    package var pace = Pace()

    package init(
        accountID: Int32, account: ChannelAccount, day: BusinessDay, runID: Int64, rules: AccountRules,
        files: [BillFile], source: BillSource, billID: Int64, liftShareLimitReason: String? = nil
    ) {
        self.accountID = accountID
        self.account = account
        self.day = day
        self.runID = runID
        self.rules = rules
        self.files = files
        self.source = source
        self.billID = billID
        self.liftShareLimitReason = liftShareLimitReason
    }
}
