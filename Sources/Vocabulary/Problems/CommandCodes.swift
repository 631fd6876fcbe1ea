/// The command line, what it writes, and reports.
extension ProblemCode {
    package static let commandUnknown = ProblemCode(
        "command.unknown", .usage, "There is no such command.", "没有这个命令。",
        hint: "Run `reconciled --help` for what each of them does.")
    package static let commandInstance = ProblemCode(
        "command.instance", .usage, "The name of a systemd instance does not name a run.", "systemd 实例名不是一次对账。",
        hint: "Run `systemctl start reconciled-run@CHANNEL:ACCOUNT:DATE`.")
    package static let commandDayNotOver = ProblemCode(
        "command.day_not_over", .usage, "The business day is not over.", "该营业日尚未结束。",
        hint: "Bills appear in the morning after: about 09:00 at Alipay, 10:00 at WeChat Pay.")
    package static let commandDayTooEarly = ProblemCode(
        "command.day_too_early", .usage, "The day lies before the account's start_date.", "该日早于账户的启用日期。",
        hint: "Set start_date of the account to an earlier day if this one is to be reconciled.")
    package static let daemonAway = ProblemCode(
        "command.no_daemon", .unavailable, "No daemon is at work on this database.", "没有正在运行的守护进程。",
        hint: "Start it with `systemctl start reconciled`, or do the work here with --local.")
    package static let requestRefused = ProblemCode(
        "command.request_refused", .usage, "The database refuses the request for a run.", "对账请求被拒绝。",
        hint: "See `\\df+ recon.reconcile` and the configuration of the daemon.")
    package static let commandKindNotConfigured = ProblemCode(
        "command.kind_not_configured", .usage, "The account has no bill of that kind.", "该账户没有配置这种账单。",
        hint: "Name the account's pots in the configuration: with them it has a funds bill.")
    package static let commandImportFiles = ProblemCode(
        "command.import_files", .usage, "The files of an import, and their pots, do not go together.",
        "导入的文件与账户（--pot）不相符。",
        hint: "Name the file of one trade bill, or each file of a funds bill with its --pot, in the same order.")
    package static let outputCannotCreate = ProblemCode(
        "output.cannot_create", .cannotCreate, "A file or directory to write to cannot be made.", "无法创建输出文件或目录。",
        hint: "Name a file in a directory that exists and that you may write to.")
    package static let outputFailed = ProblemCode(
        "output.failed", .inputOutput, "Standard output cannot be written to.", "无法写入标准输出。",
        hint: "See that the disk has room and the reader is still there.")
    package static let reportNothing = ProblemCode(
        "report.nothing", .incomplete, "There is no result of what was asked for.", "没有可供报告的对账结果。",
        hint: "Run `reconciled reconcile` first.")
    package static let reportFormat = ProblemCode(
        "report.encoding", .internalError, "The report cannot be put into the form that was asked for.", "报告无法按所选格式输出。",
        hint: "Use another --format, and report this.")

    static let commandCodes: [ProblemCode] = [
        commandUnknown, commandInstance, commandDayNotOver, commandDayTooEarly, daemonAway, requestRefused,
        commandKindNotConfigured, commandImportFiles,
        outputCannotCreate, outputFailed, reportNothing, reportFormat,
    ]
}
