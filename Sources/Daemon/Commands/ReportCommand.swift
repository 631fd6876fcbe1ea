import ArgumentParser
import Postgres
import Reports
import Vocabulary

extension ReportFormat: ExpressibleByArgument {}

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Prints results: of all accounts, of a channel's last days, or of one day.",
        discussion: """
            Examples:
              reconciled report                        every account's newest day
              reconciled report wechatpay              the last two weeks
              reconciled report wechatpay yesterday    verdict, statement,
                                                       discrepancies, pending
              reconciled report alipay 2026-11-21 --format csv -o open.csv

            csv of a day holds its discrepancies and what is pending, ready for a
            spreadsheet (UTF-8 with a mark; a leading ' protects long numbers and
            formulas). json holds all of it, amounts as text of exact yuan.

            Exit status: 0 when the report was written, whatever it says; 2 when
            there is no result yet.
            """)

    @Argument(help: "The channel.") var channel: Channel?
    @Argument(help: "Business day in Asia/Shanghai: yyyy-MM-dd or yesterday.") var date: DayArgument?
    @Option(help: "Only this merchant number.") var account: String?
    @Option(help: "How to print.") var format = ReportFormat.text
    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file.", valueName: "file")) var output: String?
    @OptionGroup var configurationFile: ConfigurationArguments

    func run() throws {
        let configuration = try configurationFile.load()
        let scope: ReportScope =
            if let channel, let date {
                .day(channel, date.resolved(.system))
            } else if let channel {
                .channel(channel)
            } else {
                .overview
            }
        let connection = try connectResults(configuration)
        let text = try Report.read(scope, account: account, on: connection).text(format)
        if let output { try Output.write(text, to: output) } else { try Output.write(text) }
    }
}

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tells everything known about one number, in time order.",
        discussion: """
            The number may be an order's, a payment's, a refund's, or one of the
            channel's: what the shop recorded, which bill lists it in which line,
            what each run made of it, and what people decided.

            Example:
              reconciled explain 4200002345202611210123456789
            """)

    @Argument(help: "Order, payment, refund or channel number.") var number: String
    @OptionGroup var configurationFile: ConfigurationArguments

    func run() throws {
        let configuration = try configurationFile.load()
        let connection = try connectResults(configuration)
        let explanation = try Explanation.read(number, orders: configuration.explainedOrders, on: connection)
        try Output.write(explanation.text())
    }
}

extension Configuration {
    var explainedOrders: ExplainedOrders {
        // Relation names were checked to be plain identifiers; quoting keeps the case of their letters.
        func quoted(_ relation: String) -> String {
            relation.split(separator: ".").map { "\"\($0)\"" }.joined(separator: ".")
        }
        return ExplainedOrders(
            conninfo: orders.conninfo, paymentRelation: quoted(orders.paymentRelation),
            refundRelation: quoted(orders.refundRelation))
    }
}

func connectResults(_ configuration: Configuration) throws(Problem) -> Connection {
    do throws(PostgresError) { return try Connection(configuration.resultsConninfo, name: "reconciled") } catch {
        throw error.problem("connecting to the results database").located(Place(file: configuration.file))
    }
}
