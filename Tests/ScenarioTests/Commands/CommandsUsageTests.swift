import TestPlaces
import TestTurns
import Testing
import Vocabulary

@Suite(.serialized, .waiting) struct CommandsUsageTests {
    @Test(arguments: [
        ["serve", "now"], ["status", "--all"], ["--nonsense"], ["reconcile"], ["reconcile", "wechatpay"],
        ["reconcile", "paypal", "2026-11-21", "--local"], ["reconcile", "wechatpay", "2026-02-30", "--local"],
        ["reconcile", "wechatpay", "20261121", "--local"],
        ["reconcile", "wechatpay", "yesterday", "--local", "--no-wait"],
        ["reconcile", "wechatpay", "yesterday", "--local", "--lift-share-limit", ""],
        ["import", "--channel", "wechatpay", "--account", "1", "--date", "2026-11-21"],
        ["import", "a", "a", "--channel", "wechatpay", "--account", "1", "--date", "2026-11-21"],
        ["import", "a", "b", "--channel", "alipay", "--account", "1", "--date", "2026-11-21"],
        ["import", "a", "--channel", "alipay", "--account", "1"], ["report", "--format", "pdf"], ["explain"],
        ["demo", "--seed", "x"], ["report", "wechatpay", "--shop", "tea"], ["report", "2026-07-01", "--shop", "tea"],
        ["report", "2026-07", "--order", "339000001234567890"],
        ["report", "--order", "339000001234567890", "--shop", "tea"],
    ])
    func aMistakeOnTheCommandLineEndsWithUsage(_ arguments: [String]) throws {
        let outcome = try Program.run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.isEmpty)
    }

    @Test(arguments: [
        ["--days", "0"], ["--days", "3661"], ["--from", "2026-02-30"], ["--mistakes", "some"], ["--key-mode", "none"],
        ["--port", "65533"],
    ])
    func theSimulatorNamesTheArgumentThatItDoesNotUnderstand(_ arguments: [String]) throws {
        let outcome = try Program.run(["serve", "--keys", "/nowhere"] + arguments, of: "channel-simulator")
        #expect(outcome.status == 64)
        #expect(
            outcome.errors.hasPrefix("channel-simulator: simulator.argument: \(arguments[0]) is not understood"),
            "\(outcome.errors)")
    }

    @Test(arguments: ["reconciled", "channel-simulator"])
    func eachProgramTellsItsVersion(_ name: String) throws {
        let outcome = try Program.run(["--version"], of: name)
        #expect(outcome.status == 0)
        #expect(outcome.output == "\(programVersion)\n")
    }

    @Test func theSimulatorFindsItsKeysAtItsNextStart() throws {
        let directory = try TemporaryDirectory()
        func serve() throws -> Program.Outcome {
            // Ends with its standard input, once it is ready.
            try Program.run(
                ["serve", "--days", "1", "--payments", "1", "--mistakes", "none", "--keys", directory.path],
                of: "channel-simulator", through: ["/bin/sh", "-c", "true | \"$@\"", "sh"])
        }
        for said in ["keys            new\n", "keys            of the last start\n"] {
            let outcome = try serve()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.contains(said), "\(outcome.output)")
        }
    }

    @Test func anUnknownCommandIsToldWhatThereIs() throws {
        let outcome = try Program.run(["settle"])
        #expect(outcome.errors.contains("command.unknown: there is no command `settle` in this version"))
        #expect(
            outcome.errors.contains(
                "serve, status, reconcile, import, report, explain, migrate, check, verify, account, demo"))
    }

    @Test(arguments: ["serve", "status", "reconcile", "import", "report", "explain", "migrate", "check", "demo"])
    func everyCommandHasHelpThatFitsATerminal(_ command: String) throws {
        for arguments in [[command, "--help"], ["help", command]] {
            let outcome = try Program.run(arguments)
            #expect(outcome.status == 0)
            #expect(outcome.errors.isEmpty)
            #expect(outcome.output.contains("USAGE: reconciled \(command)"))
            // The usage line is the one that ArgumentParser does not break.
            let wide = outcome.output.split(separator: "\n").filter { $0.count > 80 && !$0.hasPrefix("USAGE") }
            #expect(wide.isEmpty)
            #expect(outcome.output.contains("Exit status") || ["serve", "explain", "migrate"].contains(command))
        }
    }

    @Test func theHelpOfTheProgramTeachesTheWayAndTheStatuses() throws {
        let outcome = try Program.run(["--help"])
        #expect(outcome.status == 0)
        for text in [
            "reconciled demo", "reconciled migrate", "reconciled check", "enable --now reconciled", "Exit status",
        ] {
            #expect(outcome.output.contains(text))
        }
    }

    @Test func aMissingConfigurationEndsWith78AndNamesTheFile() throws {
        let named = try Program.run(["report", "--config", "/nowhere/r.yaml"])
        #expect(named.status == 78)
        #expect(named.errors.contains("/nowhere/r.yaml"))
        let environment = try Program.run(["report"], environment: ["RECONCILED_CONFIG=/nowhere/e.yaml"])
        #expect(environment.status == 78)
        #expect(environment.errors.contains("/nowhere/e.yaml"))
        let both = try Program.run(
            ["report", "-c", "/nowhere/r.yaml"], environment: ["RECONCILED_CONFIG=/nowhere/e.yaml"])
        #expect(both.errors.contains("/nowhere/r.yaml"))
    }

    @Test func everyProblemOfAConfigurationIsPrinted() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("r.yaml", "results:\n  conninfo: ''\nspeed: fast\naccounts: []\n")
        let outcome = try Program.run(["check", "--config", file])
        #expect(outcome.status == 78)
        for text in ["line 2, column 13", "line 3, column 1", "line 4, column 11", "HINT: "] {
            #expect(outcome.errors.contains(text))
        }
    }
}
