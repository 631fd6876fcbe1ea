import Vocabulary

/// What can be wrong with a bill. All but `bill.unreadable` are statements about the bill and end as the verdict
/// `incomplete` (Contract 3.2); that one is a fault of this machine.
extension ProblemCode {
    static let billUnreadable = ProblemCode("bill.unreadable", .inputOutput)
    static let billEmpty = ProblemCode("bill.empty", .incomplete)
    static let billNotABill = ProblemCode("bill.not_a_bill", .incomplete)
    static let billOtherProduct = ProblemCode("bill.other_product", .incomplete)
    static let billResaved = ProblemCode("bill.resaved", .incomplete)
    static let billArchiveDamaged = ProblemCode("bill.archive_damaged", .incomplete)
    static let billArchiveUnsafe = ProblemCode("bill.archive_unsafe", .incomplete)
    package static let billTooLarge = ProblemCode("bill.too_large", .incomplete)
    static let billTruncated = ProblemCode("bill.truncated", .incomplete)
    static let billTrailingText = ProblemCode("bill.trailing_text", .incomplete)
    static let billFilesIncomplete = ProblemCode("bill.files_incomplete", .incomplete)
    static let billLineTooLong = ProblemCode("bill.line_too_long", .incomplete)
    static let billColumnMissing = ProblemCode("bill.column_missing", .incomplete)
    static let billColumnRepeated = ProblemCode("bill.column_repeated", .incomplete)
    static let billCellsMissing = ProblemCode("bill.cells_missing", .incomplete)
    static let billCellsSurplus = ProblemCode("bill.cells_surplus", .incomplete)
    static let billRowMisplaced = ProblemCode("bill.row_misplaced", .incomplete)
    static let billBadAmount = ProblemCode("bill.bad_amount", .incomplete)
    static let billBadCount = ProblemCode("bill.bad_count", .incomplete)
    static let billBadTime = ProblemCode("bill.bad_time", .incomplete)
    static let billBadIdentifier = ProblemCode("bill.bad_identifier", .incomplete)
    static let billBadText = ProblemCode("bill.bad_text", .incomplete)
    static let billWrongAccount = ProblemCode("bill.wrong_account", .incomplete)
    static let billWrongDay = ProblemCode("bill.wrong_day", .incomplete)
    static let billTotalMismatch = ProblemCode("bill.total_mismatch", .incomplete)

    /// Every code of this module; a test holds a fixture for each.
    package static let billCodes: [ProblemCode] = [
        billUnreadable, billEmpty, billNotABill, billOtherProduct, billResaved, billArchiveDamaged, billArchiveUnsafe,
        billTooLarge, billTruncated, billTrailingText, billFilesIncomplete, billLineTooLong, billColumnMissing,
        billColumnRepeated, billCellsMissing, billCellsSurplus, billRowMisplaced, billBadAmount, billBadCount,
        billBadTime, billBadIdentifier, billBadText, billWrongAccount, billWrongDay, billTotalMismatch,
    ]
}

extension Place {
    func at(line: Int, column: String? = nil) -> Place {
        var copy = self
        copy.line = line
        copy.column = column
        return copy
    }
}

/// Hints that several problems share.
enum Hint {
    static let fetchAgain = "Fetch the bill again; if it stays so, ask the channel."
    static let downloadUntouched =
        "Import the file as the channel delivered it, never one that was opened and saved in a spreadsheet."
    static let inflatedLimit =
        "If the bill is truly that large, raise limits.inflated in the configuration; otherwise it is no bill."
    static let askChannel =
        "The bill is kept unchanged in the archive; look at the line there and report it, nothing was concluded from it."
}
