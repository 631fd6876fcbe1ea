import ArgumentParser
import Bills
import Channels
import Ledger
import Postgres
import Reports
import Vocabulary

enum VerifyFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
}

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Proves the archive and the ledger against each other, over the whole history.",
        discussion: """
            Every archived file against its SHA-256 and size, and whether the ledger
            knows all that lies there; every bill in force, decoded again, against
            each row and sum that the ledger holds of it; every statement and bridge
            in force against the rows it is made of. Changes nothing and keeps nobody
            from working: a moment of each day is looked at.

            Each finding is a line, with its place; below stands what to do. What was
            not looked at is counted, with the reason. What the shop's own records
            say, and what people decided, stands nowhere else and cannot be proven.

            Examples:
              reconciled verify                         the whole history
              reconciled verify wechatpay 2026-11       a month of a channel
              reconciled verify --from 2026-01-01       since then
              reconciled verify --format json >verify.json

            Exit status: 0 all proven; 65 something is wrong; 2 nothing is, but not
            all could be read, or there is nothing yet.
            """)

    @Argument(help: "The channel, or the date where it is of all channels.") var about: ReportAboutArgument?
    @Argument(help: "Business day or month in Asia/Shanghai: yyyy-MM-dd, yesterday or yyyy-MM.") var date:
        PeriodArgument?
    @Option(help: "Only this merchant number.") var account: String?
    @Option(help: ArgumentHelp("Only from this business day on.", valueName: "date")) var from: DayArgument?
    @Option(help: ArgumentHelp("Only up to this business day.", valueName: "date")) var to: DayArgument?
    @Option(help: "How to print.") var format = VerifyFormat.text
    @OptionGroup var configurationFile: ConfigurationArguments

    func validate() throws {
        if case .period = about, date != nil {
            throw ValidationError("A channel, a date, or both in this order: verify [CHANNEL] [DATE].")
        }
        guard date == nil || (from == nil && to == nil) else {
            throw ValidationError("--from and --to stand in place of a date.")
        }
        if case .period = about, from != nil || to != nil {
            throw ValidationError("--from and --to stand in place of a date.")
        }
    }

    func run() throws {
        let configuration = try configurationFile.load()
        let output = VerifyOutput(format)
        var findings = VerifyFindings { try output.tell($0) }
        let connection = try connectResults(configuration)
        try Schema.requireCurrent(connection)
        let days = try verify(configuration, scope(.system), &findings, connection, output.progress)
        try output.end(findings, days)
        guard findings.status == .green else { throw ExitCode(findings.status.rawValue) }
    }

    private func scope(_ clock: Clock) -> VerifyScope {
        var scope = VerifyScope(account: account, first: from?.resolved(clock), last: to?.resolved(clock))
        var period = date
        switch about {
        case .channel(let named): scope.channel = named
        case .period(let named): period = named
        case nil: break
        }
        if let period = period?.resolved(clock) { (scope.first, scope.last) = (period.first, period.last) }
        return scope
    }
}

/// - Returns: the days that were looked at.
private func verify(
    _ configuration: Configuration, _ scope: VerifyScope, _ findings: inout VerifyFindings,
    _ connection: borrowing Connection, _ progress: @escaping ProgressReporter
) throws -> Int {
    let bills = VerifyBills(channels: configuration.channels, limits: configuration.billLimits)
    let days = try VerifiedDay.all(in: scope, connection)
    for (index, day) in days.enumerated() {
        var verifying = Progress(step: "verifying days")
        (verifying.account, verifying.day) = (day.account, day.day)
        (verifying.done, verifying.total, verifying.counted) = (Int64(index), Int64(days.count), .days)
        progress(verifying)
        try findings.part(at: Place(account: day.account, day: day.day)) { findings in
            let proven = try verifyFiles(day, &findings, connection)
            try connection.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") {
                try bills.verify(day, proven: proven, &findings, connection)
            }
        }
    }
    progress(Progress(step: "looking for files that the ledger does not know"))
    let archive = BillArchive(root: configuration.archiveDirectory)
    try findings.part(at: Place(file: archive.root)) { findings in
        try verifyNothingElse(in: archive, scope, &findings, connection)
    }
    guard !days.isEmpty || findings.count + findings.unread > 0 else {
        throw Problem(.reportNothing, "there is nothing to verify: no bill, and no day in force")
    }
    return days.count
}
