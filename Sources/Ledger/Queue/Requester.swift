/// What asked for a run: its patience, its turn and whether a second one may wait go by the case. The name is for people to
/// read and nothing else, since a person may be named like anything.
package enum Requester: Hashable, Sendable {
    case schedule
    case catchUp
    case rematch
    case fileImport
    case person(String)

    /// As `ledger.run.origin` has it.
    package var origin: String {
        switch self {
        case .schedule: "schedule"
        case .catchUp: "catch_up"
        case .rematch: "rematch"
        case .fileImport: "import"
        case .person: "person"
        }
    }

    package var isPerson: Bool {
        if case .person = self { true } else { false }
    }

    /// As `requested_by` shows it.
    package var name: String {
        if case .person(let name) = self { name } else { origin }
    }

    /// nil for an origin that this program does not know.
    init?(origin: String, name: String) {
        let known: [Requester] = [.schedule, .catchUp, .rematch, .fileImport, .person(name)]
        guard let found = known.first(where: { $0.origin == origin }) else { return nil }
        self = found
    }
}
