import Vocabulary

/// One member as the central directory of a ZIP gives it.
struct ZipMember {
    /// From 1, in the directory's order.
    var number: Int
    var name: [UInt8]
    var flags: Int
    var method: Int
    var checksum: UInt32
    var compressedBytes: Int64
    var sizeBytes: Int64
    var headerOffset: Int64

    static let stored = 0
    static let deflated = 8
    var isEncrypted: Bool { flags & 1 != 0 }
}

/// The central directory, read with bounds on everything. Names are bytes: Alipay's are GBK with or without the flag
/// that calls them UTF-8, for which other readers refuse the whole archive.
struct ZipDirectory {
    let members: [ZipMember]
    /// Where the directory begins: all members lie before.
    let offset: Int64

    private static let endBytes = 22
    private static let end64Bytes = 56
    private static let locator64Bytes = 20
    private static let entryBytes = 46
    private static let commentBytesMax = 65_535
    /// Names, extra fields and comments of the few members that are allowed.
    private static let directoryBytesMax: Int64 = 1 << 20

    init(_ file: RandomAccessFile, limits: BillLimits, place: Place) throws {
        func damaged(_ found: String) -> Problem {
            Problem(
                .billArchiveDamaged, "the ZIP's directory is damaged or cut off", at: place, found: found)
        }
        let fileBytes = try file.sizeBytes()
        let tailBytes = min(fileBytes, Int64(Self.endBytes + Self.commentBytesMax))
        let tail = LittleEndian(try file.bytes(at: fileBytes - tailBytes, count: Int(tailBytes)))
        guard
            let end = stride(from: tail.count - Self.endBytes, through: 0, by: -1).first(where: {
                tail.u32($0) == 0x0605_4B50 && $0 + Self.endBytes + tail.u16($0 + 20) == tail.count
            })
        else { throw damaged("no end record") }
        var count = Int64(tail.u16(end + 10))
        var size = Int64(tail.u32(end + 12))
        var offset = Int64(tail.u32(end + 16))
        var directoryEnd = fileBytes - tailBytes + Int64(end)

        if end >= Self.locator64Bytes, tail.u32(end - Self.locator64Bytes) == 0x0706_4B50 {
            let recordOffset = tail.i64(end - Self.locator64Bytes + 8)
            guard recordOffset >= 0, recordOffset <= directoryEnd - Int64(Self.locator64Bytes + Self.end64Bytes) else {
                throw damaged("a ZIP64 record outside the file")
            }
            let record = LittleEndian(try file.bytes(at: recordOffset, count: Self.end64Bytes))
            guard record.count == Self.end64Bytes, record.u32(0) == 0x0606_4B50 else {
                throw damaged("no ZIP64 record")
            }
            (count, size, offset) = (record.i64(32), record.i64(40), record.i64(48))
            directoryEnd = recordOffset
        }
        guard count >= 1, count <= limits.archiveMembersMax else {
            throw Problem(
                .billArchiveUnsafe, "the ZIP has a strange number of members", at: place,
                expected: "1 to \(limits.archiveMembersMax)", found: "\(count)", hint: ProblemCode.fetchAgain)
        }
        guard offset >= 0, size >= 0, size <= Self.directoryBytesMax, offset == directoryEnd - size else {
            throw damaged("a directory that does not end at its end record")
        }
        let bytes = LittleEndian(try file.bytes(at: offset, count: Int(size)))
        guard bytes.count == Int(size) else { throw damaged("a short directory") }
        var members: [ZipMember] = []
        var at = 0
        for number in 1...Int(count) {
            guard let (member, next) = Self.member(bytes, at: at, number: number) else {
                throw damaged("entry \(number)")
            }
            members.append(member)
            at = next
        }
        guard at == bytes.count else { throw damaged("bytes behind its entries") }
        self.members = members
        self.offset = offset
    }

    /// nil if the entry does not fit.
    private static func member(_ bytes: LittleEndian, at: Int, number: Int) -> (ZipMember, next: Int)? {
        guard at + entryBytes <= bytes.count, bytes.u32(at) == 0x0201_4B50 else { return nil }
        let (nameBytes, extraBytes, commentBytes) = (bytes.u16(at + 28), bytes.u16(at + 30), bytes.u16(at + 32))
        let extra = at + entryBytes + nameBytes
        let next = extra + extraBytes + commentBytes
        guard next <= bytes.count, bytes.u16(at + 34) == 0 else { return nil }
        var member = ZipMember(
            number: number, name: bytes.slice(at + entryBytes, nameBytes), flags: bytes.u16(at + 8),
            method: bytes.u16(at + 10), checksum: UInt32(bytes.u32(at + 16)),
            compressedBytes: Int64(bytes.u32(at + 20)), sizeBytes: Int64(bytes.u32(at + 24)),
            headerOffset: Int64(bytes.u32(at + 42)))
        // What is too large for 32 bits stands in the ZIP64 field, in this order.
        let missing: [WritableKeyPath<ZipMember, Int64>] = [\.sizeBytes, \.compressedBytes, \.headerOffset].filter {
            member[keyPath: $0] == 0xFFFF_FFFF
        }
        var field = extra
        while !missing.isEmpty, field + 4 <= extra + extraBytes {
            let fieldBytes = bytes.u16(field + 2)
            if bytes.u16(field) == 1 {
                guard fieldBytes >= missing.count * 8, field + 4 + fieldBytes <= extra + extraBytes else { return nil }
                for (index, path) in missing.enumerated() { member[keyPath: path] = bytes.i64(field + 4 + index * 8) }
                break
            }
            field += 4 + fieldBytes
        }
        guard member.sizeBytes >= 0, member.compressedBytes >= 0, member.headerOffset >= 0 else { return nil }
        return (member, next)
    }
}

/// Numbers in a few bytes of a ZIP's structure. Indexing traps outside, so bounds are looked at first.
struct LittleEndian {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }
    func u16(_ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
    func u32(_ at: Int) -> Int { u16(at) | u16(at + 2) << 16 }
    /// Negative for what no file can have.
    func i64(_ at: Int) -> Int64 { Int64(u32(at)) | Int64(u32(at + 4)) << 32 }
    func slice(_ at: Int, _ count: Int) -> [UInt8] { Array(bytes[at..<at + count]) }
}
