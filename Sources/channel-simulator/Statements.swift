import ArgumentParser
import Postgres
import Simulation
import Vocabulary

struct Statements: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a month of a Taobao seller's statements, its records and the truth about them.",
        discussion: """
            One story of a month over three pots, with all that real ones have: copies, deductions by code, refunds from \
            the deposit, orders of another month, own funds, and a few faults. Writes into the directory of -o

              alipay.csv       the Alipay account, GB18030; mirrors the aggregated account's rows
              aggregated.csv   the aggregated account, UTF-8
              deposit.xml      the deposit, as a spreadsheet; the title over its order numbers is blank
              shop.sql         the shop's records, schema `taobao`
              truth.json       class, rows and sum of every statement's money, what is worth a person's time, the pair to
                               suggest, and the orders that stay open

            EXAMPLE
              createdb try
              channel-simulator statements --seed 7 --month 2026-07 --orders 1000 --load dbname=try -o /tmp/month
            """)

    @Option(help: "Where all chance comes from.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("The month.", valueName: "yyyy-MM"))
    var month = "2026-07"

    @Option(help: "Orders without a fault, 1 to 1000000.")
    var orders = 1000

    @Flag(help: "Alipay's statement does not say which rows are copies, as newer exports do not.")
    var noChannelColumn = false

    @Flag(help: "The statements have no balances.")
    var noBalances = false

    @Option(
        help: ArgumentHelp("Load the shop's records into this database, unless a shop is there.", valueName: "conninfo")
    )
    var load: String?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Directory to write into; made if missing.", valueName: "dir"))
    var output: String

    func run() throws {
        do throws(Problem) {
            guard let firstDay = BusinessDay(month + "-01") else {
                throw usage("--month", expected: "yyyy-MM", found: month)
            }
            guard (1...1_000_000).contains(orders) else {
                throw usage("--orders", expected: "1 to 1000000", found: String(orders))
            }
            let month = SellerMonth(
                seed: seed, firstDay: firstDay, orders: orders, hasChannelColumn: !noChannelColumn,
                hasBalances: !noBalances)
            try SellerMonthFiles(directory: output).write(month)
            if let load { try loadShop(month, load) }
            let rows = SellerPot.allCases.reduce(0) { $0 + month.rows(of: $1) }
            print("3 statements with \(rows) rows, \(month.faults.count) items to find, in \(output)")
        } catch {
            StandardError.write("channel-simulator: \(error.description)\n")
            throw ExitCode(error.code.exit.rawValue)
        }
    }

    /// A shop that is there stays as it is.
    private func loadShop(_ month: SellerMonth, _ conninfo: String) throws(Problem) {
        do {
            let connection = try Connection(conninfo, name: "channel-simulator")
            let isThere = try connection.query("SELECT to_regnamespace('taobao') IS NOT NULL").bool(0, 0)
            print("shop \(isThere ? "there already, left as it is" : "loaded") (\(conninfo))")
            if !isThere { try month.load(connection) }
        } catch let error as PostgresError {
            throw error.problem("loading the shop")
        } catch {
            throw error as? Problem ?? Problem(.simulatorArgument, "the shop cannot be loaded: \(error)")
        }
    }

    private func usage(_ option: String, expected: String, found: String) -> Problem {
        Problem(
            .simulationSettings, "\(option) is not understood", expected: expected, found: found,
            hint: "See `channel-simulator help statements`.")
    }
}
