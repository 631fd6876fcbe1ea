import FoundationEssentials
import Vocabulary

/// What a file of an account is made of: a line that says what it is, then frames, each a letter, its length in four bytes,
/// big end first, and so many bytes; and behind the last one the SHA-256 of all that.
enum MoveFile {
    static let title = Array("reconciled account 1\n".utf8)
    static let digestBytes = 32

    enum Frame: UInt8 {
        case header = 0x68  // h
        case table = 0x74  // t
        case data = 0x64  // d
        case end = 0x65  // e
    }

    /// Rows go out in frames of this size, whatever a row's; JSON is never so long.
    static let frameBytesMax = 256 * 1024

    struct Header: Codable, Hashable {
        let channel: String
        let account: String
        /// Of the schema's steps.
        let schema: String
        /// nil where no period was ever closed.
        let closedThrough: String?
        /// The database, so that accounts of one are known to be.
        let source: String
        /// That a run, a bill, an item, an event, a file or an alarm of it has, or one that it names.
        let greatestNumber: Int64
        /// Its row, as JSON.
        let settings: String
    }

    /// What comes next are rows of this table.
    struct Table: Codable { let table: String, columns: [String] }

    struct Manifest: Codable, Hashable { let tables: [MovedRows] }

    /// The file at hand: proven, or just written.
    struct Content {
        let header: Header
        let manifest: Manifest
        let sha256: String

        var rows: Int64 { manifest.tables.reduce(0) { $0 + $1.rows } }
    }

    static func json(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    static func damaged(_ what: String, at path: String, expected: String? = nil, found: String? = nil) -> Problem {
        Problem(.moveFileDamaged, what, at: Place(file: path), expected: expected, found: found)
    }
}
