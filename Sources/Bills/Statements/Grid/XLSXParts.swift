import Vocabulary

/// What an xlsx is made of: its sheets in their order, and where each lies in the archive.
struct XLSXParts {
    /// Members of the archive.
    private(set) var sheets: [ZipMember] = []
    private(set) var sharedStrings: ZipMember?
    private(set) var is1904 = false

    private static let workbook = "xl/workbook.xml"
    private static let relations = "xl/_rels/workbook.xml.rels"

    init(_ archive: ZipArchive, limits: BillLimits, place: Place) throws {
        func member(_ name: String) -> ZipMember? {
            let wanted = Array(name.utf8)
            return archive.members.first { $0.name == wanted }
        }
        func read(_ part: String, _ handler: any XMLHandler) throws {
            guard let member = member(part) else { throw WorkbookProblem.missing(part, at: place) }
            let at = place.member(member.number)
            let reader = try XMLReader(
                try archive.open(member, place: at), handler, limits: limits, blockBytes: XMLReader.blockBytes,
                place: at)
            while try reader.advance() {}
        }
        let book = WorkbookHandler()
        try read(Self.workbook, book)
        let relations = RelationsHandler()
        try read(Self.relations, relations)
        is1904 = book.is1904
        for id in book.sheets {
            guard let target = relations.targets[id] else {
                throw WorkbookProblem.missing("relation of a sheet", at: place)
            }
            // A sheet may be nothing but a chart.
            guard target.type.hasSuffix("/worksheet") else { continue }
            guard let found = member(target.path) else { throw WorkbookProblem.missing("sheet", at: place) }
            sheets.append(found)
        }
        if let target = relations.targets.values.first(where: { $0.type.hasSuffix("/sharedStrings") }) {
            guard let found = member(target.path) else { throw WorkbookProblem.missing("shared strings", at: place) }
            sharedStrings = found
        }
    }
}

private final class WorkbookHandler: XMLHandler {
    /// Ids of relations.
    private(set) var sheets: [String] = []
    private(set) var is1904 = false

    func begin(_ name: XMLName, _ attributes: XMLAttributes) -> XMLStep {
        if name == "workbookPr" {
            is1904 = ["1", "true", "on"].contains(attributes.text("date1904"))
        } else if name == "sheet", let id = attributes.text("id") {
            sheets.append(id)
        }
        return .goOn
    }

    func end(_ name: XMLName) -> XMLStep { .goOn }
    func text(_ bytes: UnsafeRawBufferPointer) {}
}

private final class RelationsHandler: XMLHandler {
    private(set) var targets: [String: (type: String, path: String)] = [:]

    func begin(_ name: XMLName, _ attributes: XMLAttributes) -> XMLStep {
        if name == "Relationship", let id = attributes.text("Id"), let type = attributes.text("Type"),
            let target = attributes.text("Target")
        {
            targets[id] = (type, target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)")
        }
        return .goOn
    }

    func end(_ name: XMLName) -> XMLStep { .goOn }
    func text(_ bytes: UnsafeRawBufferPointer) {}
}
