import Vocabulary

extension Place {
    func at(line: Int, column: String? = nil) -> Place {
        var copy = self
        copy.line = line
        copy.column = column
        return copy
    }
}

/// Hints that several problems share.
enum Hint {
    static let fetchAgain = "Fetch the bill again; if it stays so, ask the channel."
    static let downloadUntouched =
        "Import the file as the channel delivered it, never one that was opened and saved in a spreadsheet."
    static let inflatedLimit =
        "If the bill is truly that large, raise limits.inflated in the configuration; otherwise it is no bill."
    static let askChannel =
        "The bill is kept unchanged in the archive; look at the line there and report it, nothing was concluded from it."
}
