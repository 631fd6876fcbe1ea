import Bills
import Ledger
import Postgres
import Rules
import Vocabulary

/// What a run would come to.
package struct Rehearsal: Sendable {
    /// Items of one kind of bill and code that the run would find anew, or no more.
    package struct Change: Sendable {
        package var kind, change, status, code, difference: String
        package var items: Int64
    }
    /// What a bill names and this program has no rule for.
    package struct UnknownWord: Sendable {
        package var word, amount: String
        package var rows: Int64
    }

    package var verdict: Verdict
    package var reason: Problem?
    package var files: [BillFile] = []
    package var rows: Int64 = 0
    package var changes: [Change] = []
    /// How many other days would get another statement.
    package var otherDays: Int64 = 0
    package var unknownWords: [UnknownWord] = []
    package var unknownColumns: [UnknownColumn] = []
}

/// Does a run as `reconcile` does it, in one transaction that is rolled back: nobody ever sees anything of it. The bill is
/// obtained before, so that no lock is held while a channel is asked. What comes in goes to `parts.archive`, which the caller
/// throws away, and nothing else is written there.
/// - Throws: why there is no verdict.
package func rehearse(_ request: RunRequest, _ parts: RunParts) throws -> Rehearsal {
    let ledger = try openLedger(parts.resultsConninfo)
    let (source, files) = request.source.queued
    // An account that the ledger does not know yet has no bill at hand either.
    let known = try ledger.query(
        "SELECT account_id FROM ledger.account WHERE channel = $1 AND account = $2",
        [request.unit.account.channel.rawValue, request.unit.account.account])
    func run(_ accountID: Int32, _ runID: Int64 = 0) -> ClaimedRun {
        .rehearsal(
            request.unit, accountID: accountID, runID: runID, source, by: request.requester,
            liftShareLimitReason: request.liftShareLimitReason)
    }
    var claimed = run(known.count == 1 ? try known.int32(0, 0) : 0)
    do {
        let kind = try claimed.kind.rules
        var bill = try obtainBill(claimed, files: files, parts, ledger)
        bill.files = try kind.inOrder(bill.files, of: claimed.unit, parts)
        let unknownColumns = try unknownColumns(of: bill.files, claimed.unit, parts)
        try ledger.execute("BEGIN")
        defer { if ledger.isUsable { try? ledger.execute("ROLLBACK") } }
        try tellChannels([parts.channel], ledger)
        let accountID = try RunJournal.account(claimed.account, parts.rules, pots: parts.pots, ledger)
        let number = try RunQueue.request(
            UnitKey(accountID, claimed.day, claimed.kind), by: claimed.requester, source: source,
            liftShareLimitReason: claimed.liftShareLimitReason, ledger)
        claimed = run(accountID, number)
        let billID = try RunJournal.received(
            bill.files, bill.source, quietPots: bill.quietPots, claimed.key, runID: number, ledger)
        try bill.requireEach(parts.pots(of: claimed.kind))
        let verdict = try kind.conclude(claimed, bill, billID: billID, parts, ledger)
        var rehearsal = try outcome(of: claimed, verdict, bill.files, ledger)
        rehearsal.unknownColumns = unknownColumns
        return rehearsal
    } catch {
        let problem = asProblem(error).located(claimed.unit.place)
        guard problem.code.exit == .incomplete else { throw problem }
        return Rehearsal(verdict: .incomplete, reason: problem)
    }
}

/// Reads the bill for them alone: no run keeps them.
private func unknownColumns(
    of files: [BillFile], _ unit: DayUnit, _ parts: RunParts
) throws -> [UnknownColumn] {
    var columns: Set<UnknownColumn> = []
    if unit.kind == .trade {
        columns = try parts.decoder(unit).entries(of: files) { _ in }.unknownColumns
    }
    for file in files where unit.kind == .sharing {
        columns.formUnion(
            try parts.sharingDecoder(unit).decode(file, progress: { _ in }) { _ in }.unknownColumns)
    }
    for file in files {
        guard let pot = file.pot else { continue }
        let decoder = try parts.fundsDecoder(unit, pot, isImport: file.isImported)
        columns.formUnion(try decoder.decode(file, progress: { _ in }) { _ in }.unknownColumns)
    }
    return columns.sorted { ($0.number, $0.title ?? "") < ($1.number, $1.title ?? "") }
}

private func outcome(
    of run: ClaimedRun, _ verdict: Verdict, _ files: [BillFile], _ ledger: borrowing Connection
) throws -> Rehearsal {
    let number = String(run.lease.runID)
    var rehearsal = Rehearsal(verdict: verdict, files: files)
    // Numbers of runs only grow, and those of other sessions are their own accounts' and days'.
    let runs =
        "(account_id, run_id) IN (SELECT account_id, run_id FROM ledger.run WHERE run_id >= $1 AND (run_id = $1 OR requested_by = 'rematch' AND started_at >= now()))"
    let sums = try ledger.query(
        """
        SELECT (SELECT entries FROM ledger.run WHERE run_id = $1),
               (SELECT count(*) FROM ledger.run WHERE run_id <> $1 AND \(runs))
        """, [number])
    (rehearsal.rows, rehearsal.otherDays) = (try sums.int(0, 0), try sums.int(0, 1))
    let changes = try ledger.query(
        """
        SELECT i.kind, c.change, c.status, i.code::text, count(*), recon.yuan(sum(c.difference_fen))
        FROM ledger.run_change c JOIN ledger.item i USING (account_id, item_id)
        WHERE c.change <> 'persisting' AND \(runs) GROUP BY 1, 2, 3, 4 ORDER BY 1 DESC, 2, 3, 4
        """, [number])
    rehearsal.changes = try (0..<changes.count).map { row in
        Rehearsal.Change(
            kind: changes.text(row, 0), change: changes.text(row, 1), status: changes.text(row, 2),
            code: changes.text(row, 3), difference: changes.text(row, 5), items: try changes.int(row, 4))
    }
    let (words, rows) =
        switch run.kind {
        case .funds: ("concat_ws(' ', name, type, code)", "recon.movements WHERE movement_class = 'other'")
        case .sharing: ("concat_ws(' ', type, state)", "recon.shares WHERE outcome = 'unclassified'")
        default: ("state", "recon.bill_entries WHERE outcome = 'unclassified'")
        }
    let unknown = try ledger.query(
        """
        SELECT \(words), count(*), sum(amount) FROM \(rows) AND channel = $1 AND account = $2 AND bill_date = $3::date
        GROUP BY 1 ORDER BY 1
        """, [run.account.channel.rawValue, run.account.account, run.day.description])
    rehearsal.unknownWords = try (0..<unknown.count).map { row in
        Rehearsal.UnknownWord(word: unknown.text(row, 0), amount: unknown.text(row, 2), rows: try unknown.int(row, 1))
    }
    return rehearsal
}
