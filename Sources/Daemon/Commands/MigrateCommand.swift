import ArgumentParser
import Channels
import Ledger
import Postgres
import Vocabulary

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the schema of the results database up to date.",
        discussion: """
            Tables change in steps that are applied once; views and functions are made
            like this program's. It is one transaction, also when several start this at
            the same time, and takes nothing away that others have built on the views.
            Run it after every upgrade of the program, as the role that owns the
            database.
            """)

    @OptionGroup var configurationFile: ConfigurationArguments
    @Option(help: "The results database as its owner reaches it, in place of the configuration's results.conninfo.")
    var conninfo: String?

    func run() throws {
        let connection: Connection
        if let conninfo {
            do throws(PostgresError) { connection = try Connection(conninfo, name: "reconciled migrate") } catch {
                throw error.problem("connecting to the results database")
            }
        } else {
            connection = try connectResults(try configurationFile.load())
        }
        let applied = try Schema.migrate(connection)
        try tellChannels(ChannelList.all.all, connection)
        for name in applied { try Output.line("applied \(name)") }
        if applied.isEmpty { try Output.line("the schema is up to date") }
    }
}
