import FoundationEssentials
import Simulation
import TestPlaces
import Testing
import Vocabulary

/// An installation whose accounts have a money side, for commands: simulated channels that the program fetches from, and
/// their funds bills as files, as a person downloads them.
final class FundsInstallation {
    /// How a file reaches whoever imports it.
    enum Form: Sendable, CaseIterable { case plain, gzip, delivered }

    let service: ServiceInstallation
    let funds: SimulatedFunds
    private let files: TemporaryDirectory

    /// - Parameter world: another one than all tests share.
    init(_ name: String, _ world: World? = nil) throws {
        funds = try world.map { SimulatedFunds($0, .full) } ?? ServiceWorld.funds.get()
        service = try ServiceInstallation("money_\(name)", world, funds: funds)
        files = try TemporaryDirectory()
        try service.writeConfiguration()
    }

    var days: [BusinessDay] { service.bench.world.dayList }
    /// Of WeChat Pay, with more than one pot, and of Alipay, with one.
    var weChatPay: SimulatedAccount { service.bench.world.accounts[0] }
    var alipay: SimulatedAccount { service.bench.world.accounts[2] }

    func run(_ arguments: [String]) throws -> Program.Outcome {
        try Program.run(arguments + ["--config", service.configurationPath])
    }

    func reconcile(_ account: SimulatedAccount, _ day: BusinessDay, _ more: [String] = []) throws -> Program.Outcome {
        let (channel, number) = (account.channel.rawValue, account.id.account)
        return try run(["reconcile", channel, day.description, "--local", "--account", number] + more)
    }

    /// Imports the funds bill of each of these pots.
    /// - Parameter change: what becomes of each file's text.
    func importFunds(
        _ account: SimulatedAccount, _ day: BusinessDay, pots: [SimulatedPot]? = nil, _ form: Form = .delivered,
        more: [String] = [], change: (String) throws -> String = { $0 }
    ) throws -> Program.Outcome {
        var arguments = ["import"]
        for pot in pots ?? funds.pots(account) {
            let bill = try #require(try funds.bill(account.id, day, pot), "nothing moved in \(pot) on \(day)")
            let text = try Array(change(String(decoding: bill.text, as: UTF8.self)).utf8)
            let (name, bytes): (String, [UInt8]) =
                switch form {
                case .plain: ("\(pot).csv", account.channel == .alipay ? bill.text : text)
                case .gzip: ("\(pot).csv.gz", try Deflate.gzip(text, fileName: bill.fileName))
                case .delivered: (bill.fileName, account.channel == .alipay ? try bill.delivered() : text)
                }
            arguments += [try files.write(name, bytes)]
            if account.channel == .wechatpay { arguments += ["--pot", pot.rawValue] }
        }
        return try run(
            arguments + ["--channel", account.channel.rawValue, "--account", account.id.account]
                + ["--date", day.description] + more)
    }

    func rows(_ sql: String) throws -> [String] { try service.bench.rows(sql) }

    /// Pot, what moved and the balance after it, as people see them.
    func balances(_ account: SimulatedAccount, _ day: BusinessDay) throws -> [String] {
        try rows(
            """
            SELECT pot, movements_in + movements_out, closing FROM recon.funds_summary
            WHERE account = '\(account.id.account)' AND bill_date = '\(day)' ORDER BY pot
            """)
    }

    /// The same as the world has it.
    func trueBalances(_ account: SimulatedAccount, _ day: BusinessDay) throws -> [String] {
        try funds.pots(account).map { pot in
            let closingFen = funds.closingFen(SimulatedFunds.PotDay(account.id, pot, day))
            return try "\(pot.rawValue)|\(funds.bill(account.id, day, pot)?.rows ?? 0)|\(Fen.yuan(closingFen))"
        }.sorted()
    }
}

/// A funds bill of WeChat Pay as its console exports it: what flows out is negative, in the rows and in the totals.
/// - Parameter rowsMax: how many of its rows are.
func consoleExport(_ text: String, rowsMax: Int = .max) -> String {
    let (direction, amount) = (5, 6)
    var rows = 0
    var isTrailer = false
    return text.split(separator: "\r\n").map { line in
        var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if isTrailer, rowsMax == .max, let last = cells.last { cells[cells.count - 1] = negative(last) }
        if cells.count > amount, cells[direction] == "`支出", rows < rowsMax {
            cells[amount] = negative(cells[amount])
            rows += 1
        }
        isTrailer = line.hasPrefix("资金流水总笔数")
        return cells.joined(separator: ",") + "\r\n"
    }.joined()
}

private func negative(_ cell: String) -> String { cell == "`0.00" ? cell : "`-" + cell.dropFirst() }
