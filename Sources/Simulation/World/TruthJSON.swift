import Vocabulary

/// The truth of a world as JSON, for programs in any language.
struct TruthJSON {
    private let world: World
    private let state: World.State
    private var text = ""

    /// With every day of the range concluded and no change made.
    static func text(of world: World, _ funds: SimulatedFunds? = nil) -> (text: String, items: Int) {
        var json = TruthJSON(world: world, state: World.State(concluded: Set(world.accountDays)))
        let items = json.write(funds.map(FundsTruthJSON.init))
        return (json.text, items)
    }

    private init(world: World, state: World.State) {
        self.world = world
        self.state = state
    }

    private mutating func write(_ funds: FundsTruthJSON?) -> Int {
        let items = world.truth(state)
        text += "{\n"
        for (name, value): (String, JSONText) in [
            ("seed", .number(String(world.seed))), ("from", .text(world.days.lowerBound.description)),
            ("to", .text(world.days.upperBound.description)),
            ("payments_per_day", .integer(Int64(world.paymentsPerDay))), ("faults", .text(world.plan.level.rawValue)),
        ] {
            text += "\"\(name)\": \(value.printed()),\n"
        }
        list("accounts", world.accounts.map(account))
        list("days", world.accountDays.map(day))
        list("items", items.map(item))
        list("entries", world.expectedEntries(state).map(entry))
        let filled = world.filledCells()
        list(
            "cells",
            CaseCell.table(world.accounts).map { cell, reason in
                .object([
                    ("code", JSONText(cell.outcome.rawValue)), ("entry_type", JSONText(cell.entryType.rawValue)),
                    ("channel", JSONText(cell.channel.rawValue)), ("relation", JSONText(cell.relation.rawValue)),
                    ("cases", .integer(Int64(filled[cell] ?? 0))), ("cannot_occur", JSONText(reason)),
                ])
            })
        let money = funds?.lists()
        list("changes", world.changes.map(change), isLast: money == nil)
        for (index, (name, objects)) in (money?.lists ?? []).enumerated() {
            list(name, objects, isLast: index + 1 == money?.lists.count)
        }
        text += "}\n"
        return items.count + (money?.items ?? 0)
    }

    private func account(_ account: SimulatedAccount) -> JSONText {
        .object([
            ("channel", JSONText(account.channel.rawValue)), ("account", JSONText(account.id.account)),
            ("contracted_rate_per_ten_million", JSONText(account.contractedRatePerTenMillion)),
            ("cut_off_window_seconds", .integer(account.cutOffWindowSeconds)),
            ("start_date", JSONText(world.days.lowerBound.description)),
            ("form", account.channel == .alipay ? .null : .text(account.weChatForm.rawValue)),
        ])
    }

    private func day(_ accountDay: World.AccountDay) -> JSONText {
        let refusal = world.refusal(accountDay, state)
        let verdict = refusal == nil ? world.expectedVerdict(accountDay, state) : .incomplete
        var statement: [JSONText] = []
        for type in EntryType.allCases {
            for line in world.expectedStatement(accountDay, type, state) {
                statement.append(
                    .object([
                        ("entry_type", JSONText(type.rawValue)), ("line", JSONText(line.name.rawValue)),
                        ("entries", .integer(Int64(line.entries))), ("amount_fen", .integer(line.amountFen)),
                    ]))
            }
        }
        return .object([
            ("channel", JSONText(accountDay.account.channel.rawValue)),
            ("account", JSONText(accountDay.account.account)),
            ("bill_date", JSONText(accountDay.day.description)), ("verdict", JSONText(verdict?.rawValue)),
            ("incomplete_because", JSONText(refusal)),
            ("zero_day", JSONText(world.zeroDay(accountDay.account, accountDay.day)?.rawValue)),
            ("statement", .array(statement)),
        ])
    }

    private func item(_ item: ExpectedItem) -> JSONText {
        .object([
            ("case", .integer(Int64(item.caseNumber))), ("name", JSONText(item.caseName)),
            ("status", JSONText(item.isPending ? "pending" : "open")), ("code", JSONText(item.code.rawValue)),
            ("relation", JSONText(item.cell.relation.rawValue)), ("bill_date", JSONText(item.billDate?.description)),
            ("due_date", JSONText(item.dueDate?.description)), ("channel", JSONText(item.account.channel.rawValue)),
            ("account", JSONText(item.account.account)), ("entry_type", JSONText(item.entryType.rawValue)),
            ("payment_no", JSONText(item.paymentNo)), ("refund_no", JSONText(item.refundNo)),
            ("channel_trade_no", JSONText(item.channelTradeNo)), ("channel_refund_no", JSONText(item.channelRefundNo)),
            ("order_nos", texts(item.orderNos)),
            ("order_fen", JSONText(item.orderFen)),
            ("channel_fen", JSONText(item.channelFen)),
            ("difference_fen", .integer(item.differenceFen)), ("currency", JSONText(item.currency)),
            ("occurred_at", JSONText(item.occurredAt.map { ShanghaiTime.rfc3339(epochSeconds: $0) })),
        ])
    }

    private func entry(_ entry: ExpectedEntry) -> JSONText {
        .object([
            ("case", .integer(Int64(entry.caseNumber))),
            ("channel", JSONText(entry.accountDay.account.channel.rawValue)),
            ("account", JSONText(entry.accountDay.account.account)),
            ("bill_date", JSONText(entry.accountDay.day.description)),
            ("entry_type", JSONText(entry.entryType.rawValue)),
            ("payment_no", JSONText(entry.paymentNo)), ("refund_no", JSONText(entry.refundNo)),
            ("channel_trade_no", JSONText(entry.channelTradeNo)),
            ("channel_refund_no", JSONText(entry.channelRefundNo)),
            ("amount_fen", .integer(entry.amountFen)),
            ("occurred_at", JSONText(ShanghaiTime.rfc3339(epochSeconds: entry.occurredAt))),
            ("outcome", JSONText(entry.outcome.entryOutcome)),
        ])
    }

    private func change(_ change: OrderChange) -> JSONText {
        .object([
            ("case", .integer(Int64(change.number))), ("kind", JSONText(change.kind.rawValue)),
            ("sql", texts(change.statements)),
            ("rerun", texts(change.rerun.map { "\($0.account.account) \($0.day)" })),
        ])
    }

    /// One object a line.
    private mutating func list(_ name: String, _ objects: [JSONText], isLast: Bool = false) {
        let lines = objects.map { $0.printed() }
        text += "\"\(name)\": [\n" + lines.joined(separator: ",\n") + "\n]" + (isLast ? "\n" : ",\n")
    }

    private func texts(_ texts: [String]) -> JSONText { .array(texts.map { .text($0) }) }
}
