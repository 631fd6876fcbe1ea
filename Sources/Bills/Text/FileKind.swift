import Vocabulary

/// Kinds of files that begin with bytes of their own, none of which is a bill's text.
enum FileKind {
    private static let unpackOnce =
        "Unpack it and give the one file inside, which is packed once or not at all; a download that came so was packed on its way."

    /// nil for a hint that tells to fetch the bill.
    private static let known: [(magic: [UInt8], found: String, hint: String?)] = [
        ([0x1F, 0x8B], "gzip data inside of what was unpacked", unpackOnce),
        ([0x50, 0x4B, 0x03, 0x04], "a ZIP or a workbook inside of what was unpacked", unpackOnce),
        (Array("Rar!".utf8), "a RAR archive", unpackOnce),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", unpackOnce),
        (Array("BZh".utf8), "a bzip2 file", unpackOnce),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz file", unpackOnce),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file", unpackOnce),
        (Array("%PDF".utf8), "a PDF document", nil),
        ([0x89, 0x50, 0x4E, 0x47], "a picture", nil),
        ([0xFF, 0xD8, 0xFF], "a picture", nil),
        (Array("{\\rtf".utf8), "a text document (RTF)", nil),
    ]

    private static let blanks: Set<UInt8> = [0x20, 0x09, 0x0D, 0x0A]

    static func refuse(_ bytes: [UInt8], seeking sought: SoughtBill, at place: Place) throws {
        if isUTF16(bytes) {
            throw ForeignText.resaved(found: "UTF-16, which a spreadsheet calls Unicode text", at: place)
        }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw workbook("an old Excel workbook (xls)", sought, at: place)
        }
        for kind in known where bytes.starts(with: kind.magic) {
            throw ForeignText.notABill(
                sought, found: kind.found, hint: kind.hint ?? deliveredBill(sought), at: place)
        }
        let words = bytes.drop { blanks.contains($0) }
        switch words.first {
        case UInt8(ascii: "<"):
            if isWorkbookXML(bytes) {
                throw workbook("an Excel workbook (XML)", sought, at: place)
            }
            throw ForeignText.notABill(
                sought, found: "an HTML or XML page",
                hint:
                    "Either the download link was dead or needed a login, or a page was saved in place of the file: fetch the bill again.",
                at: place)
        case UInt8(ascii: "{"):
            throw ForeignText.notABill(
                sought, found: "a JSON answer",
                hint: "The channel answered something else than the bill, mostly an error: fetch the bill again.",
                at: place)
        default: return
        }
    }

    /// A workbook as one XML document.
    static func isWorkbookXML(_ bytes: [UInt8]) -> Bool {
        let words = bytes.drop { blanks.contains($0) }
        return words.first == UInt8(ascii: "<") && (holds("Workbook", words) || holds("mso-application", words))
    }

    /// A ZIP that is an office program's file, by its members' names; nothing of it was inflated.
    static func refuseOfficeFile(_ members: [ZipMember], seeking sought: SoughtBill, at place: Place) throws {
        guard members.contains(where: { $0.name == Array("[Content_Types].xml".utf8) }) else { return }
        if members.contains(where: { $0.name.starts(with: Array("xl/".utf8)) }) {
            throw workbook("an Excel workbook (xlsx)", sought, at: place)
        }
        throw ForeignText.notABill(
            sought, found: "a file of an office program", hint: deliveredBill(sought), at: place)
    }

    private static func deliveredBill(_ sought: SoughtBill) -> String {
        if sought == .statement { return ForeignText.statementForms }
        return "Fetch the \(sought.name) of the day and give it as the channel delivers it."
    }

    private static func workbook(_ found: String, _ sought: SoughtBill, at place: Place) -> Problem {
        ForeignText.otherProduct(
            sought, found: "\(found), as a person's own statement comes or a spreadsheet program saves",
            hint: "\(sought.fetch): it comes as CSV, gzip or ZIP.", at: place)
    }

    /// With a mark, or by every other byte being 0.
    private static func isUTF16(_ bytes: [UInt8]) -> Bool {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
        guard bytes.count >= 8 else { return false }
        let zeros = bytes.prefix(8).map { $0 == 0 }
        return [0, 1].contains { first in (0..<8).allSatisfy { zeros[$0] == ($0 % 2 == first) } }
    }

    private static func holds(_ word: String, _ bytes: ArraySlice<UInt8>) -> Bool {
        String(decoding: bytes.prefix(1024), as: UTF8.self).contains(word)
    }
}
