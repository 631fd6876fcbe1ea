import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

/// Reads key files, and refuses those that others than the owner can read (contract section 4.1).
package enum SecretFile {
    /// Keys and certificate bundles are a few KiB; anything larger is a mistaken path.
    package static let sizeBytesMax = 256 * 1024

    /// The rule is PostgreSQL's: nobody else at all, or a group's read right where root owns the file, which is how
    /// packages and systemd hand out secrets.
    package static func read(_ path: String) throws(Problem) -> String { try read(path, isSecret: true) }

    /// For public keys and certificates: the same reading without the check of the mode.
    package static func readPublic(_ path: String) throws(Problem) -> String { try read(path, isSecret: false) }

    private static func read(_ path: String, isSecret: Bool) throws(Problem) -> String {
        // O_NONBLOCK keeps a pipe put there by mistake from stopping the program.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let reason = errno
            throw Problem(
                reason == ENOENT || reason == ENOTDIR ? .secretFileMissing : .secretFileUnreadable,
                "cannot open the key file: \(String(cString: strerror(reason)))", at: Place(file: path),
                hint: "Set the path in the configuration right and let the daemon's user read the file.")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Problem(
                .secretFileUnreadable, "the key file is not a regular file", at: Place(file: path),
                hint: "Set the path in the configuration to the file itself.")
        }
        if isSecret, isExposed(mode: status.st_mode, owner: status.st_uid) {
            throw Problem(
                .secretFileExposed, "others can read the key file", at: Place(file: path), expected: "mode 0400",
                found: "mode 0" + String(status.st_mode & 0o7777, radix: 8),
                hint: "Run `chmod 0400` on it, and take the key for known to others if the machine is shared.")
        }
        guard status.st_size <= sizeBytesMax else {
            throw Problem(
                .secretFileUnreadable, "the key file is too large", at: Place(file: path),
                expected: "at most \(sizeBytesMax) bytes", found: "\(status.st_size) bytes",
                hint: "Set the path in the configuration to the key file.")
        }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 16 * 1024)
        while bytes.count <= sizeBytesMax {
            let count = Glibc.read(descriptor, &block, block.count)
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            if count < 0 {
                if errno == EINTR { continue }
                break
            }
            bytes.append(contentsOf: block.prefix(count))
        }
        throw Problem(
            .secretFileUnreadable, "the key file cannot be read to its end", at: Place(file: path),
            hint: "See that the file system is intact.")
    }

    package static func isExposed(mode: mode_t, owner: uid_t) -> Bool {
        if mode & 0o007 != 0 { return true }
        return owner == 0 ? mode & 0o030 != 0 : mode & 0o070 != 0
    }
}
