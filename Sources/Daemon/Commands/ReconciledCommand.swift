import ArgumentParser
import Postgres
import Runtime
import Vocabulary

/// The command line of `reconciled` (contract section 1.1).
package struct ReconciledCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "reconciled",
        abstract: "Reconciles WeChat Pay and Alipay bills against the shop's payments and refunds in PostgreSQL.",
        discussion: """
            See it work, with nothing set up:
              reconciled demo

            Set it up, and reconcile yesterday:
              install -D config/reconciled.yaml /etc/reconciled/reconciled.yaml
              editor /etc/reconciled/reconciled.yaml
              reconciled migrate
              reconciled check
              systemctl enable --now reconciled
              reconciled status
              reconciled reconcile wechatpay yesterday
              reconciled report wechatpay yesterday

            Exit status:
              0   balanced, or only pending     70  a fault of the program
              1   discrepancies                 73  cannot create
              2   incomplete: no conclusion     74  input or output
              64  usage                         75  try again later
              65  bad data                      77  no permission
              69  a service is unavailable      78  configuration
            """,
        subcommands: [
            ServeCommand.self, StatusCommand.self, ReconcileCommand.self, ImportCommand.self, ReportCommand.self,
            ExplainCommand.self, MigrateCommand.self,
            CheckCommand.self, DemoCommand.self,
        ])

    package init() {}

    /// Parses and runs, prints what failed to standard error, and returns the exit status.
    package static func execute(_ arguments: [String]) -> Int32 {
        // Most commands read keys, or a configuration that may lead to a password.
        PrivateMemory.keep()
        do {
            try refuseUnknownCommand(arguments)
            var command = try parseAsRoot(try expandingInstance(arguments))
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
            return endParsing(error)
        }
    }

    private static func fail(_ message: String, _ status: ExitStatus) -> Int32 {
        Output.complain(message)
        return status.rawValue
    }

    /// Help and version go to standard output with status 0, mistakes to standard error with 64.
    private static func endParsing(_ error: any Error) -> Int32 {
        let code = exitCode(for: error)
        let message = fullMessage(for: error)
        if code.isSuccess {
            do { try Output.write(message + "\n") } catch { return ExitStatus.inputOutput.rawValue }
        } else if !message.isEmpty {
            Output.complain(message)
        }
        return code.rawValue
    }

    /// ArgumentParser would call it an unexpected argument; people want to know what there is.
    private static func refuseUnknownCommand(_ arguments: [String]) throws(Problem) {
        guard let first = arguments.first, !first.hasPrefix("-"), first != "help" else { return }
        let names = configuration.subcommands.map { $0._commandName }
        guard !names.contains(first) else { return }
        throw Problem(
            .commandUnknown, "there is no command `\(first)` in this version",
            expected: "one of \(names.joined(separator: ", "))",
            hint: "Run `reconciled --help` for what each of them does.")
    }
}

extension ProblemCode {
    package static let commandUnknown = ProblemCode("command.unknown", .usage)
    package static let commandInstance = ProblemCode("command.instance", .usage)
    package static let commandDayNotOver = ProblemCode("command.day_not_over", .usage)
    package static let commandDayTooEarly = ProblemCode("command.day_too_early", .usage)
    package static let outputCannotCreate = ProblemCode("output.cannot_create", .cannotCreate)
    package static let outputFailed = ProblemCode("output.failed", .inputOutput)

    package static let commandCodes: [ProblemCode] = [
        commandUnknown, commandInstance, commandDayNotOver, commandDayTooEarly, outputCannotCreate, outputFailed,
        daemonAway, requestRefused,
    ]
}
