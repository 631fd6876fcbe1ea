import Glibc
import Vocabulary

extension FundsDecoder {
    /// Whether a file that a person has is a funds bill of this channel; nil where no text can be read.
    package static func isFunds(_ path: String, limits: BillLimits = BillLimits()) -> Bool? {
        firstLine(ofFile: path, hasAnyOf: firstLineMarks, seeking: .funds, limits: limits)
    }
}

extension SharingDecoder {
    /// The same of a sharing bill.
    package static func isSharing(_ path: String, limits: BillLimits = BillLimits()) -> Bool? {
        firstLine(ofFile: path, hasAnyOf: firstLineMarks, seeking: .sharing, limits: limits)
    }
}

/// By the first line of a file's text, or of a text in it; nil where no text can be read. Whoever imports the file has it
/// read and refused in full.
private func firstLine(
    ofFile path: String, hasAnyOf marks: [String], seeking sought: SoughtBill, limits: BillLimits
) -> Bool? {
    var status = stat()
    // A pipe in its place would have to be waited for.
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let file = BillFile(path: path, sizeBytes: Int64(status.st_size), sha256: "")
    let reader = BillReader(
        limits: limits, blockBytes: TextWindow.defaultBlockBytes, sought: sought, place: Place(file: path))
    var hasOne: Bool?
    try? reader.eachText(of: file) { source, _, place in
        if hasOne == true { return }
        var text = reader.window(source, place: place, bytesBefore: 0)
        hasOne = try ForeignText.open(&text, seeking: sought).beginsWith(anyOf: marks)
    }
    return hasOne
}
