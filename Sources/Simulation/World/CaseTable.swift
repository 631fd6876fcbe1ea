import Vocabulary

extension CaseWriter {
    /// Tells every case that the plan asks for.
    mutating func tellAll(_ plan: FaultPlan) {
        for zeroDay in plan.zeroDays { tellZeroDay(zeroDay) }
        let active = accounts.filter { !$0.isQuiet && !daysWith(.sameDay, $0).isEmpty }
        switch plan.level {
        case .none: return
        case .pendingOnly:
            for account in active {
                for _ in 0..<plan.repeats { tellPendingOnlyCases(at: account) }
            }
        case .full:
            for channel in Channel.simulated {
                let candidates = active.filter { $0.channel == channel }
                // Every account of the channel gets its turn with every kind of case.
                for turn in 0..<plan.repeats { tellFullPlan(plan, candidates, turn: turn) }
            }
        }
    }

    private mutating func tellFullPlan(_ plan: FaultPlan, _ candidates: [SimulatedAccount], turn: Int) {
        guard !candidates.isEmpty else { return }
        var step = turn + random.below(candidates.count)
        // Relations need a neighbour with business, and an account that has not one is passed over.
        func next(_ relation: CaseRelation, where isFit: (SimulatedAccount) -> Bool = { _ in true })
            -> SimulatedAccount?
        {
            for _ in candidates.indices {
                step += 1
                let account = candidates[step % candidates.count]
                if !daysWith(relation, account).isEmpty, isFit(account) { return account }
            }
            return nil
        }
        for type in EntryType.allCases {
            for relation in CaseRelation.allCases {
                let rated = next(relation) { type == .refund || $0.contractedRatePerTenMillion != nil }
                if let account = rated ?? next(relation) { tellPairedCases(type, relation, at: account) }
                if let account = next(relation) { tellUnclassifiedCases(type, relation, at: account) }
                if let account = next(relation) { tellAccountCases(type, relation, at: account) }
            }
            let isWhole: (SimulatedAccount) -> Bool = { [self] account in
                CaseRelation.allCases.allSatisfy { !daysWith($0, account).isEmpty }
            }
            if let account = next(.sameDay, where: isWhole) { tellOneSidedCases(type, at: account) }
            if let account = next(.sameDay, where: isWhole) { tellDuplicateCases(type, at: account) }
            if type == .refund, let account = next(.sameDay, where: isWhole) { tellOverRefundCases(at: account) }
            if plan.hasChanges, let account = next(.sameDay, where: isWhole) { tellChangeCases(type, at: account) }
        }
        if plan.hasUntimedRecords, let account = next(.sameDay) { tellUntimedCases(at: account) }
    }

    private mutating func tellZeroDay(_ zeroDay: ZeroDay) {
        guard let account = accounts.first(where: { $0.id == zeroDay.account }) else { return }
        switch zeroDay.records {
        case .none: return
        case .pairedInNextBill:
            tell("a payment of a zero day, listed by the next bill", at: account) {
                let moment = $0.evening(zeroDay.day)
                let record = $0.payment($0.amount(), at: moment)
                let row = $0.row(for: record, at: $0.noon(zeroDay.day.next))
                $0.paired(record, booked: moment, row: row, as: .crossDay, .dayBefore)
            }
        case .pending:
            tell("a payment of a zero day that waits for the next bill", at: account) {
                $0.strayRecord(.payment, at: $0.evening(zeroDay.day))
            }
        case .moneyLeft:
            tell("a payment of a zero day that no bill lists", at: account) {
                $0.strayRecord(.payment, at: $0.noon(zeroDay.day))
            }
        }
    }
}
