import Vocabulary

/// Opens the files of a bill for reading as text, within the limits.
struct BillReader {
    let limits: BillLimits
    let blockBytes: Int
    let sought: SoughtBill
    /// Account and day, for messages.
    let place: Place

    func place(of file: BillFile) -> Place {
        var copy = place
        copy.file = Shown.fileName(file.path)
        return copy
    }

    /// The text of a file that holds one, packed or not.
    func text(of file: BillFile, place: Place, bytesBefore: Int64) throws -> TextWindow {
        switch try BillContainer.open(file, limits: limits, seeking: sought, place: place) {
        case .single(let source): return window(source, place: place, bytesBefore: bytesBefore)
        case .archive(let archive):
            guard archive.members.count == 1, let member = archive.members.first else {
                try refuseForeign(archive, place: place)
                throw Problem(
                    .billArchiveUnsafe, "the ZIP holds more than the one bill", at: place, expected: "1 member",
                    found: "\(archive.members.count)", hint: "Unpack it and give the files of one bill.")
            }
            return window(try archive.open(member, place: place), place: place, bytesBefore: bytesBefore)
        }
    }

    /// The texts of a file, packed or not: one alone, or each member of a ZIP.
    /// - Parameter body: sees what identifies a member's bytes, which is empty for a text alone.
    func eachText(
        of file: BillFile, _ body: (_ source: any ByteSource, _ content: [Int64], _ place: Place) throws -> Void
    ) throws {
        let place = place(of: file)
        switch try BillContainer.open(file, limits: limits, seeking: sought, place: place) {
        case .single(let source): try body(source, [], place)
        case .archive(let archive):
            for member in archive.members {
                let at = place.member(member.number)
                try body(try archive.open(member, place: at), [Int64(member.checksum), member.sizeBytes], at)
            }
        }
    }

    /// What the first member of a ZIP of several is may say more than their number does.
    private func refuseForeign(_ archive: ZipArchive, place: Place) throws {
        guard let member = archive.members.first else { return }
        let at = place.member(member.number)
        var text = window(try archive.open(member, place: at), place: at, bytesBefore: 0)
        let opening = try ForeignText.open(&text, seeking: sought)
        try opening.refuseOtherProduct(for: .wechatpay, at: at)
    }

    /// Reads a text. Where it makes no sense, damage on its way is the better explanation, and a checksum shows only at
    /// the end.
    func reading<T>(_ text: inout TextWindow, _ body: (inout TextWindow) throws -> T) throws -> T {
        do { return try body(&text) } catch let problem as Problem {
            if !problem.isOfContainer { try text.proveRest() }
            throw problem
        }
    }

    func window(
        _ source: any ByteSource, place: Place, bytesBefore: Int64, linesBefore: Int = 0
    ) -> TextWindow {
        TextWindow(
            source, place: place, limits: limits, bytesMax: limits.inflatedBytesMax - bytesBefore,
            linesBefore: linesBefore, blockBytes: blockBytes)
    }
}
