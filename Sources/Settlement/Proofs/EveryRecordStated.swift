import Orders
import Postgres
import Vocabulary

/// Every money record that was read of the day stands in its statement, once (Contract 2): in the shop's total, or in
/// `currency_mismatch`, which is left out of that.
func requireEveryRecordStated(
    _: ConcludedDay, _ input: DayInput, _ records: RecordsDigest, _ connection: borrowing Connection
) throws {
    let rows = try connection.query(input.sql(PackageResources.stated_records_sql))
    for row in 0..<rows.count {
        let type = EntryType(rawValue: rows.text(row, 0)) ?? .payment
        let read = records.booked(type)
        let stated = (records: try rows.int(row, 1), amountFen: try rows.int(row, 2))
        guard stated.amountFen == read.amountFen, stated.records <= read.records,
            stated.records >= read.records - read.ofNothing
        else {
            throw Problem(
                .ordersCountDiffers,
                "the statement does not hold every \(type.rawValue) that the shop booked on the day",
                at: Place(account: input.account, day: input.day),
                expected: "\(read.records) records, \(Fen.yuan(read.amountFen))",
                found: "\(stated.records) records, \(Fen.yuan(stated.amountFen))",
                hint: "Nothing was written. This is a fault of the program: please report it with the bill.")
        }
    }
}
