import Daemon
import Glibc
import Vocabulary

/// What the demonstration is doing: one rewritten line on a terminal, a line for each phase elsewhere.
final class DemonstrationProgress: Sendable {
    private let line = ProgressLine()
    private let isTerminal = isatty(STDERR_FILENO) == 1

    func phase(_ text: String) {
        if isTerminal { line.show(Progress(step: text)) } else { Output.complain("… \(text)") }
    }

    func run(_ done: Int, of total: Int, _ account: ChannelAccount, _ day: BusinessDay) {
        phase("run \(done + 1) of \(total): \(account) \(day)")
    }

    func step(_ progress: Progress) { line.show(progress) }
    func clear() { line.clear() }
}
