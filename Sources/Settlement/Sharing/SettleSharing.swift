import Bills
import Ledger
import Orders
import Postgres
import Rules
import Vocabulary

/// Reads both sides of one day's sharing and concludes it, in one transaction. The caller holds the account's lease and has begun
/// the run.
///
/// - Throws: a `Problem` of exit `.incomplete` or `.badData` where no conclusion could be reached: nothing was changed.
package func reconcileSharing(
    _ input: SharingInput, _ connection: borrowing Connection, orders source: OrdersSource,
    orderSessions: KeptSessions? = nil, reading: @escaping SharingReading, onOrders: (Canceller?) -> Void = { _ in },
    progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> Verdict {
    let orders = try OrderSnapshot(
        source, wholeAfter: input.day.endEpochSeconds + input.rules.cutOffWindowSeconds, kept: orderSessions,
        onOpen: onOrders)
    defer { onOrders(nil) }
    return try connection.transaction {
        try settleSharing(input, connection, orders: { orders }, reading: reading, progress: progress)
    }
}

/// A funds bill is one side of what was shared, too: once it is in force, the days that rest on it are worked out again, in the
/// same transaction.
func settleSharing(
    after money: MoneyInput, areMovements: Bool, _ connection: borrowing Connection, _ readings: MoneyReadings,
    progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws {
    var input = SharingInput(
        accountID: money.accountID, account: money.account, day: money.day, runID: money.runID, rules: money.rules,
        areMovements: areMovements, hasPots: true, bill: nil)
    input.program = money.program
    let days = try connection.query(
        input.sql("SELECT FROM ledger.day WHERE account_id = :account_id AND kind = :kind AND concluded LIMIT 1"))
    guard days.count > 0 else { return }
    _ = try settleSharing(input, connection, orders: readings.orders, reading: nil, progress: progress)
}

/// The steps of the verdict on one day's sharing, in order; all of them in one transaction.
///
/// 1. What is open is set aside by its group: a sharing order, or a trade where the channel tells no more.
/// 2. The bill's rows take the place of those that the day had.
/// 3. The shop's records of all groups are read, and the movements that may be theirs gathered.
/// 4. Rows and records are paired, and rows held against movements.
/// 5. Items are compared with the ones there are, and every day that changed gets its verdict.
private func settleSharing(
    _ input: SharingInput, _ connection: borrowing Connection, orders: () throws -> OrderSnapshot,
    reading: SharingReading?, progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> Verdict {
    func run(_ files: [UInt8]...) throws {
        for file in files { try connection.execute(input.sharingSQL(file)) }
    }
    try WorkingTables.create(connection)
    try run(PackageResources.take_up_sharing_sql)
    var read: SharingRead?
    if let bill = input.bill, let reading {
        read = try readSharingBill(input, bill, connection, reading, progress: progress)
    }
    progress("settling", 0)
    try connection.query("SELECT pg_advisory_xact_lock(ledger.lock_number('settlement'))")
    try ClosedPeriod.requireOpen(input.day, connection)
    try run(PackageResources.touch_movements_sql)
    if input.bill == nil, try connection.query("SELECT FROM pg_temp.share_key LIMIT 1").count == 0 {
        // Nothing was shared; a day that only waited for its funds bill does not wait any more.
        return try conclude(input, nil, connection)
    }
    try readSharings(input, connection, try orders())
    // The day that is being settled counts as concluded from here on.
    if input.bill != nil { try connection.execute(input.sql(PackageResources.this_run_sql)) }
    try run(PackageResources.gather_shares_sql)
    try requireUnthinned(input, connection)
    try run(PackageResources.pair_shares_sql)
    try requireWholeSharings(input, read, connection)
    try run(
        PackageResources.apply_shares_sql, PackageResources.find_share_items_sql, PackageResources.lock_share_items_sql)
    try findFrozen(input, connection)
    try run(PackageResources.changed_days_sql)
    return try conclude(input, read, connection)
}

/// Movements that were packed before the account's sharing was looked at may be gone: then nobody can say what moved.
private func requireUnthinned(_ input: SharingInput, _ connection: borrowing Connection) throws {
    let reachDays = input.rules.settlementDays + 2
    let rows = try connection.query(
        input.sql(
            """
            SELECT max(bill_date) FROM ledger.movement_block
            WHERE account_id = :account_id AND bill_date BETWEEN :bill_date - \(reachDays) AND :bill_date + \(reachDays)
              AND lines = '' AND EXISTS (SELECT FROM unnest(kinds) AS k (kind) WHERE k.kind LIKE E'sharing\\t%')
            """))
    guard let day = rows[0, 0] else { return }
    throw Problem(
        .dayThinned, "what was shared that day cannot be held against its money, which was removed by retention",
        at: input.place, expected: "every movement of \(reachDays) days around it", found: "only sums of \(day)")
}

/// Where the channel was not asked, what it last said stands.
private func findFrozen(_ input: SharingInput, _ connection: borrowing Connection) throws {
    guard let frozen = input.frozen else { return }
    try connection.execute(input.sharingSQL(PackageResources.lock_frozen_sql))
    for payment in frozen where payment.fen > 0 {
        try connection.query(
            """
            INSERT INTO pg_temp.found_item (account_id, code, bill_date, entry_type, payment_no, refund_no, channel_no, occurrence,
                order_nos, channel_trade_no, order_fen, channel_fen, difference_fen, currency, is_waiting, details)
            VALUES ($1, 'share_frozen', $2::date, 'payment', $3, '', $4 || E'\\t', 1, $5::text[], $4, 0, $6, $6, 'CNY', false, '{}')
            """,
            [
                String(input.accountID), input.day.description, payment.paymentNo, payment.channelTradeNo,
                payment.orderNos,
                String(payment.fen),
            ])
    }
}

private func conclude(
    _ input: SharingInput, _ read: SharingRead?, _ connection: borrowing Connection
) throws -> Verdict {
    if input.bill == nil { try connection.execute(input.sharingSQL(PackageResources.waiting_days_sql)) }
    let runs = try openRuns(FoundItems(), ofThisDay: false, input, connection)
    _ = try mergeItems(runs, input, connection)
    if let bill = input.bill {
        let digest = (read ?? SharingRead()).digest.text
        try putInForce(
            input, of: input.account,
            ReadBillFacts(
                billID: bill.billID, files: bill.files, entries: digest, stored: digest, rows: read?.rows ?? 0,
                workedFrom: "settlement days \(input.rules.settlementDays), program \(input.program)",
                liftShareLimitReason: input.liftShareLimitReason), connection)
    }
    try connection.execute(input.sharingSQL(PackageResources.write_sharing_verdicts_sql))
    if let lease = input.lease { try lease.requireHeld(connection) }
    let rows = try connection.query(
        input.sql(
            "SELECT coalesce(verdict::text, '') FROM ledger.run WHERE account_id = :account_id AND run_id = :run_id"))
    return Verdict(rawValue: rows.text(0, 0)) ?? .incomplete
}

/// The shop's side must be whole, by the rules of Contract 3.2: not too many rows that the shop has never heard of, and no share
/// that it calls succeeded without saying when.
private func requireWholeSharings(
    _ input: SharingInput, _ read: SharingRead?, _ connection: borrowing Connection
) throws {
    let timeless = try connection.query(
        """
        SELECT sharing_no, payment_no FROM pg_temp.share_side WHERE shared_at IS NULL AND state = 'succeeded' AND pair_id IS NULL
          AND outcome = 'share_missing' ORDER BY 1, 2 LIMIT 1
        """)
    if timeless.count > 0 {
        throw Problem(
            .ordersWithoutTime,
            "share \(shownNumber(timeless.text(0, 0))) of payment \(shownNumber(timeless.text(0, 1))) has no time, and no bill lists it",
            at: input.place, expected: "shared_at", found: "NULL")
    }
    guard input.bill != nil, input.liftShareLimitReason == nil else { return }
    let rows = try connection.query(
        input.sql(
            """
            SELECT count(*), count(*) FILTER (WHERE outcome = 'share_only' AND pair_id IS NULL) FROM pg_temp.share_row
            WHERE bill_date = :bill_date
            """))
    let (all, unknown) = (try rows.int(0, 0), try rows.int(0, 1))
    let limit = input.rules.unmatchedShareLimitPercent
    guard all >= AccountRules.unmatchedShareFromEntries, unknown * 100 > all * limit else { return }
    throw Problem(
        .ordersUnmatchedShare, "too many shares that the channel made have no record of the shop", at: input.place,
        expected: "at most \(limit) % of \(all) shares", found: "\(unknown) shares")
}
