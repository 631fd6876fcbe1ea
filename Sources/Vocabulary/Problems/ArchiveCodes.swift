/// The archive: bills as they came in. No conclusion rests on bytes that are not those (Contract 3.2).
extension ProblemCode {
    package static let archiveCannotCreate = ProblemCode(
        "archive.cannot_create", .cannotCreate, "A file in the bill archive cannot be made.", "无法在账单归档目录中创建文件。",
        hint: "Let the daemon's user write to the archive directory (see archive in the configuration).")
    package static let archiveFailed = ProblemCode(
        "archive.input_output", .inputOutput, "A file of the bill archive cannot be written or read.", "账单归档读写失败。",
        hint: "Let the daemon's user use the archive, and see that its file system is intact.")
    package static let archiveFull = ProblemCode(
        "archive.full", .tryAgainLater, "The archive's file system, or the user's quota on it, is full.",
        "归档磁盘（或配额）已满。",
        hint: "Make room on the archive's file system, or raise the quota.")
    package static let archiveReadOnly = ProblemCode(
        "archive.read_only", .tryAgainLater, "The archive's file system takes no writes.", "归档文件系统是只读的。",
        hint: "Let the archive's file system be written to again; the kernel's log says why it may not.")
    package static let archiveAltered = ProblemCode(
        "archive.altered", .incomplete, "An archived bill is not the file that came in.", "归档的账单被改动过。",
        hint: """
            See who changed the archive. Fetch this day again without --archived, or import the bill: that puts \
            the right file back, and keeps the altered one beside it.
            """)
    package static let archiveSourceUnreadable = ProblemCode(
        "archive.source_unreadable", .inputOutput, "The file to be imported cannot be read.", "无法读取要导入的文件。",
        hint: "Give the path of a bill file that this user can read.")

    package static let archiveUnrecorded = ProblemCode(
        "archive.unrecorded", .badData, "A file lies in the bill archive that the ledger does not know.",
        "归档目录中有账本未记录的文件。",
        hint: """
            Where the database is older than the archive: `reconciled reconcile CHANNEL DATE --archived` takes the bill \
            up. A file that is no bill does not belong there.
            """)
    package static let archiveAmbiguous = ProblemCode(
        "archive.ambiguous", .incomplete, "Several bills of a day that the ledger knows nothing of lie in the archive.",
        "归档目录中有该日的多份账单，无法判断以哪份为准。",
        hint: "Import the one that is to be in force with `reconciled import`, or fetch the day again.")
    package static let archiveLost = ProblemCode(
        "archive.lost", .badData, "A former file of a day's bill is not in the archive any more.", "该日账单的旧文件已丢失。",
        hint: """
            Another file has taken its place, and nothing in force rests on the one that is lost. Find out who changed \
            the archive; recon.bill_files says when the loss was noted.
            """)

    static let archiveCodes: [ProblemCode] = [
        archiveCannotCreate, archiveFailed, archiveFull, archiveReadOnly, archiveAltered, archiveSourceUnreadable,
        archiveUnrecorded, archiveAmbiguous, archiveLost,
    ]
}
