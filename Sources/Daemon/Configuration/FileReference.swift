import Vocabulary
import Yams

/// Where a key is: a path, or the name of a systemd credential (`LoadCredential=`).
enum FileReference: Hashable, Sendable {
    case path(String)
    case credential(String)

    init?(_ node: Node) {
        if let scalar = node.scalar {
            guard let path = ConfigurationValue.absolutePath(scalar.string) else { return nil }
            self = .path(path)
            return
        }
        guard let pairs = node.mapping, pairs.count == 1, let pair = pairs.first,
            pair.key.scalar?.string == "credential",
            let name = pair.value.scalar?.string, !name.isEmpty, !name.contains("/"), name != ".", name != ".."
        else { return nil }
        self = .credential(name)
    }

    /// - Parameter credentials: the directory that systemd keeps them in.
    func path(credentials: String) -> String {
        switch self {
        case .path(let path): path
        case .credential(let name): "\(credentials)/\(name)"
        }
    }
}
