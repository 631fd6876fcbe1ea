import ArgumentParser
import Ledger
import Vocabulary

struct AccountExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes an account's whole history into a file.",
        discussion: """
            As it is at one moment, without keeping anybody from working; refused while a
            run of the account is queued or under way. Nothing is changed. The file is for
            its owner alone (mode 0600), and appears when it is whole.

            Example:
              reconciled account export --channel wechatpay --account 1900999001 -o A.account
            """)

    @Option(help: "The channel.") var channel: Channel
    @Option(help: "The merchant number.") var account: String
    @Option(name: [.short, .long], help: ArgumentHelp("The file to write.", valueName: "file")) var output: String
    @OptionGroup var results: ResultsArguments

    func run() throws {
        let connection = try results.address().connect(name: "reconciled account")
        let line = ProgressLine()
        let moved = try exportAccount(
            ChannelAccount(channel: channel, account: account), to: output, connection, progress: line.reporter)
        line.clear()
        try tell(moved)
        try Output.line("all in \(output), SHA-256 \(moved.sha256)")
        if moved.isServed {
            try Output.words(
                "A service still reconciles the account. Before you move it, take it out of the configuration and export it again."
            )
        }
    }
}

/// What was moved, table by table.
func tell(_ moved: MovedAccount) throws {
    try Output.line("\(moved.account): \(moved.rowCount) rows")
    for (table, count) in moved.rows { try Output.line("  \(table) \(count)") }
}
