import Channels
import Vocabulary

/// An account's key files, each as its channel says.
/// - Returns: whether the channel can be asked with them.
func checkKeys(_ account: AccountConfiguration, _ clock: Clock, _ findings: inout CheckFindings) throws -> Bool {
    let name = "keys of \(account.account)"
    return try findings.part(name) { findings in
        var keys = KeyCheck(nowEpochSeconds: clock.epochSeconds())
        account.settings.check(&keys)
        for problem in keys.problems { try findings.fail(name, problem) }
        for warning in keys.warnings { try findings.warn(name, warning) }
        return "secrets readable and the others writable by their owner alone, paired, valid"
    }
}
