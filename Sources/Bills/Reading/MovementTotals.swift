import Vocabulary

/// The sums of the movements that were handed out, by direction.
struct MovementTotals {
    private struct Flow {
        var rows: Int64 = 0
        var amount = ExactSum()
    }

    private var intoPot = Flow()
    private var outOfPot = Flow()

    /// - Parameter isInto: told beside the amount, which can be 0.
    @inline(__always)
    mutating func add(_ amountFen: Int64, isInto: Bool) {
        if isInto {
            intoPot.rows &+= 1
            intoPot.amount.add(amountFen)
        } else {
            outOfPot.rows &+= 1
            outOfPot.amount.add(0 &- amountFen)
        }
    }

    /// Adds those of another part of the same bill.
    mutating func add(_ other: MovementTotals) {
        intoPot.rows &+= other.intoPot.rows
        intoPot.amount.add(other.intoPot.amount.value)
        outOfPot.rows &+= other.outOfPot.rows
        outOfPot.amount.add(other.outOfPot.amount.value)
    }

    var rows: Int64 { intoPot.rows + outOfPot.rows }
    /// Never negative.
    var into: FundsSummary.Flow { flow(intoPot) }
    var outOf: FundsSummary.Flow { flow(outOfPot) }

    private func flow(_ flow: Flow) -> FundsSummary.Flow {
        var copy = FundsSummary.Flow()
        (copy.rows, copy.amountFen) = (flow.rows, flow.amount.value)
        return copy
    }

    /// Refuses sums that nobody can add up further.
    func check(at place: Place) throws {
        guard intoPot.amount.isBeyondAllMoney || outOfPot.amount.isBeyondAllMoney else { return }
        throw Problem(
            .billTooLarge, "the sums of the bill's rows are beyond all money", at: place, hint: ProblemCode.askChannel)
    }
}
