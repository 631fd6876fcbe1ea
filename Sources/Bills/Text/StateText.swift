import Vocabulary

/// The text of a state or kind that is in no known set, kept as printed.
enum StateText {
    static let bytesMax = 64

    /// The cell itself if it is short UTF-8 without control characters.
    static func utf8(_ cell: Cell, at place: Place) throws -> UnsafeRawBufferPointer {
        guard cell.count <= bytesMax, cell.raw.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            String(validating: cell.raw, as: UTF8.self) != nil
        else { throw problem(cell, at: place) }
        return cell.raw
    }

    static func problem(_ cell: Cell, at place: Place) -> Problem {
        Problem(
            .billBadText, "an unknown state is no readable text", at: place,
            expected: "at most \(bytesMax) bytes of text", found: "\(cell.count) bytes", hint: Hint.askChannel)
    }
}
