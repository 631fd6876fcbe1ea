import Dispatch
import Glibc
import Runtime
import Vocabulary

/// One line on standard error that is written over and over, where somebody watches: a terminal, not a file.
package final class ProgressLine: Sendable {
    private struct State {
        var lastNanoseconds: UInt64 = 0
        var lastStep = ""
        var isShown = false
    }

    private let isTerminal: Bool
    private let state = Guarded(State())
    /// Fast enough for an eye, slow enough for a serial line.
    private static let intervalNanoseconds: UInt64 = 100_000_000

    package init(isTerminal: Bool = isatty(STDERR_FILENO) == 1) { self.isTerminal = isTerminal }

    var reporter: ProgressReporter { { self.show($0) } }

    package func show(_ progress: Progress) {
        guard isTerminal else { return }
        state.with { state in
            let now = DispatchTime.now().uptimeNanoseconds
            guard progress.step != state.lastStep || now - state.lastNanoseconds >= Self.intervalNanoseconds else {
                return
            }
            (state.lastNanoseconds, state.lastStep, state.isShown) = (now, progress.step, true)
            Self.put("\r\u{1B}[K" + Self.text(progress))
        }
    }

    /// Takes the line away, before something else is printed.
    package func clear() {
        guard isTerminal else { return }
        state.with { state in
            if state.isShown { Self.put("\r\u{1B}[K") }
            (state.isShown, state.lastStep) = (false, "")
        }
    }

    static func text(_ progress: Progress) -> String {
        var parts: [String] = []
        if let account = progress.account { parts.append(account.description) }
        if let day = progress.day { parts.append(day.description) }
        if let kind = progress.kind { parts.append(kind.description) }
        let stepLengthMax = 300
        parts.append(printable(progress.step, lengthMax: stepLengthMax))
        if let total = progress.total, total > 0 {
            let percent = Int(min(1, Double(max(0, progress.done)) / Double(total)) * 100)
            parts.append("\(progress.done) of \(total) (\(percent) %)")
        } else if progress.done > 0 {
            parts.append("\(progress.done)")
        }
        return parts.joined(separator: "  ")
    }

    private static func put(_ text: String) {
        var text = text
        text.withUTF8 { bytes in _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
    }
}
