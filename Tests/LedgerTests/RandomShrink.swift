/// Makes a failing script as small as it goes, with the same kind of failure, by leaving out steps, rows and records.
struct RandomShrink {
    /// A bound on the time it takes.
    static let attemptsMax = 1500

    private var attempts = 0
    private let fails: (RandomScript) -> RandomFailure?

    init(fails: @escaping (RandomScript) -> RandomFailure?) { self.fails = fails }

    mutating func smallest(_ script: RandomScript, _ failure: RandomFailure) -> (RandomScript, RandomFailure) {
        var best = (script, failure)
        var isShrinking = true
        while isShrinking {
            isShrinking = false
            var index = 0
            // From the end: what came after the failure goes first.
            var candidates = Self.smaller(best.0)
            while index < candidates.count, attempts < Self.attemptsMax {
                attempts += 1
                if let found = fails(candidates[index]), found.kind == failure.kind {
                    best = (candidates[index], found)
                    isShrinking = true
                    candidates = Self.smaller(best.0)
                    index = min(index, candidates.count)
                } else {
                    index += 1
                }
            }
        }
        return best
    }

    private static func smaller(_ script: RandomScript) -> [RandomScript] {
        var found: [RandomScript] = []
        for index in script.steps.indices.reversed() {
            var less = script
            less.steps.remove(at: index)
            found.append(less)
        }
        for (index, step) in script.steps.enumerated() {
            switch step {
            case .shop(let records):
                for each in records.indices.reversed() {
                    var less = records
                    less.remove(at: each)
                    found.append(script.replacing(index, .shop(less)))
                }
            case .run(let day, let bill):
                for each in bill.rows.indices.reversed() {
                    var less = bill
                    less.rows.remove(at: each)
                    found.append(script.replacing(index, .run(day, less)))
                }
            }
        }
        return found
    }
}

extension RandomScript {
    func replacing(_ index: Int, _ step: Step) -> Self {
        var copy = self
        copy.steps[index] = step
        return copy
    }
}
