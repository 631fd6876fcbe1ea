import ArgumentParser
import Ledger
import Vocabulary

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the schema of the results database up to date.",
        discussion: """
            Each step is one transaction and is applied once, also when several
            start this at the same time. Run it after every upgrade of the program,
            as the role that owns the database.
            """)

    @OptionGroup var configurationFile: ConfigurationArguments

    func run() throws {
        let connection = try connectResults(try configurationFile.load())
        let applied = try Schema.migrate(connection)
        for name in applied { try Output.line("applied \(name)") }
        if applied.isEmpty { try Output.line("the schema is up to date") }
    }
}
