/// Which files of a target, and which of its folders, use which others.
struct SourceUses {
    private(set) var files: [String: Set<String>] = [:]

    init(target: String) throws {
        let paths = Repository.files(under: ["Sources/\(target)"], endings: [".swift"])
        var declaredIn: [String: Set<String>] = [:]
        var mentioned: [String: Set<String>] = [:]
        for path in paths {
            let bytes = withoutComments(Array(try Repository.text(path).utf8))
            for name in topLevelNames(bytes) { declaredIn[name, default: []].insert(path) }
            mentioned[path] = mentions(bytes)
        }
        for (path, names) in mentioned {
            files[path] = names.reduce(into: Set<String>()) { $0.formUnion(declaredIn[$1] ?? []) }.subtracting([path])
        }
    }

    var folders: [String: Set<String>] {
        func folder(_ path: String) -> String { path.split(separator: "/").dropLast().joined(separator: "/") }
        var uses: [String: Set<String>] = [:]
        for (path, others) in files {
            uses[folder(path), default: []].formUnion(others.map(folder).filter { $0 != folder(path) })
        }
        return uses
    }
}

private func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
        if bytes[index] == UInt8(ascii: "/"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "/") {
            while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
            continue
        }
        kept.append(bytes[index])
        index += 1
    }
    return kept
}

private func isOfName(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
}

/// What is declared at the beginning of a line, unless it is private.
private func topLevelNames(_ bytes: [UInt8]) -> Set<String> {
    let kinds: Set = ["func", "var", "let", "struct", "class", "enum", "protocol", "typealias", "actor"]
    var names: Set<String> = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) where (97...122).contains(line[line.startIndex]) {
        let words = line.prefix(120).split(maxSplits: 6) { !isOfName($0) }.map { String(decoding: $0, as: UTF8.self) }
        guard let kind = words.firstIndex(where: kinds.contains), kind + 1 < words.count else { continue }
        let modifiers: Set = ["package", "public", "internal", "final", "nonisolated", "indirect"]
        if words[..<kind].allSatisfy(modifiers.contains) { names.insert(words[kind + 1]) }
    }
    return names
}

/// Names of types, and of what is called; not of members.
private func mentions(_ bytes: [UInt8]) -> Set<String> {
    var names: Set<String> = []
    var index = 0
    while index < bytes.count {
        guard isOfName(bytes[index]) else {
            index += 1
            continue
        }
        let start = index
        while index < bytes.count, isOfName(bytes[index]) { index += 1 }
        if start > 0, bytes[start - 1] == UInt8(ascii: ".") { continue }
        var next = index
        while next < bytes.count, bytes[next] == UInt8(ascii: " ") { next += 1 }
        let isCalled = next < bytes.count && (bytes[next] == UInt8(ascii: "(") || bytes[next] == UInt8(ascii: "{"))
        if isCalled || (65...90).contains(bytes[start]) {
            names.insert(String(decoding: bytes[start..<index], as: UTF8.self))
        }
    }
    return names
}
