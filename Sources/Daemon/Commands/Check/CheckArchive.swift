import Channels
import Glibc
import Vocabulary

/// The archive takes a file, and has room for more.
func checkArchive(_ configuration: Configuration, _ clock: Clock, _ findings: inout CheckFindings) throws {
    try findings.part("archive") { findings in
        let archive = BillArchive(root: configuration.archiveDirectory)
        let day = clock.today.previous
        for account in configuration.accounts {
            let unit = DayUnit(account.account, day, .trade)
            if let problem = archive.probe(unit) { try findings.fail("archive", problem) }
        }
        let free = freeBytes(configuration.archiveDirectory)
        if let problem = free.flatMap({ spaceProblem(freeBytes: $0, configuration.archiveDirectory) }) { throw problem }
        return "\(configuration.archiveDirectory) is writable\(free.map { ", \($0 >> 30) GiB free" } ?? "")"
    }
}

func spaceProblem(freeBytes: Int64, _ directory: String) -> Problem? {
    let freeBytesMin: Int64 = 1 << 30  // some days of a large shop's bills
    guard freeBytes < freeBytesMin else { return nil }
    return Problem(
        .checkSpace, "little room is left for bills", at: Place(file: directory), expected: "1 GiB",
        found: "\(freeBytes >> 20) MiB")
}

private func freeBytes(_ directory: String) -> Int64? {
    var status = statvfs()
    guard statvfs(directory, &status) == 0 else { return nil }
    return Int64(
        clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
}
