import ArgumentParser
import Channels
import FoundationEssentials
import Glibc
import Rules
import Vocabulary

/// The commands know the channels that the program comes with.
extension Channel: ExpressibleByArgument {
    package init?(argument: String) {
        guard let known = ChannelList.all[argument] else { return nil }
        self = known.channel
    }

    package static var allValueStrings: [String] { ChannelList.all.channels.map(\.rawValue) }
}

extension BillKind: ExpressibleByArgument {
    package init?(argument: String) {
        guard let known = Self.all.first(where: { $0.rawValue == argument }) else { return nil }
        self = known
    }

    package static var allValueStrings: [String] { all.map(\.rawValue) }
}

extension Pot: ExpressibleByArgument {
    package init?(argument: String) { self.init(rawValue: argument) }
}

/// `yyyy-MM-dd` or `yesterday`.
struct DayArgument: ExpressibleByArgument {
    /// nil for yesterday.
    let day: BusinessDay?

    init?(argument: String) {
        if argument == "yesterday" {
            day = nil
            return
        }
        guard let parsed = BusinessDay(argument) else { return nil }
        day = parsed
    }

    func resolved(_ clock: Clock) -> BusinessDay { day ?? clock.today.previous }
}

struct ConfigurationArguments: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Configuration file (default: $RECONCILED_CONFIG, else \(Configuration.defaultPath)).", valueName: "file"))
    var config: String?

    /// nil where the installed one is meant.
    var named: String? {
        config ?? ProcessInfo.processInfo.environment["RECONCILED_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    }

    var path: String { named ?? Configuration.defaultPath }

    func load() throws -> Configuration { try Configuration.load(path) }
}

extension Configuration {
    /// The accounts that a command is about.
    /// - Throws: `configuration.no_such_account`.
    func requireAccounts(of channel: Channel, account: String?) throws(Problem) -> [AccountConfiguration] {
        let found = accounts(of: channel, account: account)
        guard found.isEmpty else { return found }
        let there = accounts.map(\.account.description).joined(separator: ", ")
        throw Problem(
            .configurationNoAccount,
            "the configuration has no account \(account.map { "\($0) " } ?? "")at \(channel.rawValue)",
            at: Place(file: file), expected: "one of \(there)",
            hint: account == nil
                ? "Name the other channel, or add an account of this one to the file."
                : "Correct --account, or add the account to the file.")
    }
}

func requireOver(_ day: BusinessDay, _ account: AccountConfiguration, _ clock: Clock) throws(Problem) {
    guard day < clock.today else {
        throw Problem(
            .commandDayNotOver, "this business day is not over", at: Place(account: account.account, day: day),
            expected: "a day before \(clock.today) in Asia/Shanghai",
            hint: """
                \(account.channel.englishName) gives a day's bill out in the following morning, \(account.channel.appearsAt).
                """)
    }
}

/// A business day that is over and that the account is reconciled on.
func requireConcludable(_ day: BusinessDay, _ account: AccountConfiguration, _ clock: Clock) throws(Problem) {
    let place = Place(account: account.account, day: day)
    try requireOver(day, account, clock)
    guard day >= account.rules.startDate else {
        throw Problem(
            .commandDayTooEarly, "this day lies before the account's start_date", at: place,
            expected: "\(account.rules.startDate) or later")
    }
}
