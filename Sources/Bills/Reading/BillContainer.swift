import Vocabulary

/// A file of a bill, opened by what its first bytes say and never by its name.
enum BillContainer {
    /// Plain text or gzip.
    case single(any ByteSource)
    case archive(ZipArchive)

    static func open(
        _ file: BillFile, limits: BillLimits, seeking sought: SoughtBill, place: Place
    ) throws -> BillContainer {
        let opened = try RandomAccessFile(path: file.path, place: place)
        let magic = try opened.bytes(at: 0, count: 4)
        if magic.starts(with: [0x1F, 0x8B]) {
            return .single(
                AheadSource(GzipSource(FileSource(opened), ratioMax: limits.inflationRatioMax, place: place)))
        }
        // A local header, or the end record of a ZIP without members.
        if magic == [0x50, 0x4B, 0x03, 0x04] || magic == [0x50, 0x4B, 0x05, 0x06] {
            let directory = try ZipDirectory(opened, limits: limits, place: place)
            try FileKind.refuseOfficeFile(directory.members, seeking: sought, at: place)
            return .archive(try ZipArchive(opened, directory, limits: limits, place: place))
        }
        return .single(FileSource(opened))
    }
}
