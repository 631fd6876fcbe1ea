import Bills
import Matching
import Orders
import Postgres
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

/// Streams the day's entries, from the first, and returns their sums once the bill is proven whole.
package typealias BillReading = (_ sink: (BillEntry) throws -> Void) throws -> BillSummary

/// Reads another bill in force, out of the archive.
package typealias ArchivedBillReading = (
    _ files: [BillFile], _ account: ChannelAccount, _ day: BusinessDay, _ sink: (BillEntry) throws -> Void
) throws -> BillSummary

/// Where a bill came from.
package enum BillSource: String, Sendable {
    case channel
    case importedByHand = "import"
    /// A zero day: the channel proved that there is no bill.
    case noData = "no_data"
}

/// The steps of a day's verdict, in order; all of them in one transaction, so that either nothing is seen of them or
/// everything. `connection` is inside that transaction and holds the account's lock.
///
/// 1. What the ledger already holds open about this day is set aside by key.
/// 2. The bill is decoded: plain pairs are packed into blocks, everything else becomes an open entry.
/// 3. The open keys are looked up in the shop, and in all bills in force.
/// 4. The rules decide each open key; entries and records take their outcome.
/// 5. Refunds are added up by payment.
/// 6. Items (discrepancies and what is in doubt) are compared with the ones there are.
/// 7. Every day that changed gets its statement, which must close, and its verdict.
func settleDay(
    _ input: DayInput, _ connection: borrowing Connection, _ orders: OrderSnapshot, bill: @escaping BillReading,
    archived: @escaping ArchivedBillReading, progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> Verdict {
    // Hundreds of thousands of refunds are sorted and joined; the server's usual 4 MB would send each to files. One
    // settlement at a time takes it.
    try connection.execute("SET LOCAL work_mem = '64MB'")
    try connection.execute(SettlementTables.create)
    try SettlementTables.setAsideDay(input, connection)

    let sides = try readSides(input, connection, orders, bill: bill, progress: progress)
    try requireRowsWhereThereWereSome(input, sides.summary, connection)

    progress("settling", 0)
    // Two accounts meet where a record moved from one to the other; one settlement at a time keeps that simple.
    try connection.query("SELECT pg_advisory_xact_lock($1)", [String(LedgerLock.settlement)])
    try ClosedPeriod.requireOpen(input.day, connection)
    try SettlementTables.takeUpOpenRecords(input, connection, into: "late_key")
    try connection.execute("INSERT INTO pg_temp.touched_key SELECT * FROM pg_temp.late_key")
    try readOpenRecords(input, connection, orders)
    try requireWholeShopSide(input, sides, connection)
    let countedLines = CountedLines(input, bill: bill, archived: archived)
    try takeOutTouched(countedLines, connection)
    try gatherOpenEntries(input, connection)
    try resolveOpenKeys(input, connection)
    try applyOutcomes(input, connection)
    try requireExplainedZeroDay(input, sides.summary, connection)
    try addUpRefunds(input, connection, orders, countedLines, isUnchanged: sides.isUnchanged)
    try countedLines.forget(connection)
    try findItems(input, connection)
    try openRuns(input, connection)
    try mergeItems(input, connection)
    let verdict = try concludeDays(input, sides, connection)
    try requireEveryRecordStated(input, sides.records, connection)
    return verdict
}

/// Keys of the advisory locks.
package enum LedgerLock {
    /// `recon` in ASCII, so that it is told from others' locks.
    private static let space: Int64 = 0x7265_636F_6E00_0000
    package static let settlement = space
    package static let migration = space + 1
    /// First half of the two-part key that a process's session holds; the second is its number.
    static let processSpace: Int32 = 0x7265_636F
    /// The same for whoever tells of an alarm.
    static let alarmSpace: Int32 = 0x7265_6361
}
