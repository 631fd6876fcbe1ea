/// Keys of the advisory locks.
package enum LedgerLock {
    /// `recon` in ASCII, so that it is told from others' locks.
    private static let space: Int64 = 0x7265_636F_6E00_0000
    package static let settlement = space
    package static let migration = space + 1
    /// First half of the two-part key that a process's session holds; the second is its number.
    static let processSpace: Int32 = 0x7265_636F
    /// The same for whoever tells of an alarm.
    static let alarmSpace: Int32 = 0x7265_6361
}
