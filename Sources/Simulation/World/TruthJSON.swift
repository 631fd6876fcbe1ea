import Vocabulary

/// The truth of a world as JSON, for programs in any language.
struct TruthJSON {
    private let world: World
    private let state: World.State
    private var text = ""

    /// With every day of the range concluded and no change made.
    static func text(of world: World) -> (text: String, items: Int) {
        var json = TruthJSON(world: world, state: World.State(concluded: Set(world.accountDays)))
        let items = json.write()
        return (json.text, items)
    }

    private init(world: World, state: World.State) {
        self.world = world
        self.state = state
    }

    private mutating func write() -> Int {
        let items = world.truth(state)
        text += "{\n\"seed\": \(world.seed), \"from\": \(quoted(world.days.lowerBound.description)),"
        text += " \"to\": \(quoted(world.days.upperBound.description)), \"payments_per_day\": \(world.paymentsPerDay),"
        text += " \"faults\": \(quoted(world.plan.level.rawValue)),\n"
        list("accounts", world.accounts.map(account))
        list("days", world.accountDays.map(day))
        list("items", items.map(item))
        list("entries", world.expectedEntries(state).map(entry))
        let filled = world.filledCells()
        list(
            "cells",
            CaseCell.table(world.accounts).map { cell, reason in
                object([
                    ("code", quoted(cell.outcome.rawValue)), ("entry_type", quoted(cell.entryType.rawValue)),
                    ("channel", quoted(cell.channel.rawValue)), ("relation", quoted(cell.relation.rawValue)),
                    ("cases", String(filled[cell] ?? 0)), ("cannot_occur", quoted(reason)),
                ])
            })
        list("changes", world.changes.map(change), isLast: true)
        text += "}\n"
        return items.count
    }

    private func account(_ account: SimulatedAccount) -> String {
        object([
            ("channel", quoted(account.channel.rawValue)), ("account", quoted(account.id.account)),
            ("contracted_rate_per_ten_million", account.contractedRatePerTenMillion.map { String($0) } ?? "null"),
            ("cut_off_window_seconds", String(account.cutOffWindowSeconds)),
            ("start_date", quoted(world.days.lowerBound.description)),
            ("form", account.channel == .alipay ? "null" : quoted(account.weChatForm.rawValue)),
        ])
    }

    private func day(_ accountDay: World.AccountDay) -> String {
        let refusal = world.refusal(accountDay, state)
        let verdict = refusal == nil ? world.expectedVerdict(accountDay, state) : .incomplete
        var statement: [String] = []
        for type in EntryType.allCases {
            for line in world.expectedStatement(accountDay, type, state) {
                statement.append(
                    object([
                        ("entry_type", quoted(type.rawValue)), ("line", quoted(line.name.rawValue)),
                        ("entries", String(line.entries)), ("amount_fen", String(line.amountFen)),
                    ]))
            }
        }
        return object([
            ("channel", quoted(accountDay.account.channel.rawValue)), ("account", quoted(accountDay.account.account)),
            ("bill_date", quoted(accountDay.day.description)), ("verdict", quoted(verdict?.rawValue)),
            ("incomplete_because", quoted(refusal)),
            ("zero_day", quoted(world.zeroDay(accountDay.account, accountDay.day)?.rawValue)),
            ("statement", "[" + statement.joined(separator: ", ") + "]"),
        ])
    }

    private func item(_ item: ExpectedItem) -> String {
        object([
            ("case", String(item.caseNumber)), ("name", quoted(item.caseName)),
            ("status", quoted(item.isPending ? "pending" : "open")), ("code", quoted(item.code.rawValue)),
            ("relation", quoted(item.cell.relation.rawValue)), ("bill_date", quoted(item.billDate?.description)),
            ("due_date", quoted(item.dueDate?.description)), ("channel", quoted(item.account.channel.rawValue)),
            ("account", quoted(item.account.account)), ("entry_type", quoted(item.entryType.rawValue)),
            ("payment_no", quoted(item.paymentNo)), ("refund_no", quoted(item.refundNo)),
            ("channel_trade_no", quoted(item.channelTradeNo)), ("channel_refund_no", quoted(item.channelRefundNo)),
            ("order_nos", "[" + item.orderNos.map { quoted($0) }.joined(separator: ", ") + "]"),
            ("order_fen", item.orderFen.map { String($0) } ?? "null"),
            ("channel_fen", item.channelFen.map { String($0) } ?? "null"),
            ("difference_fen", String(item.differenceFen)), ("currency", quoted(item.currency)),
            ("occurred_at", quoted(item.occurredAt.map { ShanghaiTime.rfc3339(epochSeconds: $0) })),
        ])
    }

    private func entry(_ entry: ExpectedEntry) -> String {
        object([
            ("case", String(entry.caseNumber)), ("channel", quoted(entry.accountDay.account.channel.rawValue)),
            ("account", quoted(entry.accountDay.account.account)),
            ("bill_date", quoted(entry.accountDay.day.description)), ("entry_type", quoted(entry.entryType.rawValue)),
            ("payment_no", quoted(entry.paymentNo)), ("refund_no", quoted(entry.refundNo)),
            ("channel_trade_no", quoted(entry.channelTradeNo)), ("channel_refund_no", quoted(entry.channelRefundNo)),
            ("amount_fen", String(entry.amountFen)),
            ("occurred_at", quoted(ShanghaiTime.rfc3339(epochSeconds: entry.occurredAt))),
            ("outcome", quoted(entry.outcome.entryOutcome)),
        ])
    }

    private func change(_ change: OrderChange) -> String {
        object([
            ("case", String(change.number)), ("kind", quoted(change.kind.rawValue)),
            ("sql", "[" + change.statements.map { quoted($0) }.joined(separator: ", ") + "]"),
            (
                "rerun",
                "[" + change.rerun.map { quoted("\($0.account.account) \($0.day)") }.joined(separator: ", ") + "]"
            ),
        ])
    }

    private mutating func list(_ name: String, _ objects: [String], isLast: Bool = false) {
        text += "\"\(name)\": [\n" + objects.joined(separator: ",\n") + "\n]" + (isLast ? "\n" : ",\n")
    }

    private func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
    }

    private func quoted(_ value: String?) -> String {
        guard let value else { return "null" }
        var quoted = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 32: quoted += "\\u" + String(repeating: "0", count: 2) + hex(scalar.value)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private func hex(_ value: UInt32) -> String { (value < 16 ? "0" : "") + String(value, radix: 16) }
}
