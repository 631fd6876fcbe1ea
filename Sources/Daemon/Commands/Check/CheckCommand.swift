import ArgumentParser
import Channels
import Vocabulary

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Proves an installation, part by part, and reports all that fails.",
        discussion: """
            Looks at the configuration, the results database (version, schema,
            rights), the order relations (columns, rights, keys, a standby's lag),
            the archive (writable, space), each account's keys (modes, pairs,
            validity), each channel (reachable, answers signed by whom they should
            be, and which bills of which pots may be had), the clock, whether a daemon
            is at work, and the program of on_alarm. Changes nothing.

            As the service sees it all, with its keys and within its sandbox:
              systemctl start reconciled-check; journalctl -u reconciled-check -o cat -n 40

            With --offline the configuration and the keys alone are looked at, and nobody
            is asked: `systemctl reload reconciled` ends with its exit status.

            With --alarm the service, which must be at work, tells a test alarm and its
            end, as it tells every other.

            With --verbose each exchange with a channel is shown: where it went, what
            came back, and the number that the channel's support asks for.

            Exit status: 0 when every part passed, else that of the first failure.
            """)

    @OptionGroup var log: LogArguments
    @OptionGroup var configurationFile: ConfigurationArguments

    @Flag(name: .customLong("alarm"), help: "Have the service tell a test alarm, and nothing else.")
    var sendsTestAlarm = false

    @Flag(name: .customLong("offline"), help: "Look at the configuration and the keys, and ask nobody.")
    var isOffline = false

    func validate() throws {
        guard sendsTestAlarm, isOffline else { return }
        throw ValidationError("--alarm asks the service: it does not go with --offline.")
    }

    func run() throws {
        let configuration = try configurationFile.load()
        let clock = Clock.system
        var findings = CheckFindings { try Output.words($0) }
        try findings.pass("configuration", "\(configuration.file), \(configuration.accounts.count) account(s)")
        if sendsTestAlarm {
            try checkAlarmDelivery(configuration, &findings)
        } else {
            try checkAll(configuration, clock, &findings)
        }
        try conclude(findings)
    }

    private func checkAll(
        _ configuration: Configuration, _ clock: Clock, _ findings: inout CheckFindings
    ) throws {
        if !isOffline {
            try checkResults(configuration, clock, &findings)
            try checkOrders(configuration, clock, &findings)
            try checkArchive(configuration, clock, &findings)
            try checkService(configuration, &findings)
        }
        try checkAlarm(configuration, &findings)
        for account in configuration.accounts {
            let areKeysGood = try checkKeys(account, clock, &findings)
            if areKeysGood && !isOffline { try checkChannel(account, configuration, clock, &findings) }
        }
    }

    private func conclude(_ findings: CheckFindings) throws {
        let failed = findings.failures.count
        try Output.line(
            failed == 0
                ? "\nEverything works\(findings.warnings > 0 ? ", with \(findings.warnings) warning(s)" : "")."
                : "\n\(failed) failure(s), \(findings.warnings) warning(s).")
        if let first = findings.failures.first {
            // What leaves a run without a conclusion is for the installation's owner to put right.
            let status = first.code.exit == .incomplete ? ExitStatus.configuration : first.code.exit
            throw ExitCode(status.rawValue)
        }
    }

    private func checkChannel(
        _ account: AccountConfiguration, _ configuration: Configuration, _ clock: Clock,
        _ findings: inout CheckFindings
    ) throws {
        let name = "channel of \(account.account)"
        try findings.part(name) { findings in
            let archive = BillArchive(root: configuration.archiveDirectory)
            let client = try account.makeClient(
                limits: configuration.limits, clock: clock, archive: archive, log: log.exchangeLog(configuration))
            for problem in client.probe() { try findings.fail(name, problem) }
            let pots = account.settings.pots.map(\.rawValue).joined(separator: ", ")
            let hasSharingBill = account.kinds.contains(.sharing) && !account.channel.areSharesMovements
            return "reachable, signatures hold" + (pots.isEmpty ? "" : ", the funds bill may be had of \(pots)")
                + (hasSharingBill ? ", and the sharing bill" : "")
                + (account.settings.hasDeposit ? ", the deposit may be asked for" : "")
        }
    }
}
