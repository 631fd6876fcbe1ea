/// What was expected held against what was reported, each as often as it is there.
struct Comparison<Item: Hashable> {
    private(set) var found = 0
    private(set) var missed: [Item] = []
    /// Reported, and not expected.
    private(set) var unfounded: [Item] = []

    init(expected: some Sequence<Item>, reported: some Sequence<Item>) {
        var open: [Item: Int] = [:]
        for item in expected { open[item, default: 0] += 1 }
        for item in reported {
            if let count = open[item], count > 0 {
                open[item] = count - 1
                found += 1
            } else {
                unfounded.append(item)
            }
        }
        missed = open.flatMap { Array(repeating: $0.key, count: $0.value) }
    }
}
