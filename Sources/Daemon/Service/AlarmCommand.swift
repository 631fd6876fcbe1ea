import Ledger
import Runtime
import Vocabulary

/// Runs the program of `on_alarm`, with what happened in its environment (`RECONCILED_ALARM_…`), which is bounded and
/// printable: the kernel takes no string over 128 KiB, and a pager no escape sequence.
enum AlarmCommand {
    /// Longer than any problem; at four bytes a character far below what the kernel takes.
    private static let valueLengthMax = 4000

    /// A program that pages somebody is done long before; one that hangs must not keep the next alarm back.
    private static let secondsMax = 60
    private static let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    static func environment(of alarm: RaisedAlarm) -> [String] {
        let problem = alarm.problem
        return [
            ("STATE", alarm.isEnd ? "ended" : "raised"), ("ID", String(alarm.id)),
            ("CODE", problem.code.name), ("CHANNEL", alarm.account?.channel.rawValue ?? ""),
            ("ACCOUNT", alarm.account?.account ?? ""), ("BILL_DATE", alarm.day?.description ?? ""),
            ("BILL_KIND", alarm.kind?.rawValue ?? ""),
            ("MESSAGE", problem.reason()), ("HINT", problem.hint), ("WHAT", problem.what),
            ("EXPECTED", problem.expected ?? ""), ("FOUND", problem.found ?? ""), ("PLACE", problem.place.text),
            ("CAUSE_CODE", problem.cause?.code.name ?? ""), ("CAUSE", problem.cause?.reason() ?? ""),
        ].map { "RECONCILED_ALARM_\($0)=\(printable($1, lengthMax: valueLengthMax))" }
    }

    /// - Returns: what went wrong, if anything.
    static func run(_ words: [String], environment: [String]) -> Problem? {
        let found: String
        do throws(ChildProcess.Failure) {
            let status = try ChildProcess(words, environment: environment + [path]).wait(secondsMax: secondsMax)
            guard status != 0 else { return nil }
            found = "exit status \(status)"
        } catch { found = systemMessage(error.number) }
        return Problem(
            .alarmCommand, "the program of on_alarm failed", at: Place(file: words.first), expected: "exit status 0",
            found: found,
            hint: """
                Run it by hand as the service's user; it has \(secondsMax) seconds. The alarm is told again until the \
                program ends with 0, or its cause is gone.
                """)
    }
}
