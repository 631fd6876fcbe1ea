/// Discrepancies and pending items one by one, in groups that stay closed until somebody opens them.
struct ItemValues {
    /// Items that a page lists: more would make it heavy for a phone, and nobody reads them in a page.
    static let itemsMax = 10_000
    /// Rows of one group, which is what a browser lays out at a time.
    static let groupRowsMax = 200
    /// Pages with fewer items than this show them at once.
    private static let openMax = 40

    let codes: CodeValues
    let channels: ChannelLabels

    func groups(_ table: ReportTable) -> [PageValues] {
        let columns = [
            "discrepancy_id", "status", "code", "channel", "account", "entry_type", "payment_no", "refund_no",
            "order_nos", "channel_trade_no", "channel_refund_no", "order_amount", "channel_amount", "difference",
            "currency", "occurred_at", "due_date", "resolution", "resolved_by", "note", "bill_date",
            "kind", "pot",
        ]
        let places = columns.map { name in table.columns.firstIndex { $0.name == name } }
        var groups: [[[String?]]] = []
        for row in table.rows.prefix(Self.itemsMax) {
            let cells = places.map { place in place.flatMap { row[$0] } }
            if let last = groups.last, last[0][2...4] == cells[2...4], last.count < Self.groupRowsMax {
                groups[groups.count - 1].append(cells)
            } else {
                groups.append([cells])
            }
        }
        let isOpen = table.rows.count <= Self.openMax
        var before: [ArraySlice<String?>: Int] = [:]
        return groups.map { rows in
            let key = rows[0][2...4]
            defer { before[key, default: 0] += rows.count }
            let first = before[key, default: 0]
            let label = codes.label(rows[0][2])
            return [
                "code": rows[0][2] ?? "", "codeEnglish": label.english, "codeChinese": label.chinese,
                "channelEnglish": channels.label(rows[0][3]).english, "account": pageText(rows[0][4]),
                "firstRow": grouped(first + 1), "lastRow": grouped(first + rows.count), "isOpen": isOpen,
                "rows": rows.map(row),
            ]
        }
    }

    private func row(_ cells: [String?]) -> PageValues {
        let status = PageLabels.status(cells[1] ?? "")
        let orders = identifiers(cells[8] ?? "[]")
        let decision = [cells[17], cells[18].map { "by \($0)" }].compactMap { $0 }.joined(separator: " ")
        return [
            "id": cells[0] ?? "", "status": cells[1] ?? "", "statusEnglish": status.english,
            "statusChinese": status.chinese, "entryEnglish": PageLabels.entryType(cells[5]).english,
            "entryChinese": PageLabels.entryType(cells[5]).chinese, "paymentNo": pageText(cells[6]),
            "refundNos": list(cells[7]), "orderNos": orders.map(pageText),
            "channelNos": list(cells[9]) + list(cells[10]), "orderAmount": plainYuan(cells[11]),
            "channelAmount": plainYuan(cells[12]), "difference": cells[13].map(signedYuan) ?? "",
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
