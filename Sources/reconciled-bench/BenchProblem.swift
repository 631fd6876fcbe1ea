enum BenchProblem: Error, CustomStringConvertible {
    case because(String)
    var description: String {
        switch self {
        case .because(let text): text
        }
    }
}
