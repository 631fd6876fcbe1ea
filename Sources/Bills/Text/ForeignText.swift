import Vocabulary

/// Tells what a file is that cannot be a bill, so that the message says more than "unexpected header".
enum ForeignText {
    /// Looks at the first bytes of the text; throws for an empty file, a page or an error answer. Goes over a UTF-8
    /// byte-order mark and returns whether there was one.
    static func skipMark(of text: inout TextWindow) throws -> Bool {
        guard try text.has(1) else {
            throw Problem(
                .billEmpty, "the bill has no bytes at all", at: text.place, expected: "at least a header",
                found: "0 bytes",
                hint: "A day without business has an answer of its own, never an empty file; fetch again.")
        }
        let isMarked = try text.begins(with: [0xEF, 0xBB, 0xBF])
        if isMarked { text.skip(3) }
        var offset = 0
        while offset < 256, try text.has(offset + 1), [0x20, 0x09, 0x0D, 0x0A].contains(text.text[offset]) {
            offset += 1
        }
        guard try text.has(offset + 1) else { return isMarked }
        switch text.text[offset] {
        case UInt8(ascii: "<"): throw notABill(found: "an HTML or XML page", at: text.place)
        case UInt8(ascii: "{"): throw notABill(found: "a JSON answer", at: text.place)
        default: return isMarked
        }
    }

    static func notABill(found: String, at place: Place) -> Problem {
        Problem(
            .billNotABill, "this is no bill", at: place, expected: "a trade bill of the channel", found: found,
            hint: "The download link was probably dead or needed a login; fetch the bill again.")
    }

    static func resaved(found: String, at place: Place) -> Problem {
        Problem(
            .billResaved, "the bill was changed by a spreadsheet program", at: place,
            expected: "the file as the channel delivered it", found: found, hint: Hint.downloadUntouched)
    }

    static func otherProduct(found: String, hint: String, at place: Place) -> Problem {
        Problem(
            .billOtherProduct, "this is another kind of bill", at: place, expected: "the trade bill", found: found,
            hint: hint)
    }
}
