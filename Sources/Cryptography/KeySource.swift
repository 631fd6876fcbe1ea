import Vocabulary

/// Where a key is: in a file, whose rights are looked at each time it is read, or at hand.
package enum KeySource: Hashable, Sendable {
    case file(String)
    case text(String)

    /// For what nobody else may read.
    package func secret() throws(Problem) -> String {
        switch self {
        case .file(let path): try SecretFile.read(path)
        case .text(let text): text
        }
    }

    /// For public keys and certificates, which others may read but not write.
    package func open() throws(Problem) -> String {
        switch self {
        case .file(let path): try SecretFile.readPublic(path)
        case .text(let text): text
        }
    }

    /// nil where there is no file.
    package var path: String? { if case .file(let path) = self { path } else { nil } }
    package var place: Place { Place(file: path) }
}
