import Postgres
import Rules
import Vocabulary

/// The day that is being settled counts as concluded: only then does what waits for it fall due. So does a closed day, whose
/// bill never comes any more.
func readMoneyCalendar(_ input: MoneyInput, _ connection: borrowing Connection) throws -> MoneyCalendar {
    func days(_ kind: BillKind) throws -> Set<BusinessDay> {
        let rows = try connection.query(
            "SELECT bill_date - DATE '1970-01-01' FROM ledger.day WHERE account_id = $1 AND kind = $2 AND concluded",
            [String(input.accountID), kind.rawValue])
        return Set(try (0..<rows.count).map { BusinessDay(number: try rows.int32($0, 0)) })
    }
    var fundsDays = try days(.funds)
    if input.bill != nil { fundsDays.insert(input.day) }
    var calendar = MoneyCalendar(
        startDate: input.rules.startDate, cutOffWindowSeconds: input.rules.cutOffWindowSeconds,
        settlementDays: Int32(clamping: input.rules.settlementDays), tradeDays: try days(.trade), fundsDays: fundsDays)
    let closed = try connection.query("SELECT max(closed_through) - DATE '1970-01-01' FROM ledger.period")
    calendar.closedThrough = closed[0, 0].flatMap { Int32($0) }.map(BusinessDay.init(number:))
    let thinned = try connection.query(
        "SELECT FROM ledger.day WHERE account_id = $1 AND thinned_run_id IS NOT NULL LIMIT 1", [String(input.accountID)]
    )
    calendar.hasThinnedDays = thinned.count > 0
    return calendar
}
