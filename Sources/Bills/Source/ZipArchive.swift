import CIsal
import Runtime
import Vocabulary

/// A ZIP whose directory was found harmless before anything is inflated: member count, sizes, ratios, names, methods,
/// and no two members over the same bytes. CRC and size of each member are checked when it is read to its end.
///
/// A reader of our own on hostile bytes, for a reason: libzip refuses a whole archive for one name that its flag calls
/// UTF-8 and that is GBK, as Alipay's can be. What it might get wrong is looked for by the fuzzer (`Tests/Fuzzing`, target
/// `zip`: ZIP64, members over each other, directories that lie, each also with its checksums made right) and by the
/// refusals in `Tests/BillsTests/ProblemTests.swift`.
struct ZipArchive {
    private static let localHeaderBytes = 30

    private let file: RandomAccessFile
    let members: [ZipMember]
    private let ratioMax: Int64

    /// - Parameter hasFolders: a workbook's members lie in some. Nothing is ever unpacked under its name.
    init(
        _ file: RandomAccessFile, _ directory: ZipDirectory, hasFolders: Bool = false, limits: BillLimits, place: Place
    ) throws {
        self.file = file
        members = directory.members
        ratioMax = limits.inflationRatioMax
        try Self.check(directory, hasFolders: hasFolders, limits: limits, place: place)
    }

    private static func check(
        _ directory: ZipDirectory, hasFolders: Bool, limits: BillLimits, place: Place
    ) throws {
        func unsafe(_ what: String, expected: String, found: String?, _ member: ZipMember) -> Problem {
            Problem(
                .billArchiveUnsafe, what, at: place.member(member.number), expected: expected, found: found,
                hint:
                    "This is not how the channel packs its bills; fetch it again, and if it stays so, ask the channel.")
        }
        var names: Set<[UInt8]> = []
        var inflated: Int64 = 0
        for member in directory.members {
            let isPath = hasFolders ? member.name.isEmpty : MemberName.leavesFolder(member.name)
            if isPath || !names.insert(member.name).inserted {
                throw unsafe(
                    "a member's name has a path in it, is empty, or is there twice", expected: "plain file names",
                    found: nil, member)
            }
            if member.isEncrypted {
                throw Problem(
                    .billArchiveUnsafe, "the ZIP has a password", at: place.member(member.number),
                    expected: "members that can be read", found: "encrypted",
                    hint:
                        "A person's own statement comes so, and the merchant's bill never does: fetch the trade bill of the day."
                )
            }
            guard member.method == ZipMember.stored || member.method == ZipMember.deflated else {
                throw unsafe(
                    "a member is compressed in an unusual way", expected: "stored or deflated",
                    found: "method \(member.method)", member)
            }
            guard member.sizeBytes <= limits.inflatedBytesMax - inflated else {
                throw Problem(
                    .billTooLarge, "the ZIP's members are larger than allowed", at: place.member(member.number),
                    expected: "at most \(limits.inflatedBytesMax) bytes in all",
                    found: "\(member.sizeBytes) bytes more")
            }
            inflated += member.sizeBytes
            var guardian = InflationGuard(ratioMax: limits.inflationRatioMax, compressedBytes: member.compressedBytes)
            try guardian.inflated(Int(member.sizeBytes), at: place.member(member.number))
        }
        // Offsets are numbers of the file: each is compared before anything is subtracted from it or added to it.
        var free: Int64 = 0
        for member in directory.members.sorted(by: { $0.headerOffset < $1.headerOffset }) {
            guard member.headerOffset >= free, member.headerOffset <= directory.offset,
                member.compressedBytes <= directory.offset - member.headerOffset - Int64(localHeaderBytes)
            else {
                throw unsafe(
                    "members of the ZIP lie over each other or outside of it", expected: "one after the other",
                    found: nil, member)
            }
            free = member.headerOffset + Int64(localHeaderBytes) + member.compressedBytes
        }
    }

    /// The text of a member.
    func open(_ member: ZipMember, place: Place) throws -> any ByteSource {
        let header = LittleEndian(try file.bytes(at: member.headerOffset, count: Self.localHeaderBytes))
        guard header.count == Self.localHeaderBytes, header.u32(0) == 0x0403_4B50 else {
            throw Problem(
                .billArchiveDamaged, "a member of the ZIP does not begin where its directory says", at: place)
        }
        let start = member.headerOffset + Int64(Self.localHeaderBytes + header.u16(26) + header.u16(28))
        return AheadSource(ZipMemberSource(file, member, start: start, ratioMax: ratioMax, place: place))
    }
}

/// One member's bytes, inflated.
private final class ZipMemberSource: ByteSource {
    private static let inputBytes = 64 * 1024

    private let file: RandomAccessFile
    private let member: ZipMember
    private let place: Place
    private var offset: Int64
    var fileBytesRead: Int64 { offset }
    private var compressedLeft: Int64
    private var inflatedLeft: Int64
    private var checksum: UInt32 = 0
    private let stream: InflateStream?
    private let input: Block
    private var isAtEnd: Bool
    private var guardian: InflationGuard

    init(_ file: RandomAccessFile, _ member: ZipMember, start: Int64, ratioMax: Int64, place: Place) {
        self.file = file
        self.member = member
        self.place = place
        offset = start
        compressedLeft = member.compressedBytes
        inflatedLeft = member.sizeBytes
        stream = member.method == ZipMember.deflated ? InflateStream(.raw) : nil
        input = Block(capacityBytes: Self.inputBytes)
        isAtEnd = member.method == ZipMember.stored && member.compressedBytes == 0
        guardian = InflationGuard(ratioMax: ratioMax, compressedBytes: member.compressedBytes)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while !isAtEnd {
            let produced = try stream.map { try inflate($0, into: buffer) } ?? copy(into: buffer)
            guard produced > 0 else { continue }
            checksum = crc32_gzip_refl(
                checksum, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt64(produced))
            inflatedLeft -= Int64(produced)
            guard inflatedLeft >= 0 else { throw damaged("more bytes than its directory says") }
            try guardian.inflated(produced, at: place)
            return produced
        }
        guard inflatedLeft == 0, compressedLeft == 0, stream?.inputLeft ?? 0 == 0 else {
            throw damaged("other sizes than its directory says")
        }
        guard checksum == member.checksum else { throw damaged("a wrong CRC-32") }
        return 0
    }

    private func inflate(_ stream: InflateStream, into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if stream.wantsInput {
            input.count = try take(into: input.room)
            stream.supply(input.filled)
        }
        let step = stream.inflate(into: buffer)
        if let damage = step.damage { throw damaged(damage) }
        isAtEnd = step.isAtEnd
        return step.produced
    }

    private func copy(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let taken = try take(into: buffer)
        isAtEnd = compressedLeft == 0
        return taken
    }

    private func take(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let wanted = min(Int64(buffer.count), compressedLeft)
        let got = try file.read(
            at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(wanted))))
        guard got > 0 else { throw damaged("an early end") }
        offset += Int64(got)
        compressedLeft -= Int64(got)
        return got
    }

    private func damaged(_ found: String?) -> Problem {
        Problem(
            .billArchiveDamaged, "a member of the ZIP is damaged", at: place, found: found)
    }
}

extension Place {
    /// The place inside an archive; members have no names here, as theirs are bytes in some encoding.
    func member(_ number: Int) -> Place {
        var copy = self
        copy.file = (file ?? "archive") + " member \(number)"
        return copy
    }
}
