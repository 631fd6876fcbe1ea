import ArgumentParser
import Channels
import FoundationEssentials
import Logging
import Systemd

/// How much a command tells on standard error beside its answer.
struct LogArguments: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Show each exchange with a channel on standard error.") var verbose = false

    func exchangeLog(_ configuration: Configuration) -> ExchangeLog {
        var logger = Logger(Journal(environment: ProcessInfo.processInfo.environment))
        logger.logLevel = verbose ? min(.debug, configuration.logLevel) : configuration.logLevel
        return { [logger] in logger.note($0) }
    }
}
