import Runtime
import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

func parentDirectory(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Names in a directory, sorted; none for a directory that is not there.
func directoryEntries(_ path: String, hidden: Bool = false) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: Int(entry.pointee.d_reclen)) { String(cString: $0) }
        }
        if name != ".", name != "..", name.hasPrefix(".") == hidden { names.append(name) }
    }
    return names.sorted()
}

/// A name in a directory lasts only when the directory itself is on the medium.
func synchronise(directory path: String, place: Place) throws(Problem) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw archiveProblem(writing: path, place: place) }
    defer { close(descriptor) }
    // Some network file systems cannot fsync a directory and say EINVAL: they are not asked for more.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw archiveProblem(writing: path, place: place) }
}

func archiveProblem(creating path: String, place: Place) -> Problem {
    let reason = errno
    // A full medium is no matter of rights, whichever call it stops.
    if [ENOSPC, EDQUOT, EIO, EROFS].contains(reason) { return archiveProblem(writing: path, place: place) }
    return Problem(
        .archiveCannotCreate, "cannot create a file in the bill archive: \(systemMessage(reason))",
        at: located(place, path))
}

func archiveProblem(writing path: String, place: Place) -> Problem {
    let reason = errno
    let passing: [Int32: (code: ProblemCode, hint: String)] = [
        ENOSPC: (.archiveFull, "Make room on the archive's file system."),
        EDQUOT: (.archiveFull, "Raise the quota of the daemon's user on the archive's file system."),
        EROFS: (
            .archiveReadOnly, "Let the archive's file system be written to again; the kernel's log says why it may not."
        ),
    ]
    if let condition = passing[reason] {
        return Problem(
            condition.code, "cannot write to the bill archive: \(systemMessage(reason))", at: located(place, path),
            hint: "\(condition.hint) Nothing was lost. \(AskedAgain.hint)")
    }
    return Problem(
        .archiveFailed, "cannot write to the bill archive: \(systemMessage(reason))",
        at: located(place, path),
        hint: "See that the archive's file system is intact. \(AskedAgain.hint)")
}

func archiveProblem(reading path: String, place: Place) -> Problem {
    Problem(
        .archiveFailed, "cannot read a file of the bill archive: \(systemMessage())", at: located(place, path),
        hint: "Let the daemon's user read the archive, and see that its file system is intact.")
}

private func located(_ place: Place, _ path: String) -> Place {
    var place = place
    place.file = path
    return place
}
