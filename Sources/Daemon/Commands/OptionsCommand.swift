import ArgumentParser
import Channels

/// Every option of the configuration file as the reader knows it: `man reconciled.yaml` is made of this list.
package struct OptionsCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "options", abstract: "Lists every option of the configuration file.", shouldDisplay: false)

    package init() {}

    package func run() throws {
        for section in ConfigurationOptions.sections(.all).sorted(by: { $0.key < $1.key }) {
            for key in section.value {
                let name = section.key.isEmpty ? key.name : "\(section.key).\(key.name)"
                let fallback = key.defaultText.map { "    without it: \($0)\n" } ?? ""
                try Output.line("\(name)\n    \(key.expected)\n\(fallback)")
            }
        }
    }
}
