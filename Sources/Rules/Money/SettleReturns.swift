import Vocabulary

extension MoneyGroup {
    /// Refunds whose money came back (退款关闭). What an executed one moved stays booked, and its return stands by itself; of
    /// one that the bill says was not executed, all that left must have come back.
    mutating func settleReturns() {
        let returnOf = giveReturns()
        for entry in refunds + failedRefunds {
            guard let movement = returnOf[entry] else { continue }
            let (day, amountFen) = (movements[movement].day, movements[movement].amountFen)
            add(amountFen, to: .refundReturned, on: day)
            if entries[entry].isSucceededAtShop {
                differ(.refundReturned, amountFen, on: day, entry: entry, movement: movement)
            }
        }
        for entry in failedRefunds {
            let parts = [moneyOf[entry], feeOf[entry], returnOf[entry]].compactMap { $0 }
            for movement in parts where movement != returnOf[entry] {
                add(movements[movement].amountFen, to: .refundReturned, on: movements[movement].day)
            }
            let leftFen = parts.reduce(Int64(0)) { $0 &+ movements[$1].amountFen }
            guard leftFen != 0, let day = parts.map({ movements[$0].day }).max() else { continue }
            add(-leftFen, to: .refundReturned, on: day)
            add(leftFen, to: .bookedAmountMismatch, on: day)
            differ(.bookedAmountMismatch, leftFen, on: day, entry: entry)
        }
    }

    /// By entry: what came back for it. Those that are as much as went out first.
    private mutating func giveReturns() -> [Int: Int] {
        var waiting = movements.indices.filter { movements[$0].movementClass == .refundReturned }
            .sorted { (movements[$0].day, $0) < (movements[$1].day, $1) }
        var free = refunds + failedRefunds
        var returnOf: [Int: Int] = [:]
        for pass in 0...1 {
            for movement in waiting {
                let place = free.firstIndex { entry in
                    let outFen = moneyOf[entry].map { movements[$0].amountFen } ?? 0
                    return pass == 1 || -outFen == movements[movement].amountFen
                }
                guard let place else { continue }
                let entry = free.remove(at: place)
                returnOf[entry] = movement
                result.movements[movement] = .ofEntry(entry)
                waiting.removeAll { $0 == movement }
            }
        }
        for movement in waiting { setAside(movement, like: (refunds + failedRefunds).first) }
        return returnOf
    }
}
