import FoundationEssentials
import Channels
import Glibc
import Ledger
import Rules
import Runtime
import Vocabulary
import Yams

extension Configuration {
    /// Where the configuration is looked for when nothing else is said.
    package static let defaultPath = "/etc/reconciled/reconciled.yaml"
    /// As it was before anybody changed it, where the package puts it.
    static let examplePath = "/usr/share/doc/reconciled/examples/reconciled.yaml"
    /// Where systemd keeps the service's credentials while it runs. The commands find them there too, as the service's
    /// user; those that need no key never look.
    static let serviceCredentials = "/run/credentials/reconciled.service"
    /// A configuration of a thousand accounts has half of this; anything larger is a mistaken path.
    private static let sizeBytesMax = 1 << 20

    /// Reads and checks a configuration file.
    /// - Parameter environment: for `CREDENTIALS_DIRECTORY`.
    /// - Throws: `Problems` with everything that is wrong, each with file, line and column.
    package static func load(
        _ path: String, environment: [String: String] = ProcessInfo.processInfo.environment,
        channels: ChannelList = .all
    ) throws(Problems) -> Configuration {
        try parse(
            text(of: path), file: path, credentials: environment["CREDENTIALS_DIRECTORY"] ?? serviceCredentials,
            channels: channels)
    }

    static func text(of path: String) throws(Problems) -> String {
        guard let data = readBounded(path, bytesMax: sizeBytesMax) else { throw Problems(unreadable(path, errno)) }
        guard data.count <= sizeBytesMax, let text = String(validating: data, as: UTF8.self) else {
            throw Problems(
                Problem(
                    .configurationUnreadable, "this is not a configuration", at: Place(file: path),
                    expected: "UTF-8 text of at most \(sizeBytesMax) bytes",
                    found: data.count > sizeBytesMax ? "more" : "\(data.count) bytes that are none",
                    hint: "Start from \(examplePath)."))
        }
        return text
    }

    private static func unreadable(_ path: String, _ number: Int32) -> Problem {
        Problem(
            .configurationUnreadable, "cannot read the configuration: \(systemMessage(number))", at: Place(file: path),
            hint: number == EACCES
                ? """
                Run it as the service's user, `sudo -u reconciled reconciled …`; status, report, explain and reconcile \
                also go without the file, with --conninfo or PGSERVICE.
                """ : nil)
    }

    /// Checks a configuration's text as if it stood in `file`.
    package static func parse(
        _ text: String, file: String, credentials: String = serviceCredentials, channels: ChannelList = .all
    ) throws(Problems) -> Configuration {
        let parsed = ConfigurationText(text, file: file)
        let reader = ConfigurationReader(file: file, channels: channels, problems: parsed.problems)
        guard let root = parsed.root else {
            throw Problems(parsed.problems) ?? Problems(Self.empty(file))
        }
        let configuration = read(root, with: reader, file: file, credentials: credentials)
        let inFileOrder = reader.problems.enumerated().sorted { left, right in
            (left.element.place.line ?? 0, left.offset) < (right.element.place.line ?? 0, right.offset)
        }
        if let problems = Problems(inFileOrder.map(\.element)) { throw problems }
        guard let configuration else { throw Problems(Self.empty(file)) }
        return configuration
    }

    /// What the file says of the results and of the shop, whatever else is wrong in it: who reads a result needs no account and
    /// no key.
    static func parseResults(_ text: String, file: String) throws(Problems) -> ResultsAddress {
        let parsed = ConfigurationText(text, file: file)
        guard let root = parsed.root else { throw Problems(parsed.problems) ?? Problems(Self.empty(file)) }
        let reader = ConfigurationReader(file: file, channels: .all, problems: parsed.problems)
        let sections = root.mapping
        let found = databases(
            reader, results: reader.section(sections?["results"], "results", name: "`results`", at: root.mark),
            orders: reader.section(sections?["orders"], "orders", name: "`orders`", at: root.mark))
        if let problems = Problems(reader.problems) { throw problems }
        guard let found else { throw Problems(Self.empty(file)) }
        return ResultsAddress(conninfo: found.results, orders: found.orders.source(of: .all), file: file)
    }

    private static func databases(
        _ reader: ConfigurationReader, results: ConfigurationReader.Section, orders: ConfigurationReader.Section
    ) -> (results: String, orders: OrdersConfiguration)? {
        typealias Options = ConfigurationOptions
        let resultsConninfo = reader.required(Options.resultsConninfo, in: results)
        reader.refusePassword(resultsConninfo, at: results.mark(of: Options.resultsConninfo.key))
        let ordersConninfo =
            orders.has(Options.ordersConninfo.key) ? reader.value(Options.ordersConninfo, in: orders) : resultsConninfo
        if orders.has(Options.ordersConninfo.key) {
            reader.refusePassword(ordersConninfo, at: orders.mark(of: Options.ordersConninfo.key))
        }
        let paymentRelation = reader.value(Options.paymentRelation, in: orders)
        let refundRelation = reader.value(Options.refundRelation, in: orders)
        let sharingRelation = reader.value(Options.sharingRelation, in: orders)
        guard let resultsConninfo, let ordersConninfo, let paymentRelation, let refundRelation, let sharingRelation
        else { return nil }
        return (
            resultsConninfo,
            OrdersConfiguration(
                conninfo: ordersConninfo, paymentRelation: paymentRelation, refundRelation: refundRelation,
                sharingRelation: sharingRelation)
        )
    }

    private static func empty(_ file: String) -> Problem {
        Problem(
            .configurationMissing, "the configuration is empty", at: Place(file: file),
            hint: "Start from \(examplePath).")
    }

    private static func read(
        _ node: Node, with reader: ConfigurationReader, file: String, credentials: String
    ) -> Configuration? {
        typealias Options = ConfigurationOptions
        let root = reader.section(
            node, "", name: "the file",
            besides: ["results", "orders", "archive", "limits", "service", "retention", "accounts"])
        func section(_ name: String) -> ConfigurationReader.Section {
            reader.section(root.node(name), name, name: "`\(name)`", at: root.mark)
        }
        let (results, orders, archive, limits, service, retention) = (
            section("results"), section("orders"), section("archive"), section("limits"), section("service"),
            section("retention")
        )

        let databases = databases(reader, results: results, orders: orders)
        let directory = reader.value(Options.archiveDirectory, in: archive)
        let memory = reader.value(Options.memory, in: limits)
        let download = reader.value(Options.download, in: limits)
        let inflated = reader.value(Options.inflated, in: limits)
        let runsAtOnce = reader.value(Options.runsAtOnce, in: service)
        let overdueAfter = reader.value(Options.overdueAfter, in: service)
        let entries = reader.value(Options.entries, in: retention)
        let closedEntries = reader.value(Options.closedEntries, in: retention)
        let archivedBills = reader.value(Options.archivedBills, in: retention)
        let plainPairs = reader.value(Options.plainPairs, in: retention)
        let onAlarm = reader.value(Options.onAlarm, in: root)
        let logLevel = reader.value(Options.logLevel, in: root)
        let accounts = reader.accounts(root.node("accounts"), at: root.mark, credentials: credentials)
        reader.refuseCountedPairs(plainPairs, at: retention.mark(of: Options.plainPairs.key), beside: accounts)

        guard let databases, let directory, let memory, let download, let inflated, let runsAtOnce, let overdueAfter,
            let onAlarm, let logLevel,
            let entries, let closedEntries, let archivedBills, let plainPairs
        else { return nil }
        return Configuration(
            file: file, resultsConninfo: databases.results, orders: databases.orders,
            archiveDirectory: directory,
            limits: LimitsConfiguration(memoryBytes: memory, downloadBytes: download, inflatedBytes: inflated),
            service: ServiceConfiguration(runsAtOnce: runsAtOnce, overdueAfterSeconds: overdueAfter),
            retention: RetentionRules(
                entriesDays: entries, closedEntriesDays: closedEntries, archivedBillsDays: archivedBills,
                plainPairs: plainPairs),
            onAlarm: onAlarm, logLevel: logLevel, channels: reader.channels, accounts: accounts)
    }
}

extension ConfigurationReader {
    /// Money looks for an entry by all of its numbers, and of a counted pair nothing but the payment number's hash is there.
    fileprivate func refuseCountedPairs(
        _ plainPairs: PlainPairs?, at mark: Mark?, beside accounts: [AccountConfiguration]
    ) {
        guard plainPairs == .counted, let account = accounts.first(where: { !$0.settings.pots.isEmpty }) else { return }
        report(
            .configurationConflict, "`plain_pairs: counted` does not go with `pots`", at: mark,
            expected: "`kept`, as long as an account has a money side", found: "\(account.account) names its pots",
            hint: "Remove `plain_pairs`, or the account's `pots`.")
    }

    /// A password belongs in a file of its own, which libpq finds by `passfile`.
    fileprivate func refusePassword(_ conninfo: String?, at mark: Mark?) {
        guard let conninfo else { return }
        let isURI = conninfo.hasPrefix("postgres://") || conninfo.hasPrefix("postgresql://")
        let authority = conninfo.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
        let userInfo = authority.lastIndex(of: "@").map { authority[..<$0] } ?? ""
        guard conninfo.contains("password") || (isURI && userInfo.contains(":")) else { return }
        report(
            .configurationSecret, "the connection string holds a password", at: mark,
            expected: "passfile=/path, or peer authentication",
            hint: "Put the password into a file in the format of ~/.pgpass, mode 0600, and add passfile=/that/file.")
    }
}
