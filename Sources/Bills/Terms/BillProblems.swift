import Vocabulary

extension Problem {
    /// About the file as a whole: nothing that its end proves would explain it better.
    var isOfContainer: Bool {
        [
            ProblemCode.billArchiveDamaged, .billArchiveUnsafe, .billTooLarge, .billTruncated, .billUnreadable,
        ].contains(code)
    }
}

extension Place {
    func at(line: Int, column: String? = nil) -> Place {
        var copy = self
        copy.line = line
        copy.column = column
        return copy
    }
}
