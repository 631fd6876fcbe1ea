import ArgumentParser
import Daemon
import Vocabulary

package struct DemoCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Shows everything, with nothing set up: simulated days on a private PostgreSQL.",
        discussion: """
            Starts a throw-away PostgreSQL, simulated channels on loopback that
            speak the real protocols, and a shop whose orders, bills and money differ
            in known ways. Fetches, matches and reports three business days, imports
            a month of a Taobao seller's statements, and counts how many of the
            differences were found. Nothing outside a temporary directory is touched,
            and it is removed at the end, unless --keep is given.

            Needs PostgreSQL's server programs (apt-get install postgresql). Works
            as root and as any other user.

            Exit status: 0 when every difference of lists, money and pots was found and nothing else,
            else 70.
            """)

    @Flag(help: "Leave the database running, and print how to look into it and how to remove it.") var keep = false
    @Option(help: "Another seed makes another shop; the same seed makes the same.") var seed: UInt64 = 1
    @Option(help: "Payments per account and day, before the faults.") var payments = 10_000

    /// More than a laptop matches while somebody watches.
    private static let paymentsMax = 10_000_000

    package func validate() throws {
        guard (1...Self.paymentsMax).contains(payments) else {
            throw ValidationError("--payments is a number from 1 to \(Self.paymentsMax).")
        }
    }

    package init() {}

    package func run() throws {
        let demonstration = try Demonstration(seed: seed, paymentsPerDay: payments)
        do {
            let isPerfect = try demonstration.run()
            try demonstration.end(keep: keep)
            guard isPerfect else { throw ExitCode(ExitStatus.internalError.rawValue) }
        } catch {
            demonstration.stop()
            throw error
        }
    }
}
