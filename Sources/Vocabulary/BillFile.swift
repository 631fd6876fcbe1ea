/// A bill as it lies in the archive: never changed after it was written.
package struct BillFile: Hashable, Sendable {
    /// Absolute path.
    package let path: String
    /// Bytes on disk.
    package let sizeBytes: Int64
    /// Lower-case hex of SHA-256 over the bytes on disk.
    package let sha256: String
    /// The pot that a file of a funds bill is of; nil for every other kind of bill.
    package let pot: Pot?
    /// A person downloaded it from the console, whose files may be of another form than the channel's own.
    package let isImported: Bool
    /// Where an altered file lies that this one has just taken the place of; nil for every other file.
    package var alteredCopyPath: String?

    package init(path: String, sizeBytes: Int64, sha256: String, pot: Pot? = nil, isImported: Bool = false) {
        self.path = path
        self.pot = pot
        self.isImported = isImported
        self.sizeBytes = sizeBytes
        self.sha256 = sha256
    }
}
