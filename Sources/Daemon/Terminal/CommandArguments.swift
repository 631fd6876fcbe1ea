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

    func load() throws -> Configuration {
        let environment = ProcessInfo.processInfo.environment
        let named = config ?? environment["RECONCILED_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        return try Configuration.load(named ?? Configuration.defaultPath, environment: environment)
    }
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

/// Who asks for a run: the person behind `sudo`, if there is one.
package func requester() -> String {
    let lengthMax = 100  // a name is shown in every list of runs
    func shown(_ name: UnsafePointer<CChar>) -> String { printable(String(cString: name), lengthMax: lengthMax) }
    if getuid() == 0, let name = getenv("SUDO_USER"), name.pointee != 0 { return shown(name) }
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "uid \(getuid())" }
    return shown(name)
}

/// A business day that is over and that the account is reconciled on.
func requireConcludable(_ day: BusinessDay, _ account: AccountConfiguration, _ clock: Clock) throws(Problem) {
    let place = Place(account: account.account, day: day)
    guard day < clock.today else {
        throw Problem(
            .commandDayNotOver, "this business day is not over", at: place,
            expected: "a day before \(clock.today) in Asia/Shanghai",
            hint: """
                \(account.channel.englishName) gives a day's bill out in the following morning, \(account.channel.appearsAt).
                """)
    }
    guard day >= account.rules.startDate else {
        throw Problem(
            .commandDayTooEarly, "this day lies before the account's start_date", at: place,
            expected: "\(account.rules.startDate) or later")
    }
}
