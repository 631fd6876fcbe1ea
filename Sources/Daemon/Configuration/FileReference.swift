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

    /// - Parameter credentials: what systemd sets as `$CREDENTIALS_DIRECTORY`; nil outside a service.
    func path(credentials: String?) throws(Problem) -> String {
        switch self {
        case .path(let path): return path
        case .credential(let name):
            guard let credentials, !credentials.isEmpty else {
                throw Problem(
                    .configurationCredential, "there is no directory of credentials",
                    expected: "CREDENTIALS_DIRECTORY, for the credential \(name)",
                    hint: "Let systemd start the program with LoadCredential=\(name):/path, or name a path instead.")
            }
            return "\(credentials)/\(name)"
        }
    }
}
