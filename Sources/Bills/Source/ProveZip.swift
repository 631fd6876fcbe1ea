import Vocabulary

/// Proves that a file is a ZIP as a channel packs its bills: directory whole, members plain, of a bearable size and
/// ratio, none over another. Their contents are proven when the bill is decoded.
///
/// - Throws: `Problem` with code `bill.archive_damaged`, `bill.archive_unsafe`, `bill.too_large` or `bill.unreadable`.
package func proveZip(_ path: String, limits: BillLimits) throws(Problem) {
    do {
        let file = try RandomAccessFile(path: path, place: Place())
        let directory = try ZipDirectory(file, limits: limits, place: Place())
        _ = try ZipArchive(file, directory, limits: limits, place: Place())
    } catch let problem as Problem {
        throw problem
    } catch {
        throw Problem(.billUnreadable, "the ZIP cannot be read: \(error)", hint: ProblemCode.fetchAgain)
    }
}
