import Vocabulary

/// One line of the bridge between a trade bill and the pots of its day (Contract 5). Amounts have their own sign: what the
/// contract takes away is to be taken away.
package struct ExpectedBridgeLine: Hashable, Sendable {
    package enum Name: String, Hashable, Sendable, CaseIterable {
        case expected
        case waiting
        case notBooked = "not_booked"
        case bookedOtherDay = "booked_other_day"
        case fromOtherDay = "from_other_day"
        case bookedOnly = "booked_only"
        case bookedTwice = "booked_twice"
        case bookedAmountMismatch = "booked_amount_mismatch"
        case bookedFeeMismatch = "booked_fee_mismatch"
        case refundReturned = "refund_returned"
        case booked

        /// Whether the line is added, taken away, or the sum.
        package var sign: Int64 {
            switch self {
            case .waiting, .notBooked, .bookedOtherDay, .booked: -1
            default: 1
            }
        }
    }

    package let name: Name
    package var amountFen: Int64 = 0
}

extension SimulatedFunds {
    /// The bridge of an account's day when the funds bills of these days are concluded, its own among them, and all trade
    /// bills are. Every part of an entry, its payment or refund and its fee, stands on one side of it by itself.
    package func expectedBridge(
        _ account: ChannelAccount, _ day: BusinessDay, concluded: Set<BusinessDay>
    ) -> [ExpectedBridgeLine] {
        var lines = ExpectedBridgeLine.Name.allCases.map { ExpectedBridgeLine(name: $0) }
        func add(_ name: ExpectedBridgeLine.Name, _ amountFen: Int64) {
            if let index = ExpectedBridgeLine.Name.allCases.firstIndex(of: name) { lines[index].amountFen += amountFen }
        }
        forEachEntry(account, day) { entry in
            add(.expected, entry.money.totalFen)
            for part in entry.parts {
                switch fate(part, due: entry.money.dueDay, concluded) {
                case .booked(day): break
                case .booked: add(.bookedOtherDay, part.amountFen)
                case .missing: add(.notBooked, part.amountFen)
                case .waiting: add(.waiting, part.amountFen)
                }
            }
        }
        for pot in world.account(account).map(pots) ?? [] {
            forEachMovement(PotDay(account, pot, day)) { movement, _ in
                guard movement.isOfTrade else { return }
                add(.booked, movement.amountFen)
                switch movement.origin {
                case .entry(let billDay):
                    if billDay != day { add(.fromOtherDay, movement.expectedFen) }
                    let isFee = movement.kind == .fee || movement.kind == .feeReturn
                    add(
                        isFee ? .bookedFeeMismatch : .bookedAmountMismatch, movement.amountFen - movement.expectedFen)
                case .surplus: add(.bookedTwice, movement.amountFen)
                case .returned: add(.refundReturned, movement.amountFen)
                case .nobody: add(.bookedOnly, movement.amountFen)
                case .other: break
                }
            }
        }
        // A fee that was left out whole has no movement to show it.
        for fault in faults.told where fault.row.account == account && fault.leavesOutFee {
            guard BusinessDay(epochSeconds: fault.money.feeAt) == day else { continue }
            if fault.row.day != day { add(.fromOtherDay, fault.money.feeFen) }
            add(.bookedFeeMismatch, -fault.money.feeFen)
        }
        return lines
    }

    // MARK: Entries

    /// An entry of a trade bill with what should have moved for it, and the fault that it met.
    struct BookedEntry {
        /// The payment or the refund, or the fee; nil day: it never moves.
        struct Part {
            let amountFen: Int64
            let bookedOn: BusinessDay?
        }

        let row: SimulatedRow
        let money: EntryMoney
        let mark: FundsMark?

        var parts: [Part] {
            func day(_ moment: Int64) -> BusinessDay? {
                mark == .notBooked ? nil : BusinessDay(epochSeconds: moment)
            }
            let main = Part(amountFen: money.mainFen, bookedOn: day(money.mainAt))
            guard money.feeFen != 0 else { return [main] }
            return [main, Part(amountFen: money.feeFen, bookedOn: day(money.feeAt))]
        }
    }

    enum PartFate: Equatable {
        case booked(BusinessDay)
        case waiting
        case missing
    }

    /// What is known of a part when these days are concluded.
    func fate(_ part: BookedEntry.Part, due: BusinessDay, _ concluded: Set<BusinessDay>) -> PartFate {
        if let day = part.bookedOn, concluded.contains(day) { return .booked(day) }
        return concluded.contains(due) ? .missing : .waiting
    }

    /// Every entry of a trade bill that money follows.
    func forEachEntry(_ account: ChannelAccount, _ day: BusinessDay, _ body: (BookedEntry) -> Void) {
        guard let simulated = world.account(account) else { return }
        let style = style(simulated)
        var marks: [[String]: FundsMark] = [:]
        for fault in faults.told where fault.row.account == account && fault.row.day == day {
            marks[[fault.row.channelTradeNo, fault.row.refundNo]] = fault.mark
        }
        world.forEachRow(World.AccountDay(account, day)) { row in
            guard let money = EntryMoney(row, simulated, style) else { return }
            let mark = marks.isEmpty ? nil : marks[[row.channelTradeNo, row.refundNo]]
            body(BookedEntry(row: row, money: money, mark: mark))
        }
    }
}
