import ArgumentParser
import Ledger
import Vocabulary

struct AccountRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Removes from a database what a file of `account export` has of an account.",
        discussion: """
            Once the other database has it. Row by row the account must be what the file
            has, so that nothing is lost that came since; no service may be configured to
            reconcile it. Without --yes it says what would go, and changes nothing. Settlements
            of other accounts wait meanwhile. Files in the archive stay where they are.

            What stays is a line of recon.account_moves: what went, when, by whom, and the
            SHA-256 of the file. Keep the file.

            Examples:
              reconciled account remove A.account
              reconciled account remove A.account --yes
            """)

    @Argument(help: "The file.") var file: String
    @Flag(help: "Do it.") var yes = false
    @OptionGroup var results: ResultsArguments

    func run() throws {
        let connection = try results.address().connect(name: "reconciled account")
        let line = ProgressLine()
        let moved = try removeAccount(by: file, isConfirmed: yes, connection, progress: line.reporter)
        line.clear()
        try tell(moved)
        guard yes else {
            try Output.line("all of it is in the file; nothing was removed: run it again with --yes")
            throw ExitCode(ExitStatus.usage.rawValue)
        }
        try Output.line("removed; recon.account_moves says where it went")
    }
}
