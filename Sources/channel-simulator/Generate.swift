import ArgumentParser
import Simulation
import Vocabulary

struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write bills, orders and the truth about them to files.",
        discussion: """
            Makes the same world as `serve` with the same arguments, and writes into the directory of -o

              bills/<account>/<date>/   each bill as its channel delivers it: CSV and CSV.gz (WeChat Pay), ZIP
                                        (Alipay); no file for a day without business, but for Alipay's empty one
              orders/schema.sql         the shop's schema `taobao`, with the two views that reconciled reads
              orders/load.sql           creates it and loads the CSV files beside it
              orders/<table>.csv        the shop's books
              funds/<account>/<date>/   with --funds: each funds bill, a file for each pot in which money moved
              sharing/<account>/<date>/ with --sharing: WeChat Pay's profit-sharing bills; the shop's books then have
                                        a third view, taobao.sharing_record
              truth.json                what a reconciler must find once every day is concluded: verdict and
                                        statement per account and day, every discrepancy and pending item, the
                                        outcome of every entry that a mistake touched (all others are matched),
                                        the cells of the case table, and the changes of the order side to try;
                                        with --funds how each account's money is booked, the statement of each pot
                                        and day, the bridge of each day, what to find and what waits; with
                                        --sharing what to find in the shares

            Amounts are fen, times have their zone. To load the orders into a database:

              cd DIR/orders && psql -v ON_ERROR_STOP=1 -d shop -f load.sql

            EXAMPLE
              channel-simulator generate --seed 7 --from 2026-11-19 --days 3 --payments 1000 -o /tmp/world
              reconciled import /tmp/world/bills/1900999001/2026-11-19/*.csv \\
                --channel wechatpay --account 1900999001 --date 2026-11-19
            """)

    @Option(help: "Where all chance comes from.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("First business day; the days before today when left out.", valueName: "yyyy-MM-dd"))
    var from: String?

    @Option(help: "Number of business days, 1 to 3660. The full set of mistakes needs 3.")
    var days = 3

    @Option(help: "Payments per account and day, before the mistakes, 0 to 4999999.")
    var payments = 1000

    @Option(
        name: [.customLong("mistakes"), .customLong("faults")],
        help: "Mistakes in the bills and orders: none, pending-only or full.")
    var mistakes = "full"

    @Option(
        help: ArgumentHelp(
            "Write funds bills too, with mistakes of the money: none or full. Trade bills and orders stay the same.",
            valueName: "mistakes"))
    var funds: String?

    @Flag(
        help: ArgumentHelp(
            "Partners get shares of some payments: records of the shop, sharing bills, movements; with --funds full, "
                + "mistakes of these. Brings --funds none when that is left out."))
    var sharing = false

    @Option(help: "How often each mistake is made per channel, 1 to 1000.")
    var repeats = 1

    @Option(
        help: ArgumentHelp(
            "An account, wechatpay:<mchid>[:legacy|:pair] or alipay:<PID>; may be given several times. Two WeChat Pay "
                + "accounts and one Alipay account when left out.",
            valueName: "account"))
    var account: [String] = []

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("Directory to write into; made if missing.", valueName: "dir"))
    var output: String

    @Flag(help: "Write WeChat Pay's bills as CSV only, without the gzip form.")
    var noGzip = false

    func run() throws {
        do throws(Problem) {
            let world = try makeWorld()
            let files = WorldFiles(directory: output, hasGzip: !noGzip)
            let plan = try fundsPlan()
            let written =
                if let plan { try files.write(SimulatedFunds(world, plan)) } else { try files.write(world) }
            print("\(written.bills) bills with \(written.rows) rows, \(written.items) items to find, in \(output)")
        } catch {
            StandardError.write("channel-simulator: \(error.description)\n")
            throw ExitCode(error.code.exit.rawValue)
        }
    }

    private func makeWorld() throws(Problem) -> World {
        guard let level = FaultPlan.Level(rawValue: mistakes) else {
            throw usage(
                "--mistakes", expected: FaultPlan.Level.allCases.map(\.rawValue).joined(separator: ", "),
                found: mistakes)
        }
        guard (1...3660).contains(days) else { throw usage("--days", expected: "1 to 3660", found: String(days)) }
        var first = Clock.system.today.advanced(by: -days)
        if let from {
            guard let day = BusinessDay(from) else { throw usage("--from", expected: "yyyy-MM-dd", found: from) }
            first = day
        }
        var plan = FaultPlan(level)
        plan.repeats = repeats
        var accounts: [SimulatedAccount] = []
        for text in account { accounts.append(try parsed(text)) }
        if accounts.isEmpty { accounts = SimulatedAccount.standard }
        for index in accounts.indices { accounts[index].sharesProfit = sharing }
        return try World(
            seed: seed, days: first...first.advanced(by: days - 1), accounts: accounts, paymentsPerDay: payments,
            faults: plan)
    }

    private func fundsPlan() throws(Problem) -> FundsPlan? {
        guard let funds else { return sharing ? FundsPlan.none : nil }
        guard let level = FundsPlan.Level(rawValue: funds) else {
            throw usage(
                "--funds", expected: FundsPlan.Level.allCases.map(\.rawValue).joined(separator: ", "), found: funds)
        }
        return FundsPlan(level)
    }

    private func parsed(_ text: String) throws(Problem) -> SimulatedAccount {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let isNumber = parts.count > 1 && !parts[1].isEmpty && parts[1].utf8.allSatisfy { (48...57).contains($0) }
        switch (parts.first, parts.count, parts.last) {
        case ("wechatpay", 2, _) where isNumber: return .weChatPay(parts[1])
        case ("wechatpay", 3, "legacy") where isNumber: return .weChatPay(parts[1], form: .legacy)
        case ("wechatpay", 3, "pair") where isNumber: return .weChatPay(parts[1], form: .successAndRefund)
        case ("alipay", 2, _) where isNumber && parts[1].utf8.count == 16: return .alipay(parts[1])
        default:
            throw usage(
                "--account", expected: "wechatpay:<mchid>[:legacy|:pair] or alipay:<16 digits>", found: text)
        }
    }

    private func usage(_ option: String, expected: String, found: String) -> Problem {
        Problem(
            .simulationSettings, "\(option) is not understood", expected: expected, found: found,
            hint: "See `channel-simulator help generate`.")
    }
}
