import Postgres
import Reports
import Simulation
import Vocabulary

/// How many of the differences that were put in were found, compared item by item with the truth that was written down
/// where each was put in.
struct DemonstrationScore {
    /// What makes two items the same one, amounts included: a difference found with a wrong amount is both missed and
    /// falsely reported.
    struct Item: Hashable {
        var status: String
        var code: String
        var account: ChannelAccount
        var entryType: String
        var billDate: String?
        var dueDate: String?
        var paymentNo: String
        var refundNo: String
        var channelTradeNo: String
        var difference: String
    }

    private(set) var items: Comparison<Item>
    private(set) var openStatements = 0
    private(set) var cases = 0

    var isPerfect: Bool {
        items.found > 0 && items.missed.isEmpty && items.unfounded.isEmpty && openStatements == 0
    }

    static func count(_ world: World, on connection: borrowing Connection) throws -> DemonstrationScore {
        let truth = world.truth(concluded: Set(world.accountDays))
        var score = DemonstrationScore(
            items: Comparison(expected: truth.map { Item($0) }, reported: try reported(on: connection)))
        score.cases = truth.count
        let open = try connection.query(
            "SELECT count(*) FROM recon.statement WHERE line = 'residual' AND (amount <> 0 OR entries <> 0)")
        score.openStatements = try Int(open.int(0, 0))
        return score
    }

    private static func reported(on connection: borrowing Connection) throws -> [Item] {
        let columns =
            "code, channel, account, entry_type, bill_date, payment_no, refund_no, channel_trade_no, difference"
        let rows = try connection.query(
            """
            SELECT 'open', NULL, \(columns) FROM recon.discrepancies
            WHERE kind = 'trade' AND status <> 'resolved'
            UNION ALL SELECT 'pending', due_date, \(columns) FROM recon.pending WHERE kind = 'trade'
            """)
        return (0..<rows.count).compactMap { row in
            guard let channel = Channel(rawValue: rows.text(row, 3)) else { return nil }
            return Item(
                status: rows.text(row, 0), code: rows.text(row, 2),
                account: ChannelAccount(channel: channel, account: rows.text(row, 4)), entryType: rows.text(row, 5),
                billDate: rows[row, 6], dueDate: rows[row, 1], paymentNo: rows.text(row, 7),
                refundNo: rows.text(row, 8), channelTradeNo: rows.text(row, 9), difference: rows.text(row, 10))
        }
    }

    var text: String {
        var text = "\nOf \(cases) differences put in: \(items.found) found, \(items.missed.count) missed, "
        text += "\(items.unfounded.count) falsely reported"
        text +=
            openStatements == 0 ? "; every statement closes to 0.\n" : "; \(openStatements) statements do not close.\n"
        let shownMax = 10
        for (name, items) in [("missed", items.missed), ("false", items.unfounded)] {
            for item in items.sorted(by: { $0.paymentNo < $1.paymentNo }).prefix(shownMax) {
                text += "  \(name): \(item.line)\n"
            }
        }
        return text
    }
}

extension DemonstrationScore.Item {
    init(_ item: ExpectedItem) {
        status = item.isPending ? "pending" : "open"
        code = item.code.rawValue
        account = item.account
        entryType = item.entryType.rawValue
        billDate = item.billDate?.description
        dueDate = item.isPending ? item.dueDate?.description : nil
        paymentNo = item.paymentNo
        refundNo = item.entryType == .refund ? item.refundNo ?? "" : ""
        channelTradeNo = item.channelTradeNo ?? ""
        difference = Fen.yuan(item.differenceFen)
    }

    var line: String {
        let numbers = [paymentNo, refundNo, channelTradeNo].filter { !$0.isEmpty }.joined(separator: " ")
        return "\(account) \(billDate ?? "no day") \(entryType) \(code) \(status) \(difference) \(numbers)"
            + (dueDate.map { " due \($0)" } ?? "")
    }
}
