import Vocabulary

/// Why a workbook is none.
enum WorkbookProblem {
    static func damaged(_ what: String, found: String? = nil, at place: Place) -> Problem {
        Problem(.billWorkbookDamaged, what, at: place, expected: "a workbook as the console exports it", found: found)
    }

    static func missing(_ part: String, at place: Place) -> Problem {
        damaged("a part of the workbook is missing", found: "no \(part)", at: place)
    }
}
