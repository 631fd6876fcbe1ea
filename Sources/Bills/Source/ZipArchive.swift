import CLibzip
import Vocabulary

/// A ZIP whose directory was found harmless before anything is inflated: member count, sizes, ratios, names, methods.
/// libzip checks each member's CRC when it is read to its end.
final class ZipArchive {
    struct Member {
        let index: UInt64
        let sizeBytes: Int64
    }

    private let handle: OpaquePointer
    private let place: Place
    let members: [Member]

    /// - Parameter fileBytes: size of the archive, which the members' compressed bytes cannot exceed together.
    init(path: String, fileBytes: Int64, limits: BillLimits, place: Place) throws {
        var code: Int32 = 0
        guard let opened = zip_open(path, ZIP_RDONLY, &code) else {
            throw Problem(
                .billArchiveDamaged, "the ZIP cannot be opened", at: place, found: Self.text(code),
                hint: Hint.fetchAgain)
        }
        do {
            members = try Self.directory(of: opened, fileBytes: fileBytes, limits: limits, place: place)
        } catch {
            zip_discard(opened)
            throw error
        }
        handle = opened
        self.place = place
    }

    deinit { zip_discard(handle) }

    /// The text of a member; the source keeps the archive open.
    func open(_ member: Member, place: Place) throws -> any ByteSource {
        guard let file = zip_fopen_index(handle, member.index, 0) else {
            throw Problem(
                .billArchiveDamaged, "a member of the ZIP cannot be opened", at: place,
                found: zip_error_strerror(zip_get_error(handle)).map { String(cString: $0) }, hint: Hint.fetchAgain)
        }
        return ZipMemberSource(file, of: self, sizeBytes: member.sizeBytes, place: place)
    }

    private static func directory(
        of handle: OpaquePointer, fileBytes: Int64, limits: BillLimits, place: Place
    ) throws -> [Member] {
        let count = zip_get_num_entries(handle, 0)
        guard count >= 1, count <= limits.archiveMembersMax else {
            throw unsafe(
                "the ZIP has a strange number of members", expected: "1 to \(limits.archiveMembersMax)",
                found: "\(count)", at: place)
        }
        var members: [Member] = []
        var names: Set<[UInt8]> = []
        var sizes = (inflated: Int64(0), compressed: Int64(0))
        for index in 0..<UInt64(count) {
            let memberPlace = place.member(Int(index) + 1)
            var stat = zip_stat_t()
            zip_stat_init(&stat)
            let wanted = UInt64(ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD)
            guard zip_stat_index(handle, index, 0, &stat) == 0, stat.valid & wanted == wanted,
                let rawName = zip_get_name(handle, index, zip_flags_t(ZIP_FL_ENC_RAW))
            else {
                throw Problem(
                    .billArchiveDamaged, "the ZIP's directory is damaged", at: memberPlace, hint: Hint.fetchAgain)
            }
            let name = bytes(of: rawName)
            if MemberName.leavesFolder(name) || !names.insert(name).inserted {
                throw unsafe(
                    "a member's name has a path in it, is empty, or is there twice", expected: "plain file names",
                    found: nil, at: memberPlace)
            }
            let method = Int32(stat.comp_method)
            guard stat.encryption_method == 0, method == ZIP_CM_STORE || method == ZIP_CM_DEFLATE else {
                throw unsafe(
                    "a member is encrypted or compressed in an unusual way", expected: "stored or deflated",
                    found: "method \(method), encryption \(stat.encryption_method)", at: memberPlace)
            }
            guard let inflated = Int64(exactly: stat.size), let compressed = Int64(exactly: stat.comp_size),
                inflated <= limits.inflatedBytesMax - sizes.inflated, compressed <= fileBytes - sizes.compressed
            else {
                throw Problem(
                    .billTooLarge, "the ZIP's members are larger than allowed", at: memberPlace,
                    expected: "at most \(limits.inflatedBytesMax) bytes in all", found: "\(stat.size) bytes",
                    hint: "If the bill is truly that large, raise the limit; otherwise it is no bill.")
            }
            if inflated > GzipSource.ratioFromBytes, inflated / limits.inflationRatioMax > compressed {
                throw ratioExceeded(limits.inflationRatioMax, at: memberPlace)
            }
            sizes = (sizes.inflated + inflated, sizes.compressed + compressed)
            members.append(Member(index: index, sizeBytes: inflated))
        }
        return members
    }

    private static func bytes(of name: UnsafePointer<CChar>) -> [UInt8] {
        var bytes: [UInt8] = []
        var next = name
        while next.pointee != 0 {
            bytes.append(UInt8(bitPattern: next.pointee))
            next += 1
        }
        return bytes
    }

    private static func unsafe(_ what: String, expected: String, found: String?, at place: Place) -> Problem {
        Problem(
            .billArchiveUnsafe, what, at: place, expected: expected, found: found,
            hint: "This is not how the channel packs its bills; fetch it again, and if it stays so, ask the channel.")
    }

    private static func text(_ code: Int32) -> String {
        var error = zip_error_t()
        zip_error_init_with_code(&error, code)
        defer { zip_error_fini(&error) }
        return String(cString: zip_error_strerror(&error))
    }
}

/// One member's inflated bytes. Its size must be the one that the directory gave, as the bomb guard rests on it.
private final class ZipMemberSource: ByteSource {
    private let file: OpaquePointer
    private let archive: ZipArchive
    private let place: Place
    private var bytesLeft: Int64

    init(_ file: OpaquePointer, of archive: ZipArchive, sizeBytes: Int64, place: Place) {
        self.file = file
        self.archive = archive
        self.place = place
        bytesLeft = sizeBytes
    }

    deinit { zip_fclose(file) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let got = zip_fread(file, buffer.baseAddress, UInt64(buffer.count))
        if got < 0 {
            throw damaged(zip_error_strerror(zip_file_get_error(file)).map { String(cString: $0) })
        }
        bytesLeft -= Int64(got)
        if bytesLeft < 0 || (got == 0 && bytesLeft != 0) { throw damaged("a size that its directory does not give") }
        return Int(got)
    }

    private func damaged(_ found: String?) -> Problem {
        Problem(
            .billArchiveDamaged, "a member of the ZIP is damaged", at: place, found: found, hint: Hint.fetchAgain)
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
