import ArgumentParser
import Vocabulary

@main
struct ChannelSimulator: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel-simulator",
        abstract: "Simulated WeChat Pay and Alipay: the real wire protocols, signatures and file formats.",
        discussion: """
            Everything comes from a seed: the same arguments give the same shop, the same bills and the same mistakes \
            in them, on every machine.
            """,
        version: programVersion, subcommands: [Serve.self, Generate.self, Statements.self])
}
