import Vocabulary

extension Place {
    func at(line: Int, column: String? = nil) -> Place {
        var copy = self
        copy.line = line
        copy.column = column
        return copy
    }
}
