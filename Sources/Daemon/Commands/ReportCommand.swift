import ArgumentParser
import Glibc
import Orders
import Postgres
import Reports
import Vocabulary

extension ReportFormat: ExpressibleByArgument {}
extension ReportPart: ExpressibleByArgument {}

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Prints results: of all accounts, of a channel, of a day or a month, of a shop's pots.",
        discussion: """
            Examples:
              reconciled report                        every account's newest day
              reconciled report wechatpay              its last two weeks
              reconciled report yesterday              one day of all accounts: verdicts,
                                                       statements, discrepancies, pending
              reconciled report wechatpay 2026-11-21   the same of one channel
              reconciled report 2026-11                a month
              reconciled report 2026-11 --format html -o november.html
              reconciled report 2026-11 --format xlsx -o november.xlsx
              reconciled report 2026-07 --shop tea     where a shop's month lies, of its
                                                       statements; what is worth a look
              reconciled report --order 3390000012345678    every yuan of one order

            text is laid out for the terminal's width, or that of COLUMNS; a row that is
            wider takes several lines. To a file or another program its lines go as they
            are.

            html is one page, for a screen, a phone or print, that fetches nothing;
            without a date it is of the newest day. csv of a day or a month holds its
            discrepancies and what is pending, else the summary, ready for a
            spreadsheet (UTF-8 with a mark; a leading ' protects formulas and what a
            spreadsheet would take for a number or a date and change); --table names
            another table for it, of a day or a month: statement, pots, pot-statement,
            bridge, unbooked, or the summary; of a shop: unexplained, suggestions, money,
            proof, and of an order: order, refunds, movements. xlsx is a workbook with a sheet for each
            table: days are dates, amounts numbers, identifiers text. json always
            has the same keys, null where the report does not tell; amounts are text
            of exact yuan.

            Exit status: 0 when the report was written, whatever it says; 2 when
            there is no result yet.
            """)

    @Argument(help: "The channel, or the date where it is of all channels.") var about: ReportAboutArgument?
    @Argument(help: "Business day or month in Asia/Shanghai: yyyy-MM-dd, yesterday or yyyy-MM.") var date:
        PeriodArgument?
    @Option(help: "Only this merchant number.") var account: String?
    @Option(help: "A month of this shop's pots; without a date its newest.") var shop: String?
    @Option(help: "One Taobao order of the shops' pots.") var order: String?
    @Option(help: "How to print.") var format = ReportFormat.text
    @Option(help: "The table that a csv holds.") var table: ReportPart?
    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file.", valueName: "file")) var output: String?
    @OptionGroup var results: ResultsArguments

    func validate() throws {
        if case .period = about, date != nil {
            throw ValidationError("A channel, a date, or both in this order: report [CHANNEL] [DATE].")
        }
        if let conflict = shopConflict { throw ValidationError(conflict) }
        if format == .xlsx, output == nil { throw ValidationError("A workbook is a file: name it with -o.") }
        if table != nil, format != .csv { throw ValidationError("--table is of --format csv.") }
    }

    /// Pots of a shop are of no channel and no account.
    private var shopConflict: String? {
        if order != nil { return about == nil && shop == nil && account == nil ? nil : "--order stands alone." }
        guard shop != nil else { return nil }
        switch about {
        case nil where account == nil: return nil
        case .period(let named) where named.period?.isMonth == true && account == nil: return nil
        default: return "--shop is of a month: report 2026-07 --shop NAME."
        }
    }

    func run() throws {
        let connection = try results.address().connect(name: "reconciled report")
        let columns = output == nil ? terminalColumns(STDOUT_FILENO) : nil
        let text: String
        if let subject = try shopSubject(on: connection) {
            let report = try ShopReport.read(subject, on: connection)
            if format == .xlsx, let output { return try report.writeWorkbook(to: output) }
            text = try report.text(format, part: table, columnsMax: columns)
        } else {
            let report = try Report.read(scope(on: connection), account: account, on: connection)
            if format == .xlsx, let output { return try report.writeWorkbook(to: output) }
            text = try report.text(format, part: table, columnsMax: columns)
        }
        if let output { try Output.write(text, to: output) } else { try Output.write(text) }
    }

    /// nil where the report is of no shop.
    private func shopSubject(on connection: borrowing Connection) throws -> ShopReport.Subject? {
        if let order { return .order(order) }
        guard let shop else { return nil }
        if case .period(let named) = about, let month = named.period { return .month(shop: shop, month.first) }
        return .month(shop: shop, try ShopReport.newestMonth(of: shop, on: connection))
    }

    private func scope(on connection: borrowing Connection) throws -> ReportScope {
        var channel: Channel?
        var period = date
        switch about {
        case .channel(let named): channel = named
        case .period(let named): period = named
        case nil: break
        }
        if let period { return .period(channel, period.resolved(.system)) }
        if format == .html {
            return .period(channel, .day(try Report.newestDay(of: channel, account: account, on: connection)))
        }
        return channel.map { .channel($0) } ?? .overview
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

            Exit status: 0, or 2 when nothing is known about the number.
            """)

    @Argument(help: "Order, payment, refund or channel number.") var number: String
    @OptionGroup var results: ResultsArguments

    func validate() throws {
        guard number.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError("The number is empty: give that of an order, a payment, a refund, or a channel's.")
        }
    }

    func run() throws {
        let address = try results.address()
        let connection = try address.connect(name: "reconciled explain")
        let explanation = try Explanation.read(
            number,
            shopRows: { number, payments throws(PostgresError) in
                try address.orders?.explainedRows(number, payments: payments)
            },
            on: connection)
        try Output.write(explanation.text(columnsMax: terminalColumns(STDOUT_FILENO)))
        if explanation.isUnknown {
            throw Problem(
                .reportNothing, "nothing is known about \(shownNumber(number))",
                hint: """
                    See that it is whole and has no sign too many; what no run has read yet, and what is older than \
                    retention keeps, is not known here.
                    """)
        }
    }
}
