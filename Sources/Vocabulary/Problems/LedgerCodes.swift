/// The ledger: what the results database holds, and its schema.
extension ProblemCode {
    package static let statementOpen = ProblemCode(
        "ledger.statement_open", .incomplete, "The statement does not close to zero.", "余额调节表不平。",
        hint: "Compare the bill's own totals with its rows: money stands in them that no rule explains.")
    package static let sumTooLarge = ProblemCode(
        "ledger.sum_too_large", .incomplete, "A sum is beyond all money.", "合计金额超出范围。",
        hint: "Nothing was written. Look for absurd amounts in the bill and in the order relations.")
    package static let recountDiffers = ProblemCode(
        "ledger.recount_differs", .internalError, "The rows in the ledger are not the ones that were decoded.",
        "入库的明细与解析结果不一致。",
        hint: "Nothing was written. This is a fault of the program: please report it with the bill.")
    package static let pairsUnreadable = ProblemCode(
        "ledger.pairs_unreadable", .incomplete,
        "Plain pairs that are only counted cannot be read again from their bill.", "仅计数的配对无法从原账单重新读出。",
        hint: "Reconcile that day again, fetched or imported, and then this one.")
    package static let dayThinned = ProblemCode(
        "ledger.day_thinned", .incomplete,
        "Retention has removed the plain entries and movements that the day's money rests on.", "该日资金核对所依据的明细已过保留期被清除。",
        hint: "What was concluded stays in force; such a day is not reconciled again.")
    package static let schemaOutdated = ProblemCode(
        "ledger.schema_outdated", .configuration, "The database has an older schema than the program, or none.",
        "数据库结构过旧或尚未建立。",
        hint: "Run `reconciled migrate`.")
    package static let schemaUnknown = ProblemCode(
        "ledger.schema_newer", .configuration, "The database's schema is newer than the program.", "数据库结构比程序新。",
        hint: "Install the program that made this schema.")
    package static let schemaInUse = ProblemCode(
        "ledger.schema_in_use", .configuration,
        "Something of others uses views or functions that have to be made anew.",
        "其他对象依赖于需要重建的视图或函数。", hint: "Drop it, run `reconciled migrate`, and make it again; nothing was changed.")
    package static let migrationChanged = ProblemCode(
        "ledger.migration_changed", .configuration,
        "The database's schema was made with another text than the program has.", "数据库结构与程序自带的脚本不一致。",
        hint: "Use the release that made this schema; a released migration is never edited.")
    package static let spoolUnwritable = ProblemCode(
        "ledger.spool", .tryAgainLater, "A temporary file of the settlement failed.", "临时文件读写失败。",
        hint: "Free space in the directory that TMPDIR names, then run it again.")
    package static let periodClosed = ProblemCode(
        "ledger.period_closed", .badData, "The day is in a closed period.", "该日已月结，不再改动。",
        hint: "What is closed stays closed; run an open day, and see recon.late_effects for what it finds.")
    package static let billPotMissing = ProblemCode(
        "bill.pot_missing", .incomplete, "The funds bill at hand says nothing of one of the account's pots.",
        "手头的资金账单缺少某个账户的文件。",
        hint: "Fetch the day, or import the file of that pot, too: what was imported so far is kept.")
    package static let billVanished = ProblemCode(
        "bill.vanished", .incomplete,
        "The day has a bill in force, and the channel or a file now says that there is none.", "该日已有生效账单，渠道现在却称没有账单。",
        hint: """
            What is in force stays. Ask the channel why it gives no bill any more for a day that it once had one \
            for.
            """)
    package static let billChanged = ProblemCode(
        "bill.changed", .badData, "The channel's bill of a concluded day has other content than before.",
        "已完成对账的账单内容发生了变化。",
        hint: "See recon.run_changes for what that changed.")

    package static let billDiffers = ProblemCode(
        "ledger.bill_differs", .badData, "The ledger does not hold what the archived bill in force says.",
        "账本内容与归档的生效账单不一致。",
        hint: """
            See who changed the ledger. `reconciled reconcile CHANNEL DATE --archived` reads the day anew from its bill; a \
            closed day can only come from a backup.
            """)
    package static let statementDiffers = ProblemCode(
        "ledger.statement_differs", .badData, "A statement in force is not what the rows in the ledger add up to.",
        "生效的调节表与账本明细合计不一致。",
        hint: """
            See who changed the ledger. `reconciled reconcile CHANNEL DATE --archived` states the day anew; a closed day can \
            only come from a backup.
            """)

    static let ledgerCodes: [ProblemCode] = [
        statementOpen, sumTooLarge, recountDiffers, pairsUnreadable, dayThinned, schemaOutdated, schemaUnknown,
        schemaInUse, migrationChanged, spoolUnwritable, periodClosed, billVanished, billPotMissing, billChanged,
        billDiffers, statementDiffers,
    ]
}
