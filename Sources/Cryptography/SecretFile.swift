import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

/// Reads key files. Secrets that others than the owner can read are refused (Contract 4.1), and so is anything
/// that others can write: whoever replaces a verification key decides what is believed.
package enum SecretFile {
    /// Keys and certificate bundles are a few KiB; anything larger is a mistaken path.
    package static let sizeBytesMax = 256 * 1024

    /// The rule is PostgreSQL's: nobody else at all, or a group's read right where root owns the file, which is how
    /// packages and systemd hand out secrets.
    package static func read(_ path: String) throws(Problem) -> String { try read(path, isSecret: true) }

    /// For public keys and certificates, which others may read but not write.
    package static func readPublic(_ path: String) throws(Problem) -> String { try read(path, isSecret: false) }

    /// For a file that a library reads by its path, as the bundle of TLS roots.
    package static func requireUnwritable(_ path: String) throws(Problem) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw cannotOpen(path) }
        if isWritable(mode: status.st_mode) { throw writable(path, status.st_mode) }
    }

    private static func read(_ path: String, isSecret: Bool) throws(Problem) -> String {
        // O_NONBLOCK keeps a pipe put there by mistake from stopping the program.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw cannotOpen(path) }
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
                found: "mode 0" + String(status.st_mode & 0o7777, radix: 8))
        }
        if !isSecret, isWritable(mode: status.st_mode) { throw writable(path, status.st_mode) }
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

    private static func cannotOpen(_ path: String) -> Problem {
        let reason = errno
        return Problem(
            reason == ENOENT || reason == ENOTDIR ? .secretFileMissing : .secretFileUnreadable,
            "cannot open the key file: \(String(cString: strerror(reason)))", at: Place(file: path),
            hint: path.hasPrefix("/run/credentials/") ? handedOver : nil)
    }

    /// Whoever makes the key readable instead opens it.
    private static let handedOver = """
        systemd hands this key to the service, from the directory of keys that its unit names: leave it root's there, mode \
        0400, see that the name is right (keys_wechatpay_key.pem for wechatpay/key.pem), and run `systemctl start \
        reconciled-check`, which has the service's keys.
        """

    private static func writable(_ path: String, _ mode: mode_t) -> Problem {
        Problem(
            .keyFileWritable, "others can write the key file", at: Place(file: path), expected: "mode 0644 or less",
            found: "mode 0" + String(mode & 0o7777, radix: 8))
    }

    static func isWritable(mode: mode_t) -> Bool { mode & 0o022 != 0 }

    package static func isExposed(mode: mode_t, owner: uid_t) -> Bool {
        if mode & 0o007 != 0 { return true }
        return owner == 0 ? mode & 0o030 != 0 : mode & 0o070 != 0
    }
}
