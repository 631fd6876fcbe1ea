import Glibc
import Ledger
import Postgres
import Runtime
import Vocabulary

/// The program of `on_alarm` is there, and may be run by this user and within this sandbox. It is not run.
func checkAlarm(_ configuration: Configuration, _ findings: inout CheckFindings) throws {
    try findings.part("on_alarm") { _ in
        guard let program = configuration.onAlarm.first else {
            return "none: alarms are told in the journal and by `status`"
        }
        var status = stat()
        let isThere = access(program, X_OK) == 0 && stat(program, &status) == 0
        guard isThere, status.st_mode & S_IFMT == S_IFREG else {
            throw Problem(
                .alarmCommand, "the program of on_alarm cannot be run", at: Place(file: program),
                expected: "a file that the service's user may execute",
                found: isThere ? "no regular file" : systemMessage(),
                hint: "Put it there with mode 0755, where the unit's sandbox shows it: not in a home, not in /tmp.")
        }
        return "\(program) can be run; `reconciled check --alarm` has it run"
    }
}

/// Has the service tell an alarm that is none, and its end: by the same way that every alarm goes.
func checkAlarmDelivery(_ configuration: Configuration, _ findings: inout CheckFindings) throws {
    try findings.part("test alarm") { _ in
        let connection = try connectResults(configuration)
        let answerSecondsMax = 90  // the program has a minute
        guard try connection.query("SELECT FROM recon.daemons LIMIT 1").count == 1 else {
            throw Problem(
                .daemonAway, "no daemon is at work, and nobody else tells alarms",
                expected: "one of this configuration",
                hint: "Start it with `systemctl start reconciled`.")
        }
        switch try TestAlarm.send(to: configuration.serviceName, secondsMax: answerSecondsMax, connection) {
        case .told:
            return "told" + (configuration.onAlarm.isEmpty ? " in the journal" : " by \(configuration.onAlarm[0])")
        case .failed:
            throw Problem(.alarmCommand, "the program of on_alarm failed", at: Place(file: configuration.onAlarm.first))
        case .unheard:
            throw Problem(
                .daemonAway, "no daemon has told the test alarm", expected: "one of \(configuration.serviceName)",
                found: "none within \(answerSecondsMax) s",
                hint: "Name the configuration as the service does, on its own host; see `journalctl -u reconciled`.")
        }
    }
}
