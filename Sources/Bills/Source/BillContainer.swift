import Glibc
import Vocabulary

/// A file of a bill, opened by what its first bytes say and never by its name.
enum BillContainer {
    /// Plain text or gzip.
    case single(any ByteSource)
    case archive(ZipArchive)

    static func open(_ file: BillFile, limits: BillLimits, place: Place) throws -> BillContainer {
        let source = try FileSource(path: file.path, place: place)
        let magic = try source.firstBytes(4)
        if magic.starts(with: [0x1F, 0x8B]) {
            return .single(try GzipSource(source, ratioMax: limits.inflationRatioMax, place: place))
        }
        // A local header, or the end record of a ZIP without members.
        if magic == [0x50, 0x4B, 0x03, 0x04] || magic == [0x50, 0x4B, 0x05, 0x06] {
            var status = stat()
            let fileBytes = stat(file.path, &status) == 0 ? Int64(status.st_size) : file.sizeBytes
            return .archive(try ZipArchive(path: file.path, fileBytes: fileBytes, limits: limits, place: place))
        }
        return .single(source)
    }
}
