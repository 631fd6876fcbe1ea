import Vocabulary

/// The texts in a file of Alipay's: the members of a ZIP, in any order and under any names; or one text alone.
enum AlipayMembers {
    /// - Parameter body: sees what identifies a member's bytes, which is empty for a text alone.
    static func each(
        of file: BillFile, _ reader: BillReader,
        _ body: (_ source: any ByteSource, _ content: [Int64], _ place: Place) throws -> Void
    ) throws {
        let place = reader.place(of: file)
        switch try BillContainer.open(file, limits: reader.limits, seeking: reader.sought, place: place) {
        case .single(let source): try body(source, [], place)
        case .archive(let archive):
            for member in archive.members {
                let at = place.member(member.number)
                try body(try archive.open(member, place: at), [Int64(member.checksum), member.sizeBytes], at)
            }
        }
    }

    static func incomplete(found: String, at place: Place) -> Problem {
        Problem(
            .billFilesIncomplete, "the files do not make up one bill", at: place,
            expected: "one ZIP with details and at most one summary", found: found,
            hint: "Give the one ZIP of the day as Alipay delivered it.")
    }
}
