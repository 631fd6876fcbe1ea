import Vocabulary

/// The texts and workbooks in a ZIP, one after the other, as if they were sheets of one.
final class MemberGrid: Grid {
    private let archive: ZipArchive
    private let whole: Place
    private let open: (any ByteSource, Place) throws -> any Grid
    private var member = 0
    private var current: (any Grid)?

    var place: Place { current?.place ?? whole }
    var is1904: Bool { current?.is1904 ?? false }
    var encodings: [AlipayEncoding] { current?.encodings ?? [.utf8] }
    var fileBytesRead: Int64 { current?.fileBytesRead ?? 0 }

    /// - Parameter open: opens what a member holds.
    init(_ archive: ZipArchive, place: Place, open: @escaping (any ByteSource, Place) throws -> any Grid) {
        (self.archive, whole, self.open) = (archive, place, open)
    }

    func nextSheet() throws -> Bool {
        while true {
            if let current, try current.nextSheet() { return true }
            guard member < archive.members.count else { return false }
            let next = archive.members[member]
            member += 1
            let at = archive.members.count == 1 ? whole : whole.member(next.number)
            current = try open(try archive.open(next, place: at), at)
        }
    }

    func next(into row: GridRow) throws -> Bool { try current?.next(into: row) ?? false }
    func expect(_ contents: [CellContent]) { current?.expect(contents) }
    func proveRest() throws { try current?.proveRest() }
}
