import Cryptography
import FoundationEssentials
import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

/// Writes key material as files that only their owner can read.
struct KeyDirectory {
    /// Absolute.
    let path: String

    init(_ path: String) throws(Problem) {
        self.path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        try makeDirectory(self.path)
    }

    private func failure(_ what: String, _ file: String) -> Problem {
        Problem(
            .simulatorKeys, "\(what): \(String(cString: strerror(errno)))", at: Place(file: file))
    }

    private func makeDirectory(_ directory: String) throws(Problem) {
        var made = directory.hasPrefix("/") ? "" : "."
        for part in directory.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o700) != 0, errno != EEXIST { throw failure("cannot make the directory", made) }
        }
    }

    /// Replaces the file as a whole, so that a reader never sees half a key. Returns its path.
    func write(_ text: String, to name: String) throws(Problem) -> String {
        let file = path + "/" + name
        if let slash = file.lastIndex(of: "/") { try makeDirectory(String(file[..<slash])) }
        let unfinished = file + ".new"
        unlink(unfinished)
        let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("cannot write the file", unfinished) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = failure("cannot write the file", unfinished)
                close(descriptor)
                throw reason
            }
            bytes = bytes.dropFirst(count)
        }
        guard close(descriptor) == 0, rename(unfinished, file) == 0 else {
            throw failure("cannot write the file", file)
        }
        return file
    }
}
