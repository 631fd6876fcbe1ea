import Vocabulary

extension MoneyGroup {
    /// Beyond this many movements of one class in one group, the first are taken for the entries': trying out which ones add
    /// up would take longer than the rest of the day.
    private static let choiceMax = 12

    /// Gives every movement to an entry, as far as there are entries of its kind; the others are surplus.
    mutating func allot() {
        let sumOfRefunds = refunds.reduce(Int64(0)) { $0 &+ entries[$1].settledFen }
        let netFees = subsetSums(refunds.map { entries[$0].feeFen })
        give(
            .payment, to: payments,
            isRight: { [entries, payments] sum in
                sum == payments.reduce(Int64(0)) { $0 &+ entries[$1].settledFen }
            }, fits: { $0 == $1.settledFen })
        give(
            .fee, to: payments, isFee: true,
            isRight: { [entries, payments] sum in
                sum == payments.reduce(Int64(0)) { $0 &+ entries[$1].feeFen }
            }, fits: { $0 == $1.feeFen })
        give(
            .refund, to: refunds + failedRefunds, isRight: { netFees.contains($0 &- sumOfRefunds) },
            fits: { $1.isExecuted && ($0 == $1.settledFen || $0 == $1.expectedFen) })
        give(
            .feeReturn, to: refunds + failedRefunds, isFee: true, isRight: { netFees.contains($0) },
            fits: { $1.isExecuted && $0 == $1.feeFen })
    }

    private mutating func give(
        _ movementClass: MovementClass, to takers: [Int], isFee: Bool = false, isRight: (Int64) -> Bool,
        fits: (Int64, ExpectedEntry) -> Bool
    ) {
        let all = movements.indices.filter { movements[$0].movementClass == movementClass }
            .sorted { (movements[$0].day, $0) < (movements[$1].day, $1) }
        let kept = keep(takers.count, of: all, isRight: isRight)
        for movement in all where !kept.contains(movement) { setAside(movement, like: takers.first) }
        // Those that fit an entry to the fen first, then one after the other.
        var waiting = kept
        var free = takers
        for pass in 0...1 {
            for movement in waiting {
                let amountFen = movements[movement].amountFen
                guard let place = free.firstIndex(where: { pass == 1 || fits(amountFen, entries[$0]) }) else {
                    continue
                }
                let entry = free.remove(at: place)
                if isFee { feeOf[entry] = movement } else { moneyOf[entry] = movement }
                result.movements[movement] = .ofEntry(entry)
                waiting.removeAll { $0 == movement }
            }
        }
    }

    /// The first so many that add up to what is expected, else the first.
    private func keep(_ count: Int, of all: [Int], isRight: (Int64) -> Bool) -> [Int] {
        guard count > 0, all.count > count else { return count > 0 ? all : [] }
        guard all.count <= Self.choiceMax else { return Array(all.prefix(count)) }
        var best: [Int]?
        func choose(_ from: Int, _ chosen: [Int], _ sum: Int64) {
            guard best == nil else { return }
            if chosen.count == count {
                if isRight(sum) { best = chosen }
                return
            }
            for place in from..<all.count {
                choose(place + 1, chosen + [all[place]], sum &+ movements[all[place]].amountFen)
            }
        }
        choose(0, [], 0)
        return best ?? Array(all.prefix(count))
    }

    /// A movement that no entry is there for. Nobody's while bills that could bear it are not in force.
    mutating func setAside(_ movement: Int, like entry: Int?) {
        let (day, amountFen) = (movements[movement].day, movements[movement].amountFen)
        let isAlone = entries.isEmpty && !isKnown
        // A refund comes back weeks later: its entry may be one that is not kept any more.
        let mayBeThinned = isAlone && calendar.hasThinnedDays && movements[movement].movementClass == .refundReturned
        guard calendar.isTradeKnown(for: day), !mayBeThinned else {
            result.movements[movement] = .waitsForTrade
            return add(amountFen, to: .waitingForTrade, on: day)
        }
        result.movements[movement] = isAlone ? .alone : .surplus(of: entry)
        add(amountFen, to: isAlone ? .bookedOnly : .bookedTwice, on: day)
        differ(isAlone ? .bookedOnly : .bookedTwice, amountFen, on: day, movement: movement)
    }

    /// Every sum that some of the fees come to, from none to all.
    func subsetSums(_ feesFen: [Int64]) -> Set<Int64> {
        guard feesFen.count <= Self.choiceMax else { return [0, feesFen.reduce(0, &+)] }
        return feesFen.reduce(into: [0]) { sums, fee in sums.formUnion(sums.map { $0 &+ fee }) }
    }

    /// Which of the fees come to a sum: the fewest there are, and among these the first; nil where none do.
    func subset(_ feesFen: [Int64], of sum: Int64) -> [Int]? {
        guard sum != 0 else { return [] }
        guard feesFen.count <= Self.choiceMax else {
            return sum == feesFen.reduce(0, &+) ? Array(feesFen.indices) : nil
        }
        var best: [Int]?
        for mask in 1..<(1 << feesFen.count) where mask.nonzeroBitCount < best?.count ?? Int.max {
            let chosen = feesFen.indices.filter { mask & (1 << $0) != 0 }
            if chosen.reduce(Int64(0), { $0 &+ feesFen[$1] }) == sum { best = chosen }
        }
        return best
    }
}
