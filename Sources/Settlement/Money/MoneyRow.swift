import Postgres
import Rules
import Vocabulary

/// Where an entry or a movement stands.
struct MoneyPlace {
    var day: BusinessDay
    var fileNumber: Int16
    var lineNumber: Int32
}

/// One row of `money_groups`: an entry, or a movement.
struct MoneyRow {
    let label: String
    let place: MoneyPlace
    let numbers: MoneyNumbers
    let isClassified: Bool
    /// One of the two.
    let entry: ExpectedEntry?
    let movement: BookedMovement?

    init(_ rows: borrowing Rows, _ row: Int) throws {
        label = rows.text(row, 0)
        place = MoneyPlace(
            day: BusinessDay(number: try rows.int32(row, 2)), fileNumber: try rows.int16(row, 3),
            lineNumber: try rows.int32(row, 4))
        numbers = MoneyNumbers(channelNo: rows.text(row, 6), shopNo: rows.text(row, 7))
        isClassified = rows.bool(row, 11)
        guard rows.bool(row, 1) else {
            entry = nil
            movement = BookedMovement(
                MovementClass(rawValue: rows.text(row, 5)) ?? .other, place.day, try rows.int(row, 8))
            return
        }
        movement = nil
        entry = ExpectedEntry(
            EntryType(rawValue: rows.text(row, 5)) ?? .payment, place.day, occurredAt: try rows.int(row, 10),
            settledFen: try rows.int(row, 8), feeE5: try rows.int(row, 9), isExecuted: rows.bool(row, 12),
            isSucceededAtShop: rows.bool(row, 13))
    }
}
