import ArgumentParser
import FoundationEssentials
import Vocabulary

/// Where the results are, for commands that need nothing else: neither accounts nor keys, nor a file.
struct ResultsArguments: ParsableArguments {
    @OptionGroup var configurationFile: ConfigurationArguments
    @Option(
        help: ArgumentHelp(
            "Connection string of the results database, in place of the file; PGSERVICE or PGDATABASE does it too.",
            valueName: "conninfo"))
    var conninfo: String?

    func validate() throws {
        guard conninfo == nil || configurationFile.config == nil else {
            throw ValidationError("--conninfo stands in place of --config.")
        }
    }

    /// nil where a configuration file is to say it. One that is named comes before the environment, the installed one after.
    var withoutFile: ResultsAddress? {
        let environment = ProcessInfo.processInfo.environment
        if let conninfo { return ResultsAddress(conninfo: conninfo) }
        let namesDatabase = ["PGSERVICE", "PGDATABASE"].contains { environment[$0]?.isEmpty == false }
        return configurationFile.named == nil && namesDatabase ? ResultsAddress(conninfo: "") : nil
    }

    func address() throws -> ResultsAddress {
        if let address = withoutFile { return address }
        let path = configurationFile.path
        return try Configuration.parseResults(Configuration.text(of: path), file: path)
    }
}
