import ArgumentParser
import Ledger
import Vocabulary

struct AccountImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Takes an account's history in from a file of `account export`.",
        discussion: """
            Whole or not at all, as the role that owns the database. Refused where the file
            is not what was written, the schema is another one, the account was reconciled
            before, or days of it are closed in one of the databases and open in the other.

            Its numbers are given anew, past all that there are: what is to be added to an
            old one is printed, and stands in recon.account_moves.

            Examples:
              reconciled account import A.account
              reconciled account import A.account --archive /srv/reconciled/bills
              sudo -u postgres reconciled account import A.account \\
                --conninfo "dbname=reconciled options='-c role=reconciled_owner'"
            """)

    @Argument(help: "The file.") var file: String
    @Option(
        help: ArgumentHelp("Root of the bill archive here, where it is another one than there.", valueName: "directory")
    )
    var archive: String?
    @OptionGroup var results: ResultsArguments

    /// The index takes the blocks up in parts of this size; a service does it within its own limit.
    private static let indexBytesMax: Int64 = 256 << 20

    func validate() throws {
        guard archive?.hasPrefix("/") != false else { throw ValidationError("--archive is an absolute path.") }
    }

    func run() throws {
        let connection = try results.address().connect(name: "reconciled account")
        let line = ProgressLine()
        let root = archive.map { $0.count > 1 && $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        let moved = try importAccount(from: file, archive: root, connection, progress: line.reporter)
        line.show(Progress(step: "taking its numbers into the index"))
        // It is there already, and found; from now on as fast as everything else.
        try NumberIndex(memoryBytesMax: Self.indexBytesMax).catchUp(connection)
        line.clear()
        try tell(moved)
        try Output.words(
            "A run, discrepancy, bill or event that was N before is N + \(moved.shift ?? 0) here: recon.account_moves keeps that."
        )
    }
}
