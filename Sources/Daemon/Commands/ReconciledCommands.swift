import ArgumentParser
import Postgres
import Runtime
import Vocabulary

/// The commands of the service (Contract 1.1), and how a command line of them is run.
package enum ReconciledCommands {
    package static let all: [any ParsableCommand.Type] = [
        ServeCommand.self, StatusCommand.self, ReconcileCommand.self, ImportCommand.self, ReportCommand.self,
        ExplainCommand.self, MigrateCommand.self, CheckCommand.self, VerifyCommand.self,
        AccountCommand.self,
    ]

    /// Parses and runs, prints what failed to standard error, and returns the exit status.
    package static func execute<Root: ParsableCommand>(_ root: Root.Type, _ arguments: [String]) -> Int32 {
        // Most commands read keys, or a configuration that may lead to a password.
        PrivateMemory.keep()
        do {
            try refuseUnknownCommand(root, arguments)
            var command = try root.parseAsRoot(try expandingInstance(arguments))
            try command.run()
            return ExitStatus.green.rawValue
        } catch let problem as Problem {
            return fail(problem.description, problem.code.exit)
        } catch let problems as Problems {
            return fail(problems.description, problems.all.first?.code.exit ?? .configuration)
        } catch let error as PostgresError {
            let problem = error.problem("the database refused")
            return fail(problem.description, problem.code.exit)
        } catch {
            return endParsing(root, error)
        }
    }

    private static func fail(_ message: String, _ status: ExitStatus) -> Int32 {
        Output.complain(message)
        return status.rawValue
    }

    /// Help and version go to standard output with status 0, mistakes to standard error with 64.
    private static func endParsing(_ root: (some ParsableCommand).Type, _ error: any Error) -> Int32 {
        let code = root.exitCode(for: error)
        let message = root.fullMessage(for: error)
        if code.isSuccess {
            do { try Output.write(message + "\n") } catch { return ExitStatus.inputOutput.rawValue }
        } else if !message.isEmpty {
            Output.complain(message)
        }
        return code.rawValue
    }

    /// ArgumentParser would call it an unexpected argument; people want to know what there is.
    private static func refuseUnknownCommand(
        _ root: (some ParsableCommand).Type, _ arguments: [String]
    ) throws(Problem) {
        guard let first = arguments.first, !first.hasPrefix("-"), first != "help" else { return }
        let names = root.configuration.subcommands.map { $0._commandName }
        guard !names.contains(first) else { return }
        throw Problem(
            .commandUnknown, "there is no command `\(first)` in this version",
            expected: "one of \(names.joined(separator: ", "))")
    }
}
