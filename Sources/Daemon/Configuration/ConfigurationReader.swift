import Channels
import Vocabulary
import Yams

/// Reads sections of the tree and gathers every problem on the way.
final class ConfigurationReader {
    private let file: String
    let channels: ChannelList
    private let keys: [String: [ConfigurationKey]]
    private(set) var problems: [Problem]

    init(file: String, channels: ChannelList, problems: [Problem]) {
        self.file = file
        self.channels = channels
        keys = ConfigurationOptions.sections(channels)
        self.problems = problems
    }

    func report(
        _ code: ProblemCode, _ what: String, at mark: Mark?, expected: String? = nil, found: String? = nil, hint: String
    ) {
        let place = Place(file: file, line: mark?.line, column: mark.map { "\($0.column)" })
        problems.append(Problem(code, what, at: place, expected: expected, found: found, hint: hint))
    }

    /// One mapping and what is known about it.
    struct Section {
        let mark: Mark?
        /// For messages: `results`, or `accounts[2]`.
        let name: String
        fileprivate let values: [String: (key: Mark?, value: Node)]

        func mark(of option: ConfigurationKey) -> Mark? { values[option.name]?.value.mark ?? mark }
        func has(_ option: ConfigurationKey) -> Bool { values[option.name] != nil }
        func node(_ name: String) -> Node? { values[name]?.value }
    }

    /// Takes a mapping apart and reports its unknown keys. A section with nothing in it is an empty one.
    func section(
        _ node: Node?, _ section: String, name: String, besides others: [String] = [], at mark: Mark? = nil
    ) -> Section {
        guard let node, !Self.isEmpty(node) else {
            return Section(mark: node?.mark ?? mark, name: name, values: [:])
        }
        guard let mapping = node.mapping else {
            report(
                .configurationWrongType, "\(name) is not a section", at: node.mark,
                expected: "indented lines of `key: value`", found: Self.kind(of: node),
                hint: "Write each option of \(name) on a line of its own, two spaces further in.")
            return Section(mark: node.mark, name: name, values: [:])
        }
        let known = (keys[section] ?? []).map(\.name) + others
        var values: [String: (key: Mark?, value: Node)] = [:]
        for (key, value) in mapping {
            let text = key.scalar?.string ?? ""
            if text.hasPrefix(ConfigurationText.repeatedPrefix) { continue }
            if known.contains(text) {
                values[text] = (key.mark, value)
            } else {
                reportUnknown(key.scalar == nil ? "a key that is no word" : text, at: key.mark, in: name, known: known)
            }
        }
        return Section(mark: node.mark ?? mark, name: name, values: values)
    }

    private func reportUnknown(_ text: String, at mark: Mark?, in name: String, known: [String]) {
        let nearest = known.map { ($0, editDistance(text, $0)) }.min { $0.1 < $1.1 }
        let typingErrorsMax = 3
        let hint =
            if let nearest, nearest.1 <= typingErrorsMax, nearest.1 < nearest.0.count {
                "Did you mean `\(nearest.0)`?"
            } else {
                "Remove it, or take one of the options there are: \(known.joined(separator: ", "))."
            }
        report(.configurationUnknownKey, "unknown key `\(text)` in \(name)", at: mark, hint: hint)
    }

    /// The value given, else the default; nil when there is neither, or when the value is wrong (which is reported).
    func value<Value>(_ option: ConfigurationOption<Value>, in section: Section) -> Value? {
        guard let (_, node) = section.values[option.key.name] else {
            return option.key.defaultText.flatMap { try? compose(yaml: $0) }.map(Self.content(of:)).flatMap(
                option.parse)
        }
        if let value = option.parse(Self.content(of: node)) { return value }
        let isKindWrong = node.scalar == nil || Self.isEmpty(node)
        let item = Self.wrongItem(of: node, option)
        report(
            isKindWrong ? .configurationWrongType : .configurationInvalidValue,
            "`\(option.key.name)` in \(section.name) is not valid", at: item?.mark ?? node.mark ?? section.mark,
            expected: option.key.expected,
            found: option.key.isSecret ? Self.kind(of: node) : item.map(Self.shown) ?? Self.shown(node),
            hint: Self.hint(for: option.key))
        return nil
    }

    /// Of a list, the first item that would not be taken by itself.
    private static func wrongItem<Value>(of node: Node, _ option: ConfigurationOption<Value>) -> Node? {
        guard let items = node.sequence, items.count > 1 else { return nil }
        return items.first { $0.scalar.map { option.parse(.list([$0.string])) == nil } ?? true }
    }

    /// The value of an option that has to be there; its absence is reported.
    func required<Value>(
        _ option: ConfigurationOption<Value>, in section: Section, because reason: String? = nil
    ) -> Value? {
        guard !section.has(option.key) else { return value(option, in: section) }
        report(
            .configurationMissing, "`\(option.key.name)` is missing in \(section.name)", at: section.mark,
            expected: option.key.expected + (reason.map { ", because \($0)" } ?? ""),
            hint: Self.hint(for: option.key))
        return nil
    }

    private static func hint(for key: ConfigurationKey) -> String {
        if key.isSecret { return "Put the key in a file that only its owner can read, and give that file's path here." }
        return "See `\(key.name)` in `man reconciled.yaml` for its meaning and an example."
    }

    private static func content(of node: Node) -> ConfigurationContent {
        if let scalar = node.scalar { return .text(scalar.string) }
        if let sequence = node.sequence {
            let words = sequence.compactMap { $0.scalar?.string }
            return words.count == sequence.count ? .list(words) : .other
        }
        guard let pairs = node.mapping, pairs.count == 1, let pair = pairs.first, let name = pair.key.scalar?.string,
            let value = pair.value.scalar?.string
        else { return .other }
        return .pair(name: name, value: value)
    }

    static func isEmpty(_ node: Node) -> Bool { node.scalar?.string.isEmpty == true }

    static func kind(of node: Node) -> String {
        if node.mapping != nil { return "a section" }
        if let items = node.sequence { return items.isEmpty ? "an empty list" : "a list" }
        return isEmpty(node) ? "nothing" : "text"
    }

    /// A value as far as a message should repeat it.
    private static func shown(_ node: Node) -> String {
        let lengthMax = 60
        let text: String
        if case .list(let items) = content(of: node), !items.isEmpty {
            text = "[\(items.joined(separator: ", "))]"
        } else if let scalar = node.scalar, !isEmpty(node) {
            text = scalar.string
        } else {
            return kind(of: node)
        }
        return "`\(text.prefix(lengthMax))\(text.count > lengthMax ? "…" : "")`"
    }
}

/// Insertions, deletions and replacements between two words.
private func editDistance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first.utf8.prefix(64)), Array(second.utf8.prefix(64)))
    var row = Array(0...second.count)
    for (i, left) in first.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, right) in second.enumerated() {
            let above = row[j + 1]
            row[j + 1] = min(diagonal + (left == right ? 0 : 1), above + 1, row[j] + 1)
            diagonal = above
        }
    }
    return row[second.count]
}
