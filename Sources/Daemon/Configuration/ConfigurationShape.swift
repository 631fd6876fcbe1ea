import CYaml
import Vocabulary

/// Looks over the parser's events before a tree is made of them: a key that is an alias of an alias of an alias would be
/// hashed in full, which takes for ever, and so would a reader that went through such values. Its rules are far wider
/// than any configuration needs.
enum ConfigurationShape {
    /// Sections lie in lists in sections: no configuration is deeper than five.
    private static let depthMax = 16
    /// A thousand accounts have some fifty thousand; with each alias counted as what it stands for.
    private static let nodesMax = 200_000

    /// One list or mapping that is open.
    private struct Level {
        var isMapping: Bool
        var anchor: String?
        var expectsKey: Bool
        /// Nodes so far, its own included.
        var nodes = 1
    }

    /// - Returns: why no tree is made of the text; nil also where the text is no YAML, which the tree's parser tells.
    static func problem(_ text: String, file: String) -> Problem? {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else { return nil }
        defer { yaml_parser_delete(parser) }
        return Array(text.utf8).withUnsafeBufferPointer { bytes in
            yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
            return look(parser, file)
        }
    }

    private static func look(_ parser: UnsafeMutablePointer<yaml_parser_t>, _ file: String) -> Problem? {
        var levels: [Level] = []
        var sizes: [String: Int] = [:]
        var event = yaml_event_t()
        while yaml_parser_parse(parser, &event) == 1 {
            defer { yaml_event_delete(&event) }
            let place = Place(
                file: file, line: event.start_mark.line &+ 1, column: "\(event.start_mark.column &+ 1)")
            func refused(_ what: String, _ expected: String) -> Problem {
                Problem(
                    .configurationSyntax, what, at: place, expected: expected,
                    hint: "Write it out, as `man reconciled.yaml` does; no option needs an anchor (&) or an alias (*)."
                )
            }
            func closed(_ nodes: Int, _ anchor: String?) -> Problem? {
                if let anchor { sizes[anchor] = nodes }
                guard !levels.isEmpty else { return nil }
                levels[levels.count - 1].nodes += nodes
                // The sum of two that are bounded.
                return levels[levels.count - 1].nodes > nodesMax
                    ? refused("this is more than a configuration can hold", "at most \(nodesMax) values") : nil
            }
            let isNode = [YAML_SCALAR_EVENT, YAML_ALIAS_EVENT, YAML_SEQUENCE_START_EVENT, YAML_MAPPING_START_EVENT]
                .contains(event.type)
            if isNode, let level = levels.last, level.isMapping {
                if level.expectsKey, event.type != YAML_SCALAR_EVENT {
                    return refused("a key is no word", "a word before each colon")
                }
                levels[levels.count - 1].expectsKey.toggle()
            }
            var found: Problem?
            switch event.type {
            case YAML_STREAM_END_EVENT: return nil
            case YAML_SCALAR_EVENT: found = closed(1, name(event.data.scalar.anchor))
            case YAML_ALIAS_EVENT: found = closed(name(event.data.alias.anchor).flatMap { sizes[$0] } ?? 1, nil)
            case YAML_SEQUENCE_START_EVENT:
                levels.append(
                    Level(isMapping: false, anchor: name(event.data.sequence_start.anchor), expectsKey: false))
            case YAML_MAPPING_START_EVENT:
                levels.append(Level(isMapping: true, anchor: name(event.data.mapping_start.anchor), expectsKey: true))
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
                if let level = levels.popLast() { found = closed(level.nodes, level.anchor) }
            default: break
            }
            if let found { return found }
            if levels.count > depthMax {
                return refused("this lies too deep", "at most \(depthMax) lists and sections in one another")
            }
        }
        return nil
    }

    private static func name(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        anchor.map { String(cString: $0) }
    }
}
