/// What a bill's bytes are; the raw value is the file name's extension.
package enum FileForm: String, Sendable {
    case text = "csv"
    case gzip = "csv.gz"
    case zip
    /// Answers one after the other, as JSON text sequence (RFC 7464).
    case answers = "json"

    /// Stands before each answer; JSON never holds it.
    static let answerMark: UInt8 = 0x1E

    /// By the first bytes, never by a header of the answer.
    package init(firstBytes: [UInt8]) {
        if firstBytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if firstBytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            self = .zip
        } else if firstBytes.first == Self.answerMark {
            self = .answers
        } else {
            self = .text
        }
    }
}
