/// A column of a bill's header that is in no description of the format: it is kept in the file, and nothing reads it.
package struct UnknownColumn: Hashable, Sendable {
    /// Counted from 1.
    package let number: Int
    /// As it stands there; nil where the file's encoding is not UTF-8.
    package let title: String?
}
