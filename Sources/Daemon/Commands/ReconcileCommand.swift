import ArgumentParser
import Channels
import Ledger
import Vocabulary

struct ReconcileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "Fetches a day's bill and reconciles it, account by account.",
        discussion: """
            Examples:
              reconciled reconcile wechatpay yesterday
              reconciled reconcile alipay 2026-11-21 --account 2088000000000001
              reconciled reconcile alipay 2026-11-21 --archived --no-wait
              reconciled reconcile wechatpay 2026-11-21 \\
                --lift-share-limit "the shop's import of that day was late"
              reconciled reconcile wechatpay yesterday --local
              reconciled reconcile wechatpay yesterday --kind funds

            An account with pots in the configuration has a funds bill (the money that
            moved) beside its trade bill; both are reconciled unless --kind names one.

            The running daemon does the work, and this command waits for it, showing
            how far it is; Ctrl-C ends the waiting, not the run. With --local the work
            is done here and needs no daemon.

            A day may be reconciled again at any time: the last conclusion is in
            force, and what people wrote on a discrepancy stays. A run that comes
            to no conclusion takes nothing away.

            With --dry-run everything is done as it would be and then undone: nothing is
            kept, asked for or changed, and no alarm is raised. It says the verdict,
            what would be new or resolved by code, how many other days would get
            another statement, and which words of the bill have no rule. While it
            compares, other runs wait for it.

            Exit status: the worst verdict of the accounts, 0 balanced or only
            pending, 1 discrepancies, 2 incomplete; 64 and above when a run failed.
            """)

    @Argument(help: "The channel.") var channel: Channel
    @Argument(help: "Business day in Asia/Shanghai: yyyy-MM-dd or yesterday.") var date: DayArgument
    @Option(help: "Only this merchant number.") var account: String?
    @Option(
        help: ArgumentHelp(
            "Only bills of this kind; all that the account has when none is named.",
            discussion: BillKind.all.map { "\($0) (\($0.englishName))" }.joined(separator: ", ")))
    var kind: BillKind?
    @Flag(help: "Work in this process, with no daemon.") var local = false
    @Flag(help: "Ask the daemon, print the run's number, and do not wait.") var noWait = false
    @Flag(help: "Use the bill at hand instead of fetching it again.") var archived = false
    @Flag(help: "Work here, say what the run would come to, and change nothing.") var dryRun = false
    @Option(
        help: ArgumentHelp(
            "Draw a conclusion although too many entries have no shop record, and say why.", valueName: "reason"))
    var liftShareLimit: String?
    @OptionGroup var log: LogArguments
    @OptionGroup var results: ResultsArguments

    func validate() throws {
        guard liftShareLimit?.isEmpty != true else { throw ValidationError("--lift-share-limit needs a reason.") }
        guard !(local || dryRun) || results.conninfo == nil else {
            throw ValidationError(
                "--local and --dry-run need the configuration, with accounts and keys: --config in place of --conninfo."
            )
        }
        guard !(dryRun && noWait) else {
            throw ValidationError("--dry-run asks no daemon: there is nothing to wait for.")
        }
        guard !(local && noWait) else { throw ValidationError("--no-wait asks the daemon, --local needs none.") }
        guard local || dryRun || !log.verbose else {
            throw ValidationError("--verbose shows what --local does; the daemon has log_level.")
        }
    }

    func run() throws {
        let clock = Clock.system
        let day = date.resolved(clock)
        // The database knows the accounts that a daemon serves; the file may say earlier what is wrong.
        if !local, !dryRun, let address = results.withoutFile { return try request(day, address) }
        let configuration = try results.configurationFile.load()
        let accounts = try configuration.requireAccounts(of: channel, account: account)
        for account in accounts { try requireConcludable(day, account, clock) }
        if let kind {
            for account in accounts { try account.require(kind, at: Place(account: account.account, day: day)) }
        }
        guard local || dryRun else { return try request(day, ResultsAddress(configuration)) }
        var runs = AccountRuns(
            configuration: configuration, clock: clock, isDry: dryRun, log: log.exchangeLog(configuration))
        for account in accounts {
            for kind in kind.map({ [$0] }) ?? account.kinds {
                try runs.run(
                    account, day, kind, archived ? .archived : .channel, by: .person(requester()),
                    liftShareLimitReason: liftShareLimit)
            }
        }
        try runs.end()
    }

    private func request(_ day: BusinessDay, _ address: ResultsAddress) throws {
        try RequestedRuns(address).run(
            channel, day, account: account, kind: kind, isArchived: archived,
            liftShareLimitReason: liftShareLimit, waits: !noWait)
    }
}

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Takes up a bill, or a statement of the shop's pots, that somebody downloaded by hand.",
        discussion: """
            The file is kept in the archive as it is. Its header tells whether it is of
            the trade bill or of the funds bill.
            \(ChannelList.all.all.map { "\($0.englishName): \($0.filesText)." }.joined(separator: "\n"))

            Examples:
              reconciled import all.csv --channel wechatpay --account 1900000109 \\
                --date 2026-11-21
              reconciled import success.csv refund.csv --channel wechatpay \\
                --account 1900000109 --date yesterday
              reconciled import basic.csv --pot BASIC --channel wechatpay \\
                --account 1900000109 --date yesterday
              reconciled import alipay.csv aggregated.csv deposit.xlsx --shop tea
              reconciled import --deposit --shop tea --from 2026-07-01 --to 2026-07-31

            With --shop the files are statements of a Taobao seller's pots, in whichever
            order: the aggregated account, the deposit, the Alipay account, as text,
            spreadsheet XML or xlsx; the columns tell which. recon.month_money says then
            where the month's money lies, recon.order_money what each order came to.
            Each file is one transaction. Of one that was imported before the shop's orders
            are read again, and nothing else is changed.

            With --deposit the deposit's movements are asked for at Alipay, and no file is
            needed: of the account that has `deposit` in the configuration, whose app needs
            the interface alipay.data.bill.bail.query. What it answers is kept in the
            archive. Days are whole and over; days that were had before do no harm. Where
            a balance is not there yet it waits for some minutes, and asks again.

            A funds bill has one file for each of the account's pots. --pot says which
            one a file is of, where the channel has several: give it once for each
            file, in the same order. A file takes the place of its own pot's; those of
            the other pots stay as they are. There is no conclusion before every pot
            has a file, or the channel's word that it has no statement.

            With --dry-run everything is done as it would be and then undone: nothing is
            kept, asked for or changed, and no alarm is raised. It says the verdict,
            what would be new or resolved by code, how many other days would get
            another statement, and which words of the bill have no rule. While it
            compares, other runs wait for it.

            Exit status: as of `reconciled reconcile`.
            """)

    @Argument(help: "The bill's file, or files.") var files: [String] = []
    @Option(help: "The channel.") var channel: Channel?
    @Option(help: "Merchant number that the bill is of.") var account: String?
    @Option(
        help: ArgumentHelp(
            "Of a funds bill: the pot that the file is of.",
            discussion: ChannelList.all.all.filter { !$0.pots.isEmpty }.map {
                "\($0.englishName): \($0.pots.map(\.rawValue).joined(separator: ", "))"
            }.joined(separator: "; ")))
    var pot: [Pot] = []
    @Option(help: "Business day in Asia/Shanghai: yyyy-MM-dd or yesterday.") var date: DayArgument?
    @Option(help: "In place of these: the files are statements of this shop's pots.") var shop: String?
    @Flag(help: "With --shop: a shop of which nothing was imported yet.") var newShop = false
    @Flag(help: "With --shop, in place of files: ask the channel what moved in the deposit.") var deposit = false
    @Option(help: "With --deposit: the first business day.") var from: DayArgument?
    @Option(help: "With --deposit: the last business day; yesterday when left out.") var to: DayArgument?
    @Flag(help: "Say what the files are and what they would change, and change nothing.") var dryRun = false
    @Option(
        help: ArgumentHelp(
            "Draw a conclusion although too many entries have no shop record, and say why.", valueName: "reason"))
    var liftShareLimit: String?
    @OptionGroup var configurationFile: ConfigurationArguments

    func validate() throws {
        guard liftShareLimit?.isEmpty != true else { throw ValidationError("--lift-share-limit needs a reason.") }
        guard Set(files).count == files.count else { throw ValidationError("A file is named twice.") }
        guard files.isEmpty == deposit else {
            throw ValidationError(deposit ? "--deposit needs no file." : "Missing expected argument '<files> ...'")
        }
        guard deposit ? from != nil : from == nil && to == nil else {
            throw ValidationError("--from, and --to, go with --deposit, which needs the first.")
        }
        if let shop { return try validate(shop) }
        guard !deposit else { throw ValidationError("--deposit needs --shop.") }
        guard let channel, account != nil, date != nil else {
            throw ValidationError("A bill needs --channel, --account and --date; a statement of a shop's pots --shop.")
        }
        guard !newShop else { throw ValidationError("--new-shop goes with --shop.") }
        let most = ChannelList.all[channel].map { max($0.filesMax, $0.pots.count) } ?? 0
        guard files.count <= most else {
            throw ValidationError("A bill of \(channel.rawValue) is \(most) file(s) at most.")
        }
    }

    private func validate(_ shop: String) throws {
        guard shop.count <= 64, shop.wholeMatch(of: /\S(.*\S)?/) != nil else {
            throw ValidationError("--shop is a name of 1 to 64 characters, without a blank at either end.")
        }
        guard channel == nil, account == nil || deposit, date == nil, pot.isEmpty, liftShareLimit == nil else {
            throw ValidationError(
                "--shop goes with files, --new-shop and --dry-run alone: a statement tells all else itself.")
        }
        guard !deposit || !dryRun else {
            throw ValidationError("--deposit keeps what it is told: it has no --dry-run.")
        }
    }

    private func importStatements(_ shop: String, _ configuration: Configuration) throws {
        var files = files
        if deposit {
            let clock = Clock.system
            let (first, last) = (from?.resolved(clock) ?? clock.today, to?.resolved(clock) ?? clock.today.previous)
            guard first <= last else { throw ValidationError("--from is behind --to.") }
            files = [try DepositFetch(configuration: configuration, account: account, days: first...last).run(clock)]
        }
        try StatementImports(configuration: configuration, shop: shop, isNewShop: newShop, isDry: dryRun).run(files)
    }

    func run() throws {
        let configuration = try configurationFile.load()
        if let shop { return try importStatements(shop, configuration) }
        guard let channel, let account, let date else { throw ExitCode(ExitStatus.usage.rawValue) }
        let accounts = try configuration.requireAccounts(of: channel, account: account)
        let clock = Clock.system
        let day = date.resolved(clock)
        // The files are at hand: no channel is asked.
        var runs = AccountRuns(configuration: configuration, clock: clock, isDry: dryRun, log: { _ in })
        for account in accounts {
            try requireConcludable(day, account, clock)
            let imported = try ImportedFiles(files, pots: pot, of: account)
            try runs.run(
                account, day, imported.kind, .files(imported.files), by: .fileImport,
                liftShareLimitReason: liftShareLimit)
        }
        try runs.end()
    }
}
