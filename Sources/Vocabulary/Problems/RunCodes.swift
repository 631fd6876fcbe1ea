/// Runs, and the alarms about days and keys.
extension ProblemCode {
    package static let noArchivedBill = ProblemCode(
        "run.no_archived_bill", .unavailable, "No bill of the day is at hand.", "手头没有该日的账单。",
        hint: "Fetch it without --archived, or import a file that was downloaded by hand.")
    package static let billNotDue = ProblemCode(
        "run.bill_not_due", .tryAgainLater, "The channel has no bill, which is not yet an answer.", "渠道暂无账单，尚不能作数。",
        hint: "Run it again later.")
    package static let runStopped = ProblemCode(
        "run.stopped", .tryAgainLater, "The service stopped in the midst of the run.", "服务在对账途中停止。",
        hint: "The run goes on when it has started again.")
    package static let unknownBillKind = ProblemCode(
        "run.unknown_bill_kind", .configuration, "The program cannot run bills of this kind.", "本程序不支持此类账单。",
        hint: "Have every daemon on this database be of the newest release that one of them is of.")
    package static let leaseLost = ProblemCode(
        "run.lease_lost", .tryAgainLater, "Another process has taken the run over.", "该次对账已由其他进程接手。",
        hint: "Nothing was changed by this process; see recon.runs for the other one's result.")
    package static let runAbandoned = ProblemCode(
        "run.abandoned", .tryAgainLater, "The process that worked on the run ended before it did.", "执行对账的进程中途退出。",
        hint: "It is done again by itself; an import is to be started again, since only you know its files.")
    package static let runEndedProcess = ProblemCode(
        "run.ended_process", .internalError, "The run ended the processes that worked on it, and is not begun again.",
        "该次对账多次使进程终止，不再重试。",
        hint: """
            See the journal of that time, and report it; when the cause is gone, ask for the day again with \
            `reconciled reconcile`.
            """)
    package static let keyExpires = ProblemCode(
        "alarm.key_expires", .configuration, "A key or certificate expires within 30 days.", "密钥或证书将在 30 天内到期。",
        hint: "Get a new one from the merchant console and put it in its place.")
    package static let dayLeaves = ProblemCode(
        "alarm.day_leaves_reach", .unavailable,
        "The channel gives an unconcluded day's bill out for 30 days more at most.", "未完成对账的账单即将超出渠道保留期。",
        hint: "Reconcile the day, or download its bill by hand while that is possible.")
    package static let billOverdue = ProblemCode(
        "alarm.bill_overdue", .unavailable, "The bill of a day is overdue.", "账单逾期未到。",
        hint: "See recon.runs for the day's tries, or import a bill that was downloaded by hand.")
    package static let configurationRefused = ProblemCode(
        "alarm.configuration_refused", .configuration, "The configuration on disk is not the one in use.",
        "磁盘上的配置未被采用。",
        hint: "Correct the file, then run `systemctl reload reconciled`; after a restart the service would not start.")
    package static let testAlarm = ProblemCode(
        "alarm.test", .unavailable, "A test alarm that somebody asked for.", "人工触发的测试告警。",
        hint: "Nothing is to be done: that it is read shows that alarms arrive.")
    package static let alarmCommand = ProblemCode(
        "alarm.command_failed", .configuration, "The program of on_alarm failed.", "告警程序执行失败。",
        hint: """
            Run it by hand as the service's user. The alarm is told again until the program ends with 0, or its \
            cause is gone.
            """)

    static let runCodes: [ProblemCode] = [
        noArchivedBill, billNotDue, runStopped, unknownBillKind, leaseLost, runAbandoned, runEndedProcess, keyExpires,
        dayLeaves,
        billOverdue,
        configurationRefused, testAlarm, alarmCommand,
    ]
}
