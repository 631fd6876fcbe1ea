/// What can be wrong with a day's bill, from its container to its totals. All but `bill.unreadable` are statements about the
/// bill and end as the verdict `incomplete` (Contract 3.2); that one is a fault of this machine.
extension ProblemCode {
    package static let billUnreadable = ProblemCode(
        "bill.unreadable", .inputOutput, "The bill's file cannot be read.", "无法读取账单文件。",
        hint: "Check that the file is there and that this user may read it.")
    package static let billEmpty = ProblemCode(
        "bill.empty", .incomplete, "The bill has no bytes at all.", "账单文件是空的。",
        hint: "A day without business has an answer of its own, never an empty file; fetch again.")
    package static let billNotABill = ProblemCode(
        "bill.not_a_bill", .incomplete, "The file is not a bill of the channel.", "文件不是该渠道的账单。",
        hint: "Give the bill as the channel's console or interface delivers it.")
    package static let billOtherProduct = ProblemCode(
        "bill.other_product", .incomplete, "The file is another kind of bill than the one that it was given as.",
        "文件是另一种账单，不是所需的账单。",
        hint:
            "Download the bill of the kind that was asked for: the trade bill (交易账单) or the funds bill (资金账单) of the day."
    )
    package static let billResaved = ProblemCode(
        "bill.resaved", .incomplete, "A spreadsheet program has changed the bill.", "账单被电子表格软件另存过。",
        hint: downloadUntouched)
    package static let billArchiveDamaged = ProblemCode(
        "bill.archive_damaged", .incomplete, "The bill's ZIP or gzip is damaged or cut off.", "账单压缩包损坏或不完整。",
        hint: fetchAgain)
    package static let billArchiveUnsafe = ProblemCode(
        "bill.archive_unsafe", .incomplete,
        "The bill's ZIP holds what no bill's does: too many members, strange names, encryption.",
        "账单压缩包内容异常（成员过多、名称可疑或已加密）。",
        hint: "Fetch the bill again; give the files of one bill and nothing else.")
    package static let billTooLarge = ProblemCode(
        "bill.too_large", .incomplete, "The bill is larger than the limits allow, in bytes or in money.",
        "账单超过允许的大小，或金额超出范围。",
        hint: "If the bill is truly that large, raise limits.inflated in the configuration; otherwise it is no bill.")
    package static let billTruncated = ProblemCode(
        "bill.truncated", .incomplete, "The bill ends before its own totals.", "账单在汇总行之前中断。", hint: fetchAgain)
    package static let billTrailingText = ProblemCode(
        "bill.trailing_text", .incomplete, "There is text behind the bill's totals.", "账单汇总之后还有多余内容。", hint: fetchAgain)
    package static let billFilesIncomplete = ProblemCode(
        "bill.files_incomplete", .incomplete, "The files that were given do not make up one bill.", "所给文件不能组成一份完整账单。",
        hint:
            "Give one ZIP of Alipay, or WeChat Pay's one ALL file, or its SUCCESS and REFUND files together; of funds bills one for a pot."
    )
    package static let billLineTooLong = ProblemCode(
        "bill.line_too_long", .incomplete, "A line of the bill is longer than any row can be.", "账单某一行过长。",
        hint: askChannel)
    package static let billColumnMissing = ProblemCode(
        "bill.column_missing", .incomplete, "The bill's header lacks a column that is needed.", "账单表头缺少必需的列。",
        hint: "Check that this is the right kind of bill; if the channel changed its form, the program must learn it.")
    package static let billColumnRepeated = ProblemCode(
        "bill.column_repeated", .incomplete, "The bill's header names one column twice.", "账单表头有重复的列。", hint: askChannel
    )
    package static let billCellsMissing = ProblemCode(
        "bill.cells_missing", .incomplete, "A row of the bill has fewer cells than its header.", "账单某一行的单元格少于表头。",
        hint: askChannel)
    package static let billCellsSurplus = ProblemCode(
        "bill.cells_surplus", .incomplete,
        "A row has more cells than the header, and its columns cannot be told for certain.", "账单某一行的单元格多于表头，无法确定各列。",
        hint: askChannel)
    package static let billRowMisplaced = ProblemCode(
        "bill.row_misplaced", .incomplete, "A row stands in a file that has no place for its kind.", "账单某一行不属于这种文件。",
        hint: askChannel)
    package static let billBadAmount = ProblemCode(
        "bill.bad_amount", .incomplete, "An amount is not of the form that the channel uses.", "金额格式不正确。",
        hint: downloadUntouched)
    package static let billBadCount = ProblemCode(
        "bill.bad_count", .incomplete, "A count in the bill's totals is missing or no number.", "账单汇总笔数缺失或不是数字。",
        hint: downloadUntouched)
    package static let billBadTime = ProblemCode(
        "bill.bad_time", .incomplete, "A time is not of the form that the channel uses.", "时间格式不正确。",
        hint: downloadUntouched)
    package static let billBadIdentifier = ProblemCode(
        "bill.bad_identifier", .incomplete, "An order, payment or refund number is empty, too long or not printable.",
        "单号为空、过长或含不可打印字符。", hint: askChannel)
    package static let billBadText = ProblemCode(
        "bill.bad_text", .incomplete,
        "A currency is not three capital letters, or a movement flows neither in nor out.", "币种不是三个大写字母，或收支类型既非收入也非支出。",
        hint: askChannel)
    package static let billWrongAccount = ProblemCode(
        "bill.wrong_account", .incomplete, "The bill, or a row of it, belongs to another account.", "账单（或其中一行）属于其他商户号。",
        hint: "Check which account the bill was asked for; for a bill downloaded by hand, --account.")
    package static let billWrongDay = ProblemCode(
        "bill.wrong_day", .incomplete, "The bill is of another day.", "账单属于其他日期。",
        hint: "Check the date that was asked for against the bill; for a bill downloaded by hand, --date.")
    package static let billTotalMismatch = ProblemCode(
        "bill.total_mismatch", .incomplete, "The rows do not add up to the bill's own totals.", "账单明细与其汇总不符。",
        hint: fetchAgain)
    package static let billBalanceChain = ProblemCode(
        "bill.balance_chain", .incomplete,
        "A balance of the funds bill does not follow from the one before: a row is missing, doubled or changed.",
        "资金账单的账户结余与上一行不衔接，可能缺行、重复或被改动。", hint: fetchAgain)
    package static let billNumberAsAmount = ProblemCode(
        "bill.number_as_amount", .incomplete,
        "A workbook keeps an order or serial number as an amount, so its last digits are lost.",
        "工作簿把单号存成了数值，末尾数字已丢失。", hint: exportAgain)
    package static let billAccountsMixed = ProblemCode(
        "bill.accounts_mixed", .incomplete, "A statement is of more than one account.", "一份对账单含有多个账户。",
        hint: "Export the statement of each account by itself.")
    package static let billStatementsSeveral = ProblemCode(
        "bill.statements_several", .incomplete, "A workbook or ZIP holds more than one statement.",
        "一个工作簿或压缩包里有多份对账单。", hint: "Give one statement in a file; import the others by themselves.")
    package static let billWorkbookDamaged = ProblemCode(
        "bill.workbook_damaged", .incomplete, "A workbook is damaged, cut off, or holds what no export does.",
        "工作簿损坏、不完整或内容异常。", hint: exportAgain)
    package static let billWorkbookEncrypted = ProblemCode(
        "bill.workbook_encrypted", .incomplete, "A workbook has a password.", "工作簿已加密。",
        hint: "Export the statement without a password, or take the password off and save it as a workbook again.")
    package static let exportAgain =
        "Export the statement from the console again and import it as it is, without opening it in a spreadsheet."
    package static let fetchAgain = "Fetch the bill again; if it stays so, ask the channel."
    package static let downloadUntouched =
        "Import the file as the channel delivered it, never one that was opened and saved in a spreadsheet."
    package static let askChannel =
        "The bill is kept unchanged in the archive; look at the line there and report it, nothing was concluded from it."

    package static let billCodes: [ProblemCode] = [
        billUnreadable, billEmpty, billNotABill, billOtherProduct, billResaved, billArchiveDamaged, billArchiveUnsafe,
        billTooLarge, billTruncated, billTrailingText, billFilesIncomplete, billLineTooLong, billColumnMissing,
        billColumnRepeated, billCellsMissing, billCellsSurplus, billRowMisplaced, billBadAmount, billBadCount,
        billBadTime, billBadIdentifier, billBadText, billWrongAccount, billWrongDay, billTotalMismatch,
        billBalanceChain, billNumberAsAmount, billAccountsMixed, billStatementsSeveral, billWorkbookDamaged,
        billWorkbookEncrypted,
    ]
}
