import Vocabulary

extension MoneyGroup {
    /// What the group is in the bridges of the days it touches. Each difference stands on one day; what it explains of other
    /// days goes over the lines between days, so that every day closes.
    mutating func layBridge() {
        for entry in entries { add(entry.expectedFen, to: .expected, on: entry.billDate) }
        for movement in movements { add(movement.amountFen, to: .booked, on: movement.day) }
        for entry in payments + refunds {
            let (day, feeFen) = (entries[entry].billDate, entries[entry].feeFen)
            let isNet = netRefunds.contains(entry) && feeOf[entry] == nil
            if let movement = moneyOf[entry] {
                carry(entries[entry].settledFen + (isNet ? feeFen : 0), from: day, to: movements[movement].day)
            }
            if let movement = feeOf[entry] { carry(feeFen, from: day, to: movements[movement].day) }
        }
        let open = result.bridge.mapValues { $0[.residual] }.filter { $0.value != 0 }
        // What is not 0 in all is no matter of days.
        guard open.values.reduce(0, &+) == 0 else { return }
        for (day, amountFen) in open {
            let isOfEntries = entries.contains { $0.billDate == day }
            add(-amountFen, to: isOfEntries ? .bookedOtherDay : .fromOtherDay, on: day)
        }
    }

    private mutating func carry(_ amountFen: Int64, from entryDay: BusinessDay, to day: BusinessDay) {
        guard day != entryDay else { return }
        add(-amountFen, to: .bookedOtherDay, on: entryDay)
        add(amountFen, to: .fromOtherDay, on: day)
    }
}
