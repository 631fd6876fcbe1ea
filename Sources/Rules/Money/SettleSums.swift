import Vocabulary

extension MoneyGroup {
    /// Entries for which nothing has moved: they wait, or are missing as a whole. Where something has moved for others of
    /// their kind, nobody can say for which: those that are due take part in the group's sums (Contract 5.4).
    mutating func settleMissing() {
        for family in [payments, refunds] {
            let hasMoved = family.contains { moneyOf[$0] != nil }
            for entry in family where moneyOf[entry] == nil {
                let isDue = calendar.isDue(entries[entry])
                if !hasMoved, feeOf[entry] == nil {
                    (isMoneyApart[entry], isFeeApart[entry]) = (true, true)
                    settle(missing: entry, isDue: isDue)
                } else if !isDue {
                    isMoneyApart[entry] = true
                    wait(for: entries[entry].settledFen, of: entry)
                }
            }
        }
    }

    private mutating func settle(missing entry: Int, isDue: Bool) {
        let (day, expectedFen) = (entries[entry].billDate, entries[entry].expectedFen)
        guard expectedFen != 0 else { return }
        guard !calendar.isBeforeMoney(entries[entry]) else {
            result.entries[entry] = .given
            return add(-expectedFen, to: .waiting, on: day)
        }
        guard isDue else { return wait(for: expectedFen, of: entry) }
        result.entries[entry] = .missing
        add(-expectedFen, to: .notBooked, on: day)
        differ(.notBooked, -expectedFen, on: day, entry: entry)
    }

    private mutating func wait(for amountFen: Int64, of entry: Int) {
        result.entries[entry] = .waits(until: calendar.dueDate(of: entries[entry]))
        result.waitingFen[entry] &+= amountFen
        add(-amountFen, to: .waiting, on: entries[entry].billDate)
    }

    /// What moved for payments and refunds together, and what for their fees, against what they expect.
    mutating func settleSums() {
        chooseNetRefunds()
        for entry in payments + refunds where !isFeeApart[entry] && !netRefunds.contains(entry) {
            guard feeOf[entry] == nil, entries[entry].feeFen != 0, !calendar.isDue(entries[entry]) else { continue }
            isFeeApart[entry] = true
            wait(for: entries[entry].feeFen, of: entry)
        }
        let counted = payments + refunds
        let money = counted.compactMap { moneyOf[$0] }
        let fees = counted.compactMap { feeOf[$0] }
        let expectedMoneyFen = counted.reduce(netFeesFen) { $0 &+ (isMoneyApart[$1] ? 0 : entries[$1].settledFen) }
        let expectedFeesFen = counted.reduce(-netFeesFen) { $0 &+ (isFeeApart[$1] ? 0 : entries[$1].feeFen) }
        settle(.bookedAmountMismatch, moved(money) &- expectedMoneyFen, money + fees, of: money) { $0.isMoneyApart[$1] }
        settle(.bookedFeeMismatch, moved(fees) &- expectedFeesFen, money + fees, of: fees) {
            $0.isFeeApart[$1] || $0.isMoneyApart[$1]
        }
    }

    func moved(_ movements: [Int]) -> Int64 { movements.reduce(0) { $0 &+ self.movements[$1].amountFen } }

    /// A difference of the group's sums. While some of the group still waits, or a trade bill may bear more of it, it is none
    /// yet.
    private mutating func settle(
        _ code: MoneyCode, _ amountFen: Int64, _ taking: [Int], of side: [Int], isApart: (MoneyGroup, Int) -> Bool
    ) {
        guard amountFen != 0, let day = (side.isEmpty ? taking : side).map({ movements[$0].day }).max() else { return }
        let early = (payments + refunds).filter { isApart(self, $0) && !calendar.isDue(entries[$0]) }
        let unknown = taking.filter { !calendar.isTradeKnown(for: movements[$0].day) }
        if early.isEmpty, unknown.isEmpty {
            add(amountFen, to: code == .bookedFeeMismatch ? .bookedFeeMismatch : .bookedAmountMismatch, on: day)
            return differ(code, amountFen, on: day)
        }
        add(amountFen, to: .waiting, on: day)
        for entry in early { result.entries[entry] = .waits(until: calendar.dueDate(of: entries[entry])) }
        for movement in unknown where early.isEmpty {
            guard case .ofEntry(let entry) = result.movements[movement] else { continue }
            result.entries[entry] = .waits(until: movements[movement].day)
        }
    }

    /// A refund is booked in full with its fee as a movement of its own, or less the fee: both are right, to the fen
    /// (Contract 5.4), and so is what comes to the same. Where nothing fits, the form that leaves the least difference.
    private mutating func chooseNetRefunds() {
        let counted = refunds.filter { !isMoneyApart[$0] }
        let feesFen = counted.map { isFeeApart[$0] ? 0 : entries[$0].feeFen }
        let lessFen =
            moved(counted.compactMap { moneyOf[$0] }) &- counted.reduce(Int64(0)) { $0 &+ entries[$1].settledFen }
        let returnedFen = moved(counted.compactMap { feeOf[$0] })
        let all = feesFen.reduce(0, &+)
        if lessFen &+ returnedFen == all {
            (netFeesFen, netRefunds) = (lessFen, Set(counted))
            return
        }
        let differenceFen = subsetSums(feesFen).min { left, right in
            func rank(_ net: Int64) -> (UInt64, Int, UInt64, UInt64, Int64) {
                let amount = (lessFen &- net).magnitude
                let fee = (returnedFen &- (all &- net)).magnitude
                // What one difference explains is not told as two.
                return (amount &+ fee, (amount == 0 ? 0 : 1) + (fee == 0 ? 0 : 1), amount, net.magnitude, net)
            }
            return rank(left) < rank(right)
        }
        netFeesFen = differenceFen ?? 0
        netRefunds = Set((subset(feesFen, of: netFeesFen) ?? []).map { counted[$0] })
    }
}
