import Vocabulary

/// What goes wrong with the shares of one payment. Places are those in the list of its shares.
enum SharingMark: Hashable, Sendable {
    case missing(place: Int)
    case allMissing
    case amount(place: Int, byFen: Int64)
    /// The bill lists the sharing order, and nothing moves.
    case notMoved(sharingNo: String)

    func change(_ shares: inout [SimulatedShare]) {
        for place in shares.indices where shares[place].rowFen != 0 {
            switch self {
            case .missing(place), .allMissing:
                shares[place].rowFen = 0
                shares[place].movedFen = 0
            case .amount(place, let differenceFen):
                shares[place].rowFen += differenceFen
                shares[place].movedFen += differenceFen
            case .notMoved(shares[place].sharingNo): shares[place].movedFen = 0
            default: break
            }
        }
    }
}

/// All faults of profit sharing.
struct SharingFaults: Sendable {
    /// By the payment's day and serial number.
    var marks: [World.AccountDay: [Int: SharingMark]] = [:]
    /// Shares that the shop does not know, by the day on which they are executed.
    var strays: [World.AccountDay: [SimulatedShare]] = [:]
    /// What is frozen past the limit, by the channel's number of the payment.
    var frozen: [String: Int64] = [:]
    /// In the order in which they were told.
    var told: [ExpectedSharingItem] = []
}
