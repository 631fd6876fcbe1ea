import Postgres
import Rules
import Vocabulary

/// Of the days, only those that an open entry or record may wait for. The day that is being settled counts as concluded: only then do the items that waited for it fall due. So does a
/// closed day, whose bill never comes any more.
func readCalendar(_ input: DayInput, _ connection: borrowing Connection) throws -> Calendar {
    var calendar = Calendar(accounts: [:])
    let accounts = try connection.query(
        "SELECT account_id, cut_off_window_seconds, start_date - DATE '1970-01-01' FROM ledger.account")
    for row in 0..<accounts.count {
        calendar.accounts[try accounts.int32(row, 0)] = try Calendar.Account(
            cutOffWindowSeconds: accounts.int(row, 1), startDate: BusinessDay(number: accounts.int32(row, 2)),
            concluded: [])
    }
    let days = try connection.query(String(decoding: PackageResources.concluded_days_sql, as: UTF8.self))
    for row in 0..<days.count {
        calendar.accounts[try days.int32(row, 0)]?.concluded.insert(
            BusinessDay(number: try days.int32(row, 1)))
    }
    calendar.accounts[input.accountID]?.concluded.insert(input.day)
    let closed = try connection.query("SELECT max(closed_through) - DATE '1970-01-01' FROM ledger.period")
    calendar.closedThrough = closed[0, 0].flatMap { Int32($0) }.map(BusinessDay.init(number:))
    return calendar
}
