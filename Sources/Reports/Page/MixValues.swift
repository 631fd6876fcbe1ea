import Vocabulary

/// The mix of the channels over a month: money and its shares as stacked bars, rates as lines.
struct MixValues {
    private static let plotHeight: Int64 = 120
    /// Room above the plot for the label of its highest line.
    private static let plotTop: Int64 = 18

    let mix: PeriodTables.ChannelMix
    let days: [BusinessDay]
    let labels: ChannelLabels

    private var channels: [String] {
        labels.words.filter { word in mix.days.rows.contains { $0[1] == word } }
    }

    func values() -> PageValues {
        let names = channels.enumerated().map { index, name -> PageValues in
            let label = labels.label(name)
            return ["kind": "channel\(index)", "channelEnglish": label.english, "channelChinese": label.chinese]
        }
        return [
            "hasMix": !mix.days.rows.isEmpty, "mixChannels": names, "mixMonth": rows(mix.month),
            "mixDays": rows(mix.days), "dayMarks": marks, "partDays": partDays, "hasPartDays": !partDays.isEmpty,
            "plotBottom": Self.plotTop + Self.plotHeight,
            "plotMiddle": Self.plotTop + Self.plotHeight / 2, "plotTop": Self.plotTop,
            "plotLabel": Self.plotTop + Self.plotHeight + 14, "chartHeight": Self.plotTop + Self.plotHeight + 18,
            "stacks": [
                stack("money", PageLabel("Payments by day, yuan", "每日支付金额（元）"), isShare: false),
                stack("share", PageLabel("Share of the money", "金额占比"), isShare: true),
            ],
            "curves": [
                curve("refunds", PageLabel("Refunds for each yuan of payments", "退款金额率"), "refund_amount_rate"),
                curve("fees", PageLabel("Fees for each yuan kept", "实际费率"), "fee_rate"),
            ],
        ]
    }

    /// The first day and each seventh after it.
    private var marks: [PageValues] {
        days.enumerated().filter { $0.offset % 7 == 0 }.map { index, day in
            ["markX": left(index).text, "markLabel": String(day.description.suffix(2))]
        }
    }

    /// Days on which fewer accounts were concluded than on others, so that a share says less.
    private var partDays: [PageValues] {
        var accounts: [Int: Int] = [:]
        for place in places() {
            accounts[place.day, default: 0] += mix.days.value(place.row, "account_days").flatMap { Int($0) } ?? 0
        }
        let most = accounts.values.max() ?? 0
        return accounts.filter { $0.value < most }.keys.sorted().map { ["partX": middle($0).text] }
    }

    private func left(_ index: Int) -> Percent { Percent(Int64(index) * 10 + 1, of: Int64(days.count) * 10) }
    private func middle(_ index: Int) -> Percent { Percent(Int64(index) * 10 + 5, of: Int64(days.count) * 10) }

    /// Rows of the mix by the day's place in the month and the channel's.
    private func places() -> [(day: Int, channel: Int, row: Int)] {
        let channels = channels
        return mix.days.rows.indices.compactMap { row in
            guard let day = mix.days.rows[row][0].flatMap(BusinessDay.init), let index = days.firstIndex(of: day),
                let channel = channels.firstIndex(of: mix.days.rows[row][1] ?? "")
            else { return nil }
            return (index, channel, row)
        }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    private func stack(_ id: String, _ label: PageLabel, isShare: Bool) -> PageValues {
        let places = places()
        func amountFen(_ row: Int) -> Int64 { yuanToFen(mix.days.value(row, "payment_amount")) }
        var sums: [Int: Int64] = [:]
        for place in places { sums[place.day] = bounded(sums[place.day] ?? 0, plus: amountFen(place.row)) }
        let highest = max(1, sums.values.max() ?? 1)
        var below: [Int: Int64] = [:]
        let rects = places.map { place -> PageValues in
            let whole = isShare ? max(1, sums[place.day] ?? 1) : highest
            func height(_ amountFen: Int64) -> Int64 {
                drawn(Double(amountFen) / Double(whole) * Double(Self.plotHeight) + 0.5)
            }
            let from = below[place.day, default: 0]
            below[place.day] = bounded(from, plus: amountFen(place.row))
            let top = height(bounded(from, plus: amountFen(place.row)))
            return [
                "kind": "channel\(place.channel)", "x": left(place.day).text,
                "width": Percent(8, of: Int64(days.count) * 10).text,
                "y": Self.plotTop + Self.plotHeight - top, "height": top - height(from),
                "fen": "\(amountFen(place.row))", "tip": tip(place.row, isShare ? "amount_share" : "payment_amount"),
            ]
        }
        return frame(id, label, isShare ? "100 %" : plainYuan(yuanText(highest))).merging(["rects": rects]) { $1 }
    }

    private func curve(_ id: String, _ label: PageLabel, _ column: String) -> PageValues {
        let places = places().filter { mix.days.value($0.row, column) != nil }
        func rate(_ row: Int) -> Double { Double(mix.days.value(row, column) ?? "") ?? 0 }
        let highest = max(places.map { rate($0.row) }.max() ?? 0, 0.000_001)
        func y(_ row: Int) -> Int64 {
            Self.plotTop + Self.plotHeight - drawn(max(0, rate(row)) / highest * Double(Self.plotHeight) + 0.5)
        }
        let segments = channels.indices.flatMap { channel -> [PageValues] in
            let mine = places.filter { $0.channel == channel }
            // A day without a conclusion is a gap, not a line across it.
            return zip(mine, mine.dropFirst()).filter { $1.day == $0.day + 1 }.map { from, to in
                [
                    "kind": "channel\(channel)", "x1": middle(from.day).text, "y1": y(from.row),
                    "x2": middle(to.day).text, "y2": y(to.row),
                ]
            }
        }
        let points = places.map { place -> PageValues in
            [
                "kind": "channel\(place.channel)", "isRound": place.channel == 0, "x": middle(place.day).text,
                "y": y(place.row), "tip": tip(place.row, column),
            ]
        }
        return frame(id, label, percentText("\(highest)")).merging(["segments": segments, "points": points]) { $1 }
    }

    private func frame(_ id: String, _ label: PageLabel, _ highest: String) -> PageValues {
        ["chartID": "mix-\(id)", "chartEnglish": label.english, "chartChinese": label.chinese, "highest": highest]
    }

    private func tip(_ row: Int, _ column: String) -> String {
        let value = mix.days.value(row, column)
        let text = column == "payment_amount" ? plainYuan(value) : percentText(value)
        return "\(mix.days.rows[row][0] ?? "") \(labels.label(mix.days.rows[row][1]).english) \(text)"
    }

    private func rows(_ table: ReportTable) -> [PageValues] {
        table.rows.indices.map { row in
            let label = labels.label(table.rows[row][1])
            func yuan(_ name: String) -> String { plainYuan(table.value(row, name)) }
            func rate(_ name: String) -> String { percentText(table.value(row, name)) }
            return [
                "day": table.rows[row][0] ?? "", "channelEnglish": label.english, "channelChinese": label.chinese,
                "payments": yuan("payments"), "paymentShare": rate("payment_share"), "money": yuan("payment_amount"),
                "moneyShare": rate("amount_share"), "refunds": yuan("refunds"), "refundMoney": yuan("refund_amount"),
                "refundRate": rate("refund_rate"), "refundMoneyRate": rate("refund_amount_rate"), "fees": yuan("fees"),
                "feeRate": percentText(table.value(row, "fee_rate"), digits: 3), "accountDays": yuan("account_days"),
            ]
        }
    }
}
