import Dispatch
import Glibc
import Reports
import Runtime
import Vocabulary

/// One line on standard error that is written over and over, where somebody watches: a terminal, not a file.
package final class ProgressLine: Sendable {
    private struct State {
        var lastNanoseconds: UInt64 = 0
        var lastStep = ""
        var isShown = false
        var pace = ProgressPace()
    }

    private let isTerminal: Bool
    private let uptimeNanoseconds: @Sendable () -> UInt64
    private let write: @Sendable (String) -> Void
    private let state = Guarded(State())
    /// Fast enough for an eye, slow enough for a serial line.
    private static let intervalNanoseconds: UInt64 = 100_000_000

    package convenience init() {
        self.init(isTerminal: isatty(STDERR_FILENO) == 1, { DispatchTime.now().uptimeNanoseconds }) { line in
            var line = line
            line.withUTF8 { bytes in _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
        }
    }

    init(
        isTerminal: Bool, _ uptimeNanoseconds: @escaping @Sendable () -> UInt64,
        write: @escaping @Sendable (String) -> Void
    ) {
        (self.isTerminal, self.uptimeNanoseconds, self.write) = (isTerminal, uptimeNanoseconds, write)
    }

    var reporter: ProgressReporter { { self.show($0) } }

    package func show(_ progress: Progress) {
        guard isTerminal else { return }
        state.with { state in
            let now = uptimeNanoseconds()
            state.pace.note(progress, atNanoseconds: now)
            guard progress.step != state.lastStep || now - state.lastNanoseconds >= Self.intervalNanoseconds else {
                return
            }
            (state.lastNanoseconds, state.lastStep, state.isShown) = (now, progress.step, true)
            let text = progress.text(perSecond: state.pace.perSecond(atNanoseconds: now))
            write("\r\u{1B}[K" + Self.end(of: text, columns: (terminalColumns(STDERR_FILENO) ?? .max) - 1))
        }
    }

    /// Takes the line away, before something else is printed.
    package func clear() {
        guard isTerminal else { return }
        state.with { state in
            if state.isShown { write("\r\u{1B}[K") }
            (state.isShown, state.lastStep) = (false, "")
        }
    }

    /// A second line could not be written over. What a run is of is known to who asked for it, so it is the beginning that goes.
    static func end(of text: String, columns: Int) -> String {
        guard displayWidth(text) > columns else { return text }
        var (end, used) = (Substring(), 1)
        for index in text.indices.reversed() {
            used += displayWidth(String(text[index]))
            guard used <= columns else { break }
            end = text[index...]
        }
        return "…" + end
    }
}
