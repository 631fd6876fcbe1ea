import CLinux
import Cryptography
import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

/// A bill on its way into the archive. Used by one thread; what is not kept is removed when it goes.
package final class IncomingBill {
    private let directory: String
    private let unit: DayUnit
    private let pot: Pot?
    private let place: Place
    private let temporaryPath: String
    private var descriptor: Int32
    private var digest: Digest? = Digest(.sha256)
    package private(set) var sizeBytes: Int64 = 0
    private var handedToMediumBytes: Int64 = 0

    /// What arrives is on its way to the medium while more arrives, in pieces that any disk writes in one go; the last
    /// fsync then waits for little.
    private static let writeBackBytes: Int64 = 4 << 20

    init(directory: String, _ unit: DayUnit, _ pot: Pot?) throws(Problem) {
        self.directory = directory
        self.unit = unit
        self.pot = pot
        place = unit.place
        while true {
            let path = "\(directory)/\(BillArchive.temporaryPrefix)\(unit.day)-\(Nonce.text())"
            let opened = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, BillArchive.fileMode)
            guard opened >= 0 else { throw archiveProblem(creating: path, place: place) }
            // The lock says that a writer lives; it ends with the process, however that ends.
            var status = stat()
            if flock(opened, LOCK_EX | LOCK_NB) == 0, fstat(opened, &status) == 0, status.st_nlink == 1 {
                temporaryPath = path
                descriptor = opened
                break
            }
            // Somebody cleaned it away between the two calls.
            close(opened)
        }
        guard fchmod(descriptor, BillArchive.fileMode) == 0 else {
            throw archiveProblem(creating: temporaryPath, place: place)
        }
    }

    deinit { discard() }

    /// For readers of what was written so far; not to be kept.
    package var path: String { temporaryPath }

    package func write(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw archiveProblem(writing: temporaryPath, place: place)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        digest?.update(bytes)
        sizeBytes += Int64(bytes.count)
        if sizeBytes - handedToMediumBytes >= Self.writeBackBytes { startWriteBack() }
    }

    /// Nothing rests on it: a file system that cannot do it leaves all to the fsync, which also tells of failures.
    private func startWriteBack() {
        recon_start_write_back(descriptor, handedToMediumBytes, sizeBytes - handedToMediumBytes)
        handedToMediumBytes = sizeBytes
    }

    /// The first `count` of `bytes`, all of them when it is nil.
    package func write(_ bytes: [UInt8], count: Int? = nil) throws(Problem) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(Problem) in
                try write(UnsafeRawBufferPointer(rebasing: buffer[..<(count ?? buffer.count)]))
            }
        }
        try result.get()
    }

    func flush() throws(Problem) {
        guard fsync(descriptor) == 0 else { throw archiveProblem(writing: temporaryPath, place: place) }
    }

    /// Gives the bill its name, or finds that the archive has it already. What lies under that name with other content is
    /// set aside as evidence, and the bill takes its place. Nothing can be written afterwards.
    package func keep(as form: FileForm, isImported: Bool = false) throws(Problem) -> BillFile {
        guard let digest = digest.take() else {
            throw Problem(
                .archiveFailed, "the bill was kept or discarded before", at: place,
                hint: "Report this: it is a mistake of the program.")
        }
        let sha256 = Hexadecimal.text(digest.finish())
        try flush()
        defer { discard() }
        for name in [String(sha256.prefix(BillArchive.shortDigestLength)), sha256] {
            let kind = unit.kind.rawValue + (pot.map { "_\($0)" } ?? "")
            let path = "\(directory)/\(unit.day)_\(kind)_\(name).\(form.rawValue)"
            let bill = BillFile(path: path, sizeBytes: sizeBytes, sha256: sha256, pot: pot, isImported: isImported)
            if try giveName(path) {
                try synchronise(directory: directory, place: place)
                return bill
            }
            let found = try BillArchive.describe(path, place: place)
            if (found.sizeBytes, found.sha256) == (sizeBytes, sha256) { return bill }
            // Two contents may share the digits of a name; one that has others was changed after it was kept.
            if !found.sha256.hasPrefix(name) { return try take(path, of: found, for: bill) }
        }
        throw Problem(
            .archiveFailed, "the archive holds another content under the bill's full digest", at: place,
            hint: "A file in the archive was changed: restore it from a backup.")
    }

    /// Puts the bill in the place of a file that was altered, which is kept under a name that begins with a dot and tells
    /// its content. At every instant the name leads to one of both.
    private func take(_ path: String, of altered: BillFile, for bill: BillFile) throws(Problem) -> BillFile {
        let evidence = BillArchive.evidencePath(of: path, sha256: altered.sha256)
        if link(path, evidence) != 0, errno != EEXIST {
            // No hard links here: for a moment the name leads nowhere, and the next fetch would find it free.
            guard rename(path, evidence) == 0 else { throw archiveProblem(creating: evidence, place: place) }
        }
        guard rename(temporaryPath, path) == 0 else { throw archiveProblem(creating: path, place: place) }
        try synchronise(directory: directory, place: place)
        var bill = bill
        bill.alteredCopyPath = evidence
        return bill
    }

    /// Links the file under its name, in place of no other: false when there is a file of that name.
    private func giveName(_ path: String) throws(Problem) -> Bool {
        if link(temporaryPath, path) == 0 { return true }
        switch errno {
        case EEXIST: return false
        case EPERM, EOPNOTSUPP, EMLINK:
            // No hard links here; the name holds the content's digest, so a race could only replace like by like.
            var status = stat()
            if lstat(path, &status) == 0 { return false }
            guard rename(temporaryPath, path) == 0 else { throw archiveProblem(creating: path, place: place) }
            return true
        default: throw archiveProblem(creating: path, place: place)
        }
    }

    /// Removes the temporary file; what was kept stays.
    package func discard() {
        guard descriptor >= 0 else { return }
        unlink(temporaryPath)
        close(descriptor)
        descriptor = -1
        digest = nil
    }

    /// Removes temporary files whose writer is gone: nobody holds their lock.
    static func removeLeftovers(in directory: String) throws(Problem) {
        for name in directoryEntries(directory, hidden: true) where name.hasPrefix(BillArchive.temporaryPrefix) {
            let path = "\(directory)/\(name)"
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
            guard unlink(path) == 0 || errno == ENOENT else {
                throw archiveProblem(creating: path, place: Place(file: path))
            }
        }
    }
}
