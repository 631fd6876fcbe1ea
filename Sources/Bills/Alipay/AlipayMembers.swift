import Vocabulary

/// The files of a bill of Alipay's: one ZIP, whose members come in any order and under any names; or one text alone.
enum AlipayMembers {
    static func incomplete(found: String, at place: Place) -> Problem {
        Problem(
            .billFilesIncomplete, "the files do not make up one bill", at: place,
            expected: "one ZIP with details and at most one summary", found: found,
            hint: "Give the one ZIP of the day as Alipay delivered it.")
    }
}
