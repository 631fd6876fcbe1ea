import Cryptography
import Runtime
import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

/// Bills as the channels sent them, for ever unchanged:
/// `<root>/<channel>/<account>/<yyyy>/<yyyy-MM-dd>_<kind>_<first 16 digits of SHA-256>.<extension>`, mode 0640; a funds bill's
/// pot stands behind its kind: `2026-11-21_funds_BASIC_5d41402abc4b2a76.csv.gz`.
///
/// A bill is written to a temporary file beside its place, fsynced, and given its name only when it is whole. The same
/// content twice is one file; nothing is ever overwritten. Whoever uses an archived file proves it first (`prove`); one that
/// was altered is set aside under a name of its own when the right content comes in again.
package struct BillArchive: Sendable {
    /// Absolute.
    package let root: String

    static let directoryMode: mode_t = 0o750
    static let fileMode: mode_t = 0o640
    /// Begins with a dot, so that no glob over bills meets it.
    static let temporaryPrefix = ".incoming-"
    /// Begins the name of a copy of a bill whose bytes were found altered; hidden in the same way, kept as evidence.
    static let alteredPrefix = ".altered-"
    /// Digits of SHA-256 in a name; a whole digest stands there should two contents ever share these.
    static let shortDigestLength = 16

    package init(root: String) {
        self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
    }

    /// Where answers lie that are no bill, in the same form: `<root>/seller-statements/<channel>/…`. No channel has such a
    /// name.
    package var sellerStatements: BillArchive { BillArchive(root: "\(root)/seller-statements") }

    /// Starts to receive a bill. Its bytes are nobody's business until `keep` is called.
    /// - Throws: `archive.cannot_create`, `archive.input_output`, `channel.settings_invalid` for an account name that is
    ///   no plain file name.
    package func receive(_ unit: DayUnit, _ pot: Pot? = nil) throws(Problem) -> IncomingBill {
        let directory = try directory(of: unit)
        try makeDirectory(directory, place: unit.place)
        try IncomingBill.removeLeftovers(in: directory)
        return try IncomingBill(directory: directory, unit, pot)
    }

    /// Keeps a copy of a file that somebody downloaded by hand. The extension follows the content.
    package func keep(
        copyOf path: String, of unit: DayUnit, _ pot: Pot? = nil, sizeBytesMax: Int64 = 16 << 30
    ) throws(Problem) -> BillFile {
        let place = Place(file: RawPath.shown(path), account: unit.account, day: unit.day)
        let source = RawPath.bytes(of: path).withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } ?? -1
        }
        guard source >= 0 else {
            throw Problem(
                .archiveSourceUnreadable, "cannot open the file: \(systemMessage())", at: place)
        }
        defer { close(source) }
        var status = stat()
        guard fstat(source, &status) == 0, status.st_mode & S_IFMT == S_IFREG, Int64(status.st_size) <= sizeBytesMax
        else {
            throw Problem(
                .archiveSourceUnreadable, "this is not a regular file of at most \(sizeBytesMax) bytes", at: place,
                hint: "Give the path of the bill file itself.")
        }
        let incoming = try receive(unit, pot)
        var block = [UInt8](repeating: 0, count: 256 * 1024)
        var first: [UInt8] = []
        while true {
            let count = read(source, &block, block.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw Problem(
                    .archiveSourceUnreadable, "cannot read the file: \(systemMessage())", at: place,
                    hint: "See that the medium is intact and copy the file again.")
            }
            if first.count < 4 { first.append(contentsOf: block.prefix(min(4, count))) }
            try incoming.write(block, count: count)
        }
        return try incoming.keep(as: FileForm(firstBytes: first), isImported: true)
    }

    /// Proves that archived files still have the content that came in. One pass at the speed of SHA-256, well over a GB/s,
    /// and nothing is decoded before: who alters a bill does not get to choose what a decoder reads.
    /// - Throws: `archive.altered` for other content and for a file that is not there.
    package static func prove(_ files: [BillFile], of unit: DayUnit) throws(Problem) {
        for file in files {
            let place = Place(file: file.path, account: unit.account, day: unit.day)
            var status = stat()
            let isThere = stat(file.path, &status) == 0
            guard isThere || (errno != ENOENT && errno != ENOTDIR) else {
                throw altered(place, expected: file, found: "no file")
            }
            // Its size alone tells most of them apart.
            guard !isThere || Int64(status.st_size) == file.sizeBytes else {
                throw altered(place, expected: file, found: "\(status.st_size) bytes")
            }
            let found = try describe(file.path, place: place)
            guard found.sha256 == file.sha256 else {
                throw altered(place, expected: file, found: "SHA-256 \(found.sha256)")
            }
        }
    }

    private static func altered(_ place: Place, expected: BillFile, found: String) -> Problem {
        Problem(
            .archiveAltered, "an archived bill is not the file that came in", at: place,
            expected: "\(expected.sizeBytes) bytes, SHA-256 \(expected.sha256)", found: found)
    }

    /// The files of a day's bill as they lie here, by their names alone: what a database that is older than the archive does
    /// not know of.
    /// - Throws: `archive.altered` for a file whose content is not the one that its name tells, `archive.ambiguous` where
    ///   several bills of the day, or of one pot's, lie here.
    /// - Parameter filesMax: of a bill that has no pots.
    package func filesAtHand(of unit: DayUnit, filesMax: Int) throws(Problem) -> [BillFile] {
        let directory = try directory(of: unit)
        var files: [BillFile] = []
        for name in directoryEntries(directory) {
            guard let told = ArchivedName(name), told.day == unit.day, told.kind == unit.kind else { continue }
            let place = Place(file: "\(directory)/\(name)", account: unit.account, day: unit.day, pot: told.pot)
            let found = try Self.describe("\(directory)/\(name)", place: place)
            guard found.sha256.hasPrefix(told.digest) else {
                throw Problem(
                    .archiveAltered, "a file in the archive is not what its name says", at: place,
                    expected: "SHA-256 \(told.digest)…", found: "SHA-256 \(found.sha256)")
            }
            files.append(
                BillFile(path: found.path, sizeBytes: found.sizeBytes, sha256: found.sha256, pot: told.pot))
        }
        let pots = files.compactMap(\.pot)
        guard Set(pots).count == pots.count, files.count - pots.count <= filesMax else {
            throw Problem(
                .archiveAmbiguous, "several bills of the day lie in the archive", at: unit.place,
                expected: "one", found: files.map { $0.path.dropFirst(directory.count + 1) }.joined(separator: ", "))
        }
        return files
    }

    /// Accounts that have bills here.
    package func accounts() throws(Problem) -> [ChannelAccount] {
        var accounts: [ChannelAccount] = []
        for word in try listing(root) {
            guard let channel = Channel(rawValue: word) else { continue }
            for account in try listing("\(root)/\(word)") where Self.isPlainName(account) {
                accounts.append(ChannelAccount(channel: channel, account: account))
            }
        }
        return accounts
    }

    /// Paths of everything that lies where an account's bills lie, those hidden aside.
    package func paths(of account: ChannelAccount) throws(Problem) -> [String] {
        let directory = "\(root)/\(account.channel.rawValue)/\(account.account)"
        var paths: [String] = []
        for year in try listing(directory) {
            paths += try listing("\(directory)/\(year)").map { "\(directory)/\(year)/\($0)" }
        }
        return paths
    }

    /// - Throws: `archive.input_output` for a directory that cannot be read: what is not seen is not missing.
    private func listing(_ path: String) throws(Problem) -> [String] {
        var status = stat()
        let canBeRead = access(path, R_OK | X_OK) == 0
        guard canBeRead || errno == ENOTDIR else { throw archiveProblem(reading: path, place: Place()) }
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return [] }
        return directoryEntries(path)
    }

    /// Puts a file that was altered away as evidence, once another one has taken over what it was for.
    package static func setAside(_ file: BillFile, of unit: DayUnit) throws(Problem) {
        var status = stat()
        guard stat(file.path, &status) == 0 else { return }
        let found = try describe(file.path, place: unit.place)
        guard rename(file.path, evidencePath(of: file.path, sha256: found.sha256)) == 0 else {
            throw archiveProblem(creating: file.path, place: unit.place)
        }
    }

    /// Where a copy of an altered file is kept.
    static func evidencePath(of path: String, sha256: String) -> String {
        let directory = parentDirectory(path)
        return "\(directory)/\(alteredPrefix)\(path.dropFirst(directory.count + 1))-\(sha256.prefix(shortDigestLength))"
    }

    /// What the archive's owner is told once the right file is back.
    package static func restored(_ file: BillFile, of unit: DayUnit) -> Problem? {
        guard let copy = file.alteredCopyPath else { return nil }
        return Problem(
            .archiveAltered, "an archived bill was altered; the right file is back in its place",
            at: Place(file: file.path, account: unit.account, day: unit.day), expected: "SHA-256 \(file.sha256)",
            found: "another content, now in \(copy)",
            hint: "See who changed the archive; days that rest on it are proven anew.")
    }

    /// Removes what crashed writers left behind, everywhere in the archive; files in use stay.
    package func removeLeftovers() throws(Problem) {
        for channel in directoryEntries(root) {
            for account in directoryEntries("\(root)/\(channel)") {
                for year in directoryEntries("\(root)/\(channel)/\(account)") {
                    try IncomingBill.removeLeftovers(in: "\(root)/\(channel)/\(account)/\(year)")
                }
            }
        }
    }

    /// For `check`: a file can be written, named and removed. Leaves nothing behind.
    package func probe(_ unit: DayUnit) -> Problem? {
        do throws(Problem) {
            let incoming = try receive(unit)
            try incoming.write([0x30])
            try incoming.flush()
            incoming.discard()
            return nil
        } catch {
            return error
        }
    }

    private func directory(of unit: DayUnit) throws(Problem) -> String {
        let account = unit.account
        guard Self.isPlainName(account.account) else {
            throw Problem(
                .settingsInvalid, "the account's number cannot name a directory", at: Place(account: account),
                expected: "1 to 64 letters, digits, '-' or '_'",
                hint: "Set the account to the merchant number that the channel gave.")
        }
        return "\(root)/\(account.channel.rawValue)/\(account.account)/\(padded(unit.day.components.year, 4))"
    }

    static func isPlainName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// Makes the directory and those above it, each made lasting in the one above.
    private func makeDirectory(_ path: String, place: Place) throws(Problem) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
        let parent = parentDirectory(path)
        if parent != path { try makeDirectory(parent, place: place) }
        guard mkdir(path, Self.directoryMode) == 0 || errno == EEXIST else {
            throw archiveProblem(creating: path, place: place)
        }
        try synchronise(directory: parent, place: place)
    }

    /// Reads a file of the archive again to name its content.
    static func describe(_ path: String, place: Place) throws(Problem) -> BillFile {
        // A pipe in a bill's place must not stop the program.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw archiveProblem(reading: path, place: place) }
        defer { close(descriptor) }
        var digest = Digest(.sha256)
        var sizeBytes: Int64 = 0
        var block = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count = read(descriptor, &block, block.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw archiveProblem(reading: path, place: place)
            }
            block.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            sizeBytes += Int64(count)
        }
        return BillFile(path: path, sizeBytes: sizeBytes, sha256: Hexadecimal.text(digest.finish()))
    }
}
