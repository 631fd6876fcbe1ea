import Glibc
import Vocabulary

extension FundsDecoder {
    /// Whether a file that a person has is a funds bill of this channel, by the first line of its text, or of a text in it;
    /// nil where no text can be read. Whoever imports the file has it read and refused in full.
    package static func isFunds(_ path: String, limits: BillLimits = BillLimits()) -> Bool? {
        var status = stat()
        // A pipe in its place would have to be waited for.
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let file = BillFile(path: path, sizeBytes: Int64(status.st_size), sha256: "")
        let reader = BillReader(
            limits: limits, blockBytes: TextWindow.defaultBlockBytes, sought: .funds, place: Place(file: path))
        var isFunds: Bool?
        try? reader.eachText(of: file) { source, _, place in
            if isFunds == true { return }
            var text = reader.window(source, place: place, bytesBefore: 0)
            isFunds = try ForeignText.open(&text, seeking: .funds).beginsWith(anyOf: firstLineMarks)
        }
        return isFunds
    }
}
