import Vocabulary

/// The levels of syslog(3) that a program has use for, the worst first; the two above are the system's.
package enum JournalPriority: Int, Sendable, CaseIterable {
    case critical = 2
    case error, warning, notice, info, debug
}

/// What a reader of the journal can search by.
package struct JournalField: Sendable, Hashable {
    /// Upper case letters, digits and `_`, beginning with a letter, 64 at most: journald drops any other.
    package let name: String
    package let value: String

    /// As long as the longest part of a problem, its hint.
    private static let valueLengthMax = 1200

    /// Names are the program's own constants; a wrong one is a fault of the program and ends it. A value may come from
    /// outside: it is one line, printable and bounded.
    package init(name: String, value: String) {
        precondition(Self.isValid(name), "no name of a journal field: \(name)")
        self.name = name
        self.value = printable(value, lengthMax: Self.valueLengthMax)
    }

    /// What the entry itself says, and what journald would not take.
    package static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, (65...90).contains(first), name.utf8.count <= 64 else { return false }
        guard !["MESSAGE", "MESSAGE_ID", "PRIORITY", "SYSLOG_IDENTIFIER"].contains(name) else { return false }
        return name.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_") }
    }
}

/// One event, as the journal keeps it.
package struct JournalEntry: Sendable, Hashable {
    package var priority: JournalPriority
    /// One line, or several, each printable and bounded.
    package let message: String
    /// Names the kind of event, and its text in the catalogue: 32 hexadecimal digits in lower case.
    package let messageID: String?
    package var fields: [JournalField]

    /// Longer than a problem with all its parts.
    private static let lineLengthMax = 5000
    /// More than a configuration can be wrong in at once.
    private static let linesMax = 1000

    /// A message id that is none is a fault of the program and ends it.
    package init(
        priority: JournalPriority, message: String, messageID: String? = nil, fields: [JournalField] = []
    ) {
        precondition(messageID.map(Self.isMessageID) ?? true, "no message id")
        self.priority = priority
        self.message = printableLines(message, lengthMax: Self.lineLengthMax, linesMax: Self.linesMax)
        self.messageID = messageID
        self.fields = fields
    }

    package static func isMessageID(_ text: String) -> Bool {
        text.utf8.count == 32 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// The journal's native form: `NAME=value`, or for a value of several lines the name, its length in bytes as a
    /// little-endian 64-bit number, and the value.
    func encoded(identifier: String) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ name: String, _ value: String) {
            bytes += name.utf8
            if value.utf8.contains(UInt8(ascii: "\n")) {
                bytes.append(UInt8(ascii: "\n"))
                withUnsafeBytes(of: UInt64(value.utf8.count).littleEndian) { bytes += $0 }
            } else {
                bytes.append(UInt8(ascii: "="))
            }
            bytes += value.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        append("MESSAGE", message)
        append("PRIORITY", String(priority.rawValue))
        append("SYSLOG_IDENTIFIER", identifier)
        if let messageID { append("MESSAGE_ID", messageID) }
        for field in fields { append(field.name, field.value) }
        return bytes
    }

    /// The message alone, each of its lines behind the level as sd-daemon(3) has it, or as it is.
    func plain(hasPrefix: Bool) -> [UInt8] {
        let prefix = hasPrefix ? "<\(priority.rawValue)>" : ""
        let lines = message.split(whereSeparator: \.isNewline)
        return Array(lines.map { "\(prefix)\($0)\n" }.joined().utf8)
    }
}
