import Vocabulary

/// Tables of a file, one after the other, row by row: a text is one, a workbook has one for each sheet.
protocol Grid: AnyObject {
    /// Of the sheet that is read, for messages.
    var place: Place { get }
    /// Numbers of days count from 1904, and not from 1900.
    var is1904: Bool { get }
    /// A text may be in either encoding; a workbook never is.
    var encodings: [AlipayEncoding] { get }
    /// Where in its file it is, for showing alone.
    var fileBytesRead: Int64 { get }

    /// Goes to the next sheet, the first one at first. False behind the last.
    func nextSheet() throws -> Bool
    /// Reads the next row of the sheet; false at its end, when all that its container can prove is proven.
    func next(into row: GridRow) throws -> Bool
    /// The header has been found.
    /// - Parameter contents: what each of its columns may hold.
    func expect(_ contents: [CellContent])
    /// Reads on for nothing but what the container proves at its end.
    func proveRest() throws
}
