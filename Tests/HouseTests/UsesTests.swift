import Testing

/// How the files of a target use each other: by the top-level names that they declare and mention. Names are read as text, so
/// that a use can be one too many; none is missing that matters.
struct UsesTests {
    /// Files that need each other may be two or three: a type and what it is made of.
    private static let circleFilesMax = 3

    /// Targets whose folders need each other in one direction only.
    private static let layered = ["Bills", "Channels", "Daemon", "Ledger", "Orders", "Rules", "Settlement"]

    private static let functionLinesMax = 60

    /// Longer ones, each for a reason. This list only becomes shorter.
    private static let knownLong: [String: String] = [
        "Sources/Bills/WeChatPay/WeChatPayRow.swift decode":
            "one pass over a row's cells, where every entry goes through",
        "Sources/Bills/Alipay/AlipayRow.swift decode": "one pass over a row's cells, where every entry goes through",
    ]

    private static let targets = Set(
        Repository.files(under: ["Sources"], endings: [".swift"]).map { String($0.split(separator: "/")[1]) })

    @Test func noCircleOfFilesIsLarge() throws {
        for target in Self.targets {
            let circles = circles(try SourceUses(target: target).files)
            for circle in circles where circle.count > Self.circleFilesMax {
                Issue.record("\(circle.joined(separator: ", "))")
            }
        }
    }

    @Test(arguments: layered)
    func foldersNeedEachOtherInOneDirection(target: String) throws {
        for circle in circles(try SourceUses(target: target).folders) {
            Issue.record("\(circle.joined(separator: ", "))")
        }
    }

    @Test func noFunctionIsLong() throws {
        var long: Set<String> = []
        for path in Repository.files(under: ["Sources"], endings: [".swift"]) {
            long.formUnion(longFunctions(try Repository.text(path)).map { "\(path) \($0)" })
        }
        #expect(long.subtracting(Self.knownLong.keys) == [])
        #expect(Set(Self.knownLong.keys).subtracting(long) == [], "take these off the list")
    }

    @Test func theSearchItselfFindsThem() {
        #expect(circles(["a": ["b"], "b": ["c"], "c": ["a", "d"], "d": []]) == [["a", "b", "c"]])
        #expect(circles(["a": ["b", "c"], "b": ["c"], "c": []]) == [])
        let body = String(repeating: "    x()\n", count: Self.functionLinesMax)
        #expect(longFunctions("private static func f() {\n\(body)}\n") == ["f"])
        #expect(longFunctions("func f() { x() }\nfunc g() {\n}\n\(body)}\n") == [])
    }

    private func longFunctions(_ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var found: [String] = []
        for (index, line) in lines.enumerated() {
            guard !line.hasSuffix("}"), let at = line.utf8.firstRange(of: "func ".utf8)?.lowerBound else { continue }
            let before = line[..<at]
            guard before.utf8.allSatisfy({ $0 == 32 || (97...122).contains($0) }) else { continue }
            let end = "\(before.prefix { $0 == " " })}"
            guard let last = lines[(index + 1)...].firstIndex(where: { $0.hasPrefix(end) }) else { continue }
            guard last - index + 1 > Self.functionLinesMax else { continue }
            found.append(String(line[at...].dropFirst(5).prefix { $0.isLetter || $0.isNumber || $0 == "_" }))
        }
        return found
    }
}

/// Sets of nodes each of which leads to all others (Tarjan).
private func circles(_ edges: [String: Set<String>]) -> [[String]] {
    var search = CircleSearch(edges: edges)
    for node in edges.keys.sorted() where search.index[node] == nil { search.visit(node) }
    return search.found
}

private struct CircleSearch {
    let edges: [String: Set<String>]
    var index: [String: Int] = [:]
    var found: [[String]] = []
    private var low: [String: Int] = [:]
    private var stack: [String] = []

    init(edges: [String: Set<String>]) { self.edges = edges }

    mutating func visit(_ node: String) {
        let number = index.count
        (index[node], low[node]) = (number, number)
        stack.append(node)
        for next in edges[node] ?? [] {
            if index[next] == nil {
                visit(next)
                low[node] = min(low[node] ?? 0, low[next] ?? 0)
            } else if stack.contains(next) {
                low[node] = min(low[node] ?? 0, index[next] ?? 0)
            }
        }
        guard low[node] == number, let at = stack.firstIndex(of: node) else { return }
        if stack.count - at > 1 { found.append(stack[at...].sorted()) }
        stack.removeSubrange(at...)
    }
}
