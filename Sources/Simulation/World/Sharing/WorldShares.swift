import Vocabulary

extension World {
    /// WeChat Pay keeps what is not shared frozen as long as this.
    static let sharingLimitDays = 30
    /// Payments of each day before the range that fall due within it.
    private static let formerSharedPerDay = 3

    package var sharesProfit: Bool { accounts.contains(where: \.sharesProfit) }

    func sharingStyle(_ account: SimulatedAccount) -> SharingStyle {
        account.sharingStyle ?? SharingStyle.chosen(seed)
    }

    /// Every share that the shop booked.
    package func forEachShare(_ body: (SimulatedShare) throws -> Void) rethrows {
        for account in accounts where account.sharesProfit {
            for paidOn in formerSharingDays(account) {
                for (_, shares) in formerSharing(account, paidOn) { for share in shares { try body(share) } }
            }
            for day in dayList {
                let traffic = traffic(account, day)
                for serial in 0..<traffic.count {
                    for share in shares(traffic, serial, traffic.sketch(serial)) { try body(share) }
                }
            }
        }
    }

    /// Those of a payment of the range; money is given back only on days that have business.
    func shares(_ traffic: Traffic, _ serial: Int, _ sketch: Traffic.Sketch) -> [SimulatedShare] {
        traffic.shares(serial, sketch).filter { !$0.isReturn || takesRefunds(traffic.account, $0.executedOn) }
    }

    /// What the channel executes on a day, in order, with what the faults make of it.
    func executedShares(_ account: SimulatedAccount, on day: BusinessDay, _ faults: SharingFaults) -> [SimulatedShare] {
        guard account.sharesProfit else { return [] }
        var found = faults.strays[AccountDay(account.id, day)] ?? []
        // Executed on the payment's day or on the next.
        for paidOn in [day.previous, day] where days.contains(paidOn) {
            let traffic = traffic(account, paidOn)
            let marks = faults.marks[AccountDay(account.id, paidOn)] ?? [:]
            for serial in 0..<traffic.count {
                var shares = shares(traffic, serial, traffic.sketch(serial))
                if !marks.isEmpty { marks[serial]?.change(&shares) }
                found += shares.filter { $0.executedOn == day }
            }
        }
        return found.sorted { ($0.executedAt, $0.detailNo, $0.sharingNo) < ($1.executedAt, $1.detailNo, $1.sharingNo) }
    }

    // MARK: Before the range

    /// Days before the range whose payments reach the limit within it. Only WeChat Pay has one.
    func formerSharingDays(_ account: SimulatedAccount) -> [BusinessDay] {
        guard account.sharesProfit, account.channel == .wechatpay, !account.isQuiet else { return [] }
        return dayList.map { $0.advanced(by: -Self.sharingLimitDays) }.filter { $0 < days.lowerBound }
    }

    /// Some payments of such a day with the shop's records of their shares. No bill of the range knows of them.
    func formerSharing(
        _ account: SimulatedAccount, _ paidOn: BusinessDay
    ) -> [(payment: SimulatedPayment, shares: [SimulatedShare])] {
        let traffic = traffic(account, paidOn)
        var found: [(payment: SimulatedPayment, shares: [SimulatedShare])] = []
        for serial in 0..<traffic.count where found.count < Self.formerSharedPerDay {
            let sketch = traffic.sketch(serial)
            // The other stage of a trade of those days would have to be told, too; and without the channel's number, which no
            // bill of the range tells, nobody can ask.
            guard sketch.stage == 0, sketch.isNumberKnown, traffic.isShared(sketch) else { continue }
            let shares = traffic.shares(serial, sketch).filter { !$0.isReturn }
            guard shares.contains(where: { $0.state == .succeeded }) else { continue }
            found.append((traffic.payment(serial, sketch), shares))
        }
        return found
    }
}
