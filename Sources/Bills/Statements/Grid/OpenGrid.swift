import Vocabulary

/// Opens a file for what its first bytes say it is, and never for its name: a text, a workbook as XML or as xlsx, each packed
/// or not.
enum OpenGrid {
    private static let oldOffice: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0]
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    static func open(_ path: String, limits: BillLimits, blockBytes: Int, place: Place) throws -> any Grid {
        let file = try RandomAccessFile(path: path, place: place)
        let magic = try file.bytes(at: 0, count: 4)
        if magic == oldOffice { throw try oldOfficeProblem(file, at: place) }
        if magic == [0x50, 0x4B, 0x03, 0x04] || magic == [0x50, 0x4B, 0x05, 0x06] {
            let directory = try ZipDirectory(file, limits: limits, place: place)
            if directory.members.contains(where: { $0.name.starts(with: Array("xl/".utf8)) }) {
                let archive = try ZipArchive(file, directory, hasFolders: true, limits: limits, place: place)
                return try XLSXGrid(archive, limits: limits, blockBytes: blockBytes, place: place)
            }
            try FileKind.refuseOfficeFile(directory.members, seeking: .statement, at: place)
            let archive = try ZipArchive(file, directory, limits: limits, place: place)
            return MemberGrid(archive, place: place) { source, place in
                try table(source, limits: limits, blockBytes: blockBytes, place: place)
            }
        }
        var source: any ByteSource = FileSource(file)
        if magic.starts(with: [0x1F, 0x8B]) {
            source = AheadSource(GzipSource(FileSource(file), ratioMax: limits.inflationRatioMax, place: place))
        }
        return try table(source, limits: limits, blockBytes: blockBytes, place: place)
    }

    /// What is packed no more.
    private static func table(
        _ source: any ByteSource, limits: BillLimits, blockBytes: Int, place: Place
    ) throws -> any Grid {
        let source = try PeekedSource(source)
        guard !source.peeked.isEmpty else {
            throw Problem(
                .billEmpty, "the statement has no bytes at all", at: place, expected: "at least a header",
                found: "0 bytes")
        }
        let isMarked = source.peeked.starts(with: mark)
        let text = source.peeked.dropFirst(isMarked ? mark.count : 0)
        if FileKind.isWorkbookXML(Array(text)) {
            return try SpreadsheetXMLGrid(source, limits: limits, blockBytes: blockBytes, place: place)
        }
        try FileKind.refuse(Array(text), seeking: .statement, at: place)
        return try CSVGrid(source, isMarked: isMarked, limits: limits, blockBytes: blockBytes, place: place)
    }

    /// Office programs wrap a workbook with a password into the container of their old formats.
    private static func oldOfficeProblem(_ file: RandomAccessFile, at place: Place) throws -> Problem {
        // The container's directory lies at its beginning or end.
        let lookedAt: Int64 = 1 << 20
        let size = try file.sizeBytes()
        let name = Array("EncryptedPackage".utf16).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        for start in [0, max(0, size - lookedAt)] {
            let bytes = try file.bytes(at: start, count: Int(min(lookedAt, size - start)))
            if bytes.firstRange(of: name) != nil {
                return Problem(
                    .billWorkbookEncrypted, "the workbook has a password", at: place, expected: "one that can be read",
                    found: "an encrypted workbook")
            }
        }
        return ForeignText.notABill(
            .statement, found: "an old Excel workbook (xls)", hint: ForeignText.statementForms, at: place)
    }
}
