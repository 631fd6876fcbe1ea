/// An account's way from one database into another.
extension ProblemCode {
    package static let accountUnknown = ProblemCode(
        "account.unknown", .usage, "The database has no such account.", "数据库中没有这个账户。",
        hint: "See `SELECT DISTINCT channel, account FROM recon.runs`, and recon.account_moves for those that went.")
    package static let accountBusy = ProblemCode(
        "account.busy", .tryAgainLater, "A run of the account is queued or under way.", "该账户有对账任务在排队或执行中。",
        hint: """
            Wait until `reconciled status` shows none of it, then try again. A run that no service is configured for any \
            more waits until one is.
            """)
    package static let accountServed = ProblemCode(
        "account.served", .configuration, "A service at work has the account in its configuration.",
        "正在运行的服务配置中仍有该账户。",
        hint:
            "Take it out of the configuration, `systemctl reload reconciled`, and see that nothing of it is left in the queue."
    )
    package static let accountHasHistory = ProblemCode(
        "account.has_history", .badData, "The database has a history of the account already.", "数据库中已有该账户的历史。",
        hint: "Import into a database in which the account was never reconciled; two histories cannot become one.")
    package static let moveFileDamaged = ProblemCode(
        "account.file_damaged", .badData, "The file is not one that an account was exported to, or not all of it.",
        "文件不是账户导出文件，或已损坏。", hint: "Export the account again, and copy the file whole.")
    package static let moveOtherSchema = ProblemCode(
        "account.other_schema", .configuration, "The account was exported from another version of the schema.",
        "导出文件来自不同版本的数据库结构。",
        hint: "Install one program on both sides, run `reconciled migrate` on both, and export again.")
    package static let moveClosedOtherwise = ProblemCode(
        "account.closed_otherwise", .badData, "Days of the account are closed in one database and open in the other.",
        "该账户的部分日期在一个数据库已月结，在另一个未月结。",
        hint: "Close the period in the other database too (`recon.close_period`), then export and import again.")
    package static let accountChangedSince = ProblemCode(
        "account.changed_since", .badData, "The account is not what it was when the file was made.",
        "账户自导出后已发生变化。",
        hint:
            "Nothing was removed. What the file does not have would be lost: see what came since, or export and move again."
    )

    static let moveCodes: [ProblemCode] = [
        accountUnknown, accountBusy, accountServed, accountHasHistory, moveFileDamaged, moveOtherSchema,
        moveClosedOtherwise, accountChangedSince,
    ]
}
