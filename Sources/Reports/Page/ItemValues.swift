import FoundationEssentials
import Vocabulary

/// Discrepancies and pending items one by one, in groups that stay closed until somebody opens them.
struct ItemValues {
    /// Rows of one group, which is what a browser lays out at a time.
    static let groupRowsMax = 200
    /// Pages with fewer items than this show them at once.
    private static let openMax = 40

    let codes: CodeValues
    let channels: ChannelLabels
    let accounts: PageAccounts

    private static let columns = [
        "discrepancy_id", "status", "code", "channel", "account", "entry_type", "payment_no", "refund_no",
        "order_nos", "channel_trade_no", "channel_refund_no", "order_amount", "channel_amount", "difference",
        "currency", "occurred_at", "due_date", "resolution", "resolved_by", "note", "bill_date",
        "kind", "pot", "details",
    ]

    private func rows(_ table: ReportTable) -> [[String?]] {
        let places = Self.columns.map { name in table.columns.firstIndex { $0.name == name } }
        return table.rows.prefix(PageAccounts.itemsMax).map { row in places.map { place in place.flatMap { row[$0] } } }
    }

    private func accountID(_ row: [String?]) -> String {
        accounts.id(PageAccounts.Account(channel: row[3], account: row[4]))
    }

    /// - Parameter list: `items` or `pending`, which begins the name of each place in it.
    func groups(_ table: ReportTable, list: String) -> [PageValues] {
        var groups: [[[String?]]] = []
        for cells in rows(table) {
            if let last = groups.last, last[0][2...4] == cells[2...4], last.count < Self.groupRowsMax {
                groups[groups.count - 1].append(cells)
            } else {
                groups.append([cells])
            }
        }
        let isOpen = table.rows.count <= Self.openMax
        var before: [ArraySlice<String?>: Int] = [:]
        var named: Set<String> = []
        return groups.map { rows in
            let key = rows[0][2...4]
            defer { before[key, default: 0] += rows.count }
            let first = before[key, default: 0]
            let (code, account) = (rows[0][2] ?? "", accountID(rows[0]))
            let label = codes.label(code)
            // A place within, so that a browser that goes there opens the group.
            let places = ["\(list)-\(account)", "\(list)-\(code)-\(account)"].filter { named.insert($0).inserted }
            return [
                "code": code, "codeEnglish": label.english, "codeChinese": label.chinese, "groupPlaces": places,
                "channelEnglish": channels.label(rows[0][3]).english, "account": pageText(rows[0][4]),
                "firstRow": grouped(first + 1), "lastRow": grouped(first + rows.count), "isOpen": isOpen,
                "rows": rows.map(row),
            ]
        }
    }

    /// What a code's count is made of: its groups, account by account.
    func index(_ table: ReportTable) -> [PageValues] {
        var counts: [String: [(account: PageAccounts.Account, items: Int)]] = [:]
        for row in rows(table) {
            let account = PageAccounts.Account(channel: row[3], account: row[4])
            let code = row[2] ?? ""
            if let index = counts[code]?.firstIndex(where: { $0.account == account }) {
                counts[code]?[index].items += 1
            } else {
                counts[code, default: []].append((account, 1))
            }
        }
        return counts.keys.sorted().map { code in
            let label = codes.label(code)
            return [
                "code": code, "codeEnglish": label.english, "codeChinese": label.chinese,
                "parts": (counts[code] ?? []).map { account, items in
                    [
                        "part": "items-\(code)-\(accounts.id(account))", "partItems": grouped(items),
                        "channelEnglish": channels.label(account.channel).english,
                        "account": pageText(account.account),
                    ] as PageValues
                },
            ]
        }
    }

    private func row(_ cells: [String?]) -> PageValues {
        let status = PageLabels.status(cells[1] ?? "")
        let orders = identifiers(cells[8] ?? "[]")
        let decision = [cells[17], cells[18].map { "by \($0)" }].compactMap { $0 }.joined(separator: " ")
        let sides = ItemSides(code: cells[2] ?? "", entryType: cells[5], currency: cells[14], details: cells[23])
        return [
            "id": cells[0] ?? "", "status": cells[1] ?? "", "statusEnglish": status.english,
            "statusChinese": status.chinese, "entryEnglish": PageLabels.entryType(cells[5]).english,
            "entryChinese": PageLabels.entryType(cells[5]).chinese, "paymentNo": pageText(cells[6]),
            "refundNos": list(cells[7]), "orderNos": orders.map(pageText),
            "channelNos": list(cells[9]) + list(cells[10]), "orderAmount": plainYuan(cells[11]),
            "channelAmount": plainYuan(cells[12]), "difference": cells[13].map(signedYuan) ?? "",
            "shopSays": sides.shop.map(pageText), "channelSays": sides.channel.map(pageText),
            "foreignCurrencies": cells[14] == "CNY" ? [] : list(cells[14]),
            "occurredAt": String((cells[15] ?? "").prefix(19)), "dueDates": list(cells[16]),
            "decisions": decision.isEmpty ? [] : [pageText(decision)], "itemNotes": list(cells[19]),
            "billDate": cells[20] ?? "–",
            "pots": cells[21] == "funds"
                ? [["money", cells[22]].compactMap { $0 }.map(pageText).joined(separator: " ")] : [],
        ]
    }

    private func list(_ text: String?) -> [String] { text.map { $0.isEmpty ? [] : [pageText($0)] } ?? [] }
}

/// What each side says of an item beside its amount, where that is what they differ in.
struct ItemSides {
    private(set) var shop: [String] = []
    private(set) var channel: [String] = []

    private struct Details: Decodable {
        let order_state: String?
        let order_currency: String?
        let order_account: String?
    }

    init(code: String, entryType: String?, currency: String?, details: String?) {
        guard ["status_mismatch", "currency_mismatch", "account_mismatch"].contains(code), let details,
            let told = try? JSONDecoder().decode(Details.self, from: Data(details.utf8))
        else { return }
        switch code {
        case "currency_mismatch":
            shop = [told.order_currency].compactMap { $0 }
            channel = [currency].compactMap { $0 }
        case "account_mismatch": shop = [told.order_account].compactMap { $0 }
        default:
            shop = [told.order_state].compactMap { $0 }
            // Either the shop calls it done and the bill marks it as not executed, or the other way round (Contract 3.3).
            channel = [
                told.order_state == "succeeded"
                    ? "not executed 未执行" : entryType == EntryType.refund.rawValue ? "refunded 已退款" : "paid 已支付"
            ]
        }
    }
}
