import Vocabulary

/// The closing balance of one pot as a line from day to day.
enum BalanceLine {
    private static let plotTop: Int64 = 18
    private static let plotHeight: Int64 = 120

    /// - Returns: nil while no balance is known.
    static func values(_ pot: PotPeriod, _ days: [BusinessDay], id: String) -> PageValues? {
        let known = pot.days.compactMap { day -> (index: Int, day: String, closingFen: Int64)? in
            guard let closingFen = day.closingFen, let index = days.firstIndex(where: { $0.description == day.day })
            else { return nil }
            return (index, day.day, closingFen)
        }
        guard let low = known.map(\.closingFen).min(), let high = known.map(\.closingFen).max() else { return nil }
        func x(_ index: Int) -> String { Percent(Int64(index) * 10 + 5, of: Int64(days.count) * 10).text }
        func y(_ closingFen: Int64) -> Int64 {
            // A balance that stays is a line in the middle.
            let share = high == low ? 0.5 : (Double(closingFen) - Double(low)) / (Double(high) - Double(low))
            return plotTop + plotHeight - drawn(share * Double(plotHeight) + 0.5)
        }
        return [
            "chartID": id, "pot": pageText(pot.pot), "highest": plainYuan(yuanText(high)),
            "lowest": plainYuan(yuanText(low)), "plotTop": plotTop, "plotMiddle": plotTop + plotHeight / 2,
            "plotBottom": plotTop + plotHeight, "plotLabel": plotTop + plotHeight + 14,
            "chartHeight": plotTop + plotHeight + 18, "isWide": isWide(yuanText(high)) || isWide(yuanText(low)),
            "dayMarks": days.enumerated().filter { $0.offset % 7 == 0 }.map { index, day in
                ["markX": x(index), "markLabel": String(day.description.suffix(2))] as PageValues
            },
            // A day without a conclusion is a gap, not a line across it.
            "segments": zip(known, known.dropFirst()).filter { $1.index == $0.index + 1 }.map { from, to in
                ["x1": x(from.index), "y1": y(from.closingFen), "x2": x(to.index), "y2": y(to.closingFen)]
                    as PageValues
            },
            "points": known.map { point in
                [
                    "x": x(point.index), "y": y(point.closingFen), "day": point.day,
                    "fen": "\(point.closingFen)", "balance": plainYuan(yuanText(point.closingFen)),
                ] as PageValues
            },
        ]
    }
}
