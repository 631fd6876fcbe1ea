import Vocabulary

/// The accounts of a page in the order in which they are shown, and the places in it that a number can lead to.
struct PageAccounts {
    struct Account: Hashable {
        let channel: String?
        let account: String?
    }

    /// Items that a page lists: more would make it heavy for a phone, and nobody reads them in a page.
    static let itemsMax = 10_000

    let all: [Account]
    private let numbers: [Account: Int]
    private let targets: Set<String>

    init(_ report: Report, _ period: PeriodTables, _ channels: ChannelLabels) {
        let tables = [
            report.summary, period.withoutResult, period.money.pots, period.discrepancies, period.pending,
        ]
        let found = Set(tables.flatMap { $0.columns(["channel", "account"]).rows.map(Self.account) })
        let order = Dictionary(channels.words.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        func rank(_ account: Account) -> (Int, String, String) {
            let channel = account.channel ?? ""
            return (order[channel] ?? order.count, channel, account.account ?? "")
        }
        all = found.sorted { rank($0) < rank($1) }
        let numbers = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
        self.numbers = numbers
        func id(_ row: [String?]) -> String { "account\(numbers[Self.account(row)] ?? 0)" }
        var targets: Set<String> = []
        for row in period.statement.columns(["channel", "account", "entry_type"]).rows {
            targets.insert("\(id(row))-\(row[2] ?? "")")
        }
        for row in period.money.bridge.columns(["channel", "account"]).rows { targets.insert(id(row) + "-bridge") }
        for row in period.money.unbooked.columns(["channel", "account"]).rows { targets.insert(id(row) + "-waits") }
        for (list, table) in [("items", period.discrepancies), ("pending", period.pending)] {
            let listed = ReportTable(columns: table.columns, rows: Array(table.rows.prefix(Self.itemsMax)))
            for row in listed.columns(["channel", "account", "code", "discrepancy_id"]).rows {
                let code = row[2] ?? ""
                targets.formUnion([
                    list, "\(list)-\(id(row))", "\(list)-\(code)", "\(list)-\(code)-\(id(row))",
                    "item-\(row[3] ?? "")",
                ])
            }
        }
        self.targets = targets
    }

    private static func account(_ row: [String?]) -> Account { Account(channel: row[0], account: row[1]) }

    /// Plain ASCII, whatever the account is called.
    func id(_ account: Account) -> String { "account\(numbers[account] ?? 0)" }

    /// Place of one day of an account.
    func id(_ account: Account, _ day: String, isOfMoney: Bool) -> String {
        "\(id(account))-\(day)\(isOfMoney ? "-money" : "")"
    }

    /// A number that leads to what it is made of, where the page tells that.
    func number(_ text: String, _ place: String) -> [PageValues] { linked(text, to: self.place(place)) }

    /// nil where the page has no such place.
    func place(_ place: String) -> String? { targets.contains(place) ? place : nil }
}
