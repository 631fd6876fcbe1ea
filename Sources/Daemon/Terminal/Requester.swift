import FoundationEssentials
import Glibc
import Vocabulary

/// Who asks for a run: the person behind `sudo`, if there is one.
package func requester() -> String { personBehindSudo() ?? userName(getuid()) ?? "uid \(getuid())" }

/// `SUDO_USER`, which anybody can set: it is believed of a user there is, and, where the system noted who logged in to this
/// session, of that one alone.
func personBehindSudo(
    claimed: String? = ProcessInfo.processInfo.environment["SUDO_USER"], loggedIn: uid_t? = loginUser()
) -> String? {
    guard let claimed, let entry = getpwnam(claimed), loggedIn == nil || loggedIn == entry.pointee.pw_uid else {
        return nil
    }
    return userName(entry.pointee.pw_uid)
}

/// Of `pam_loginuid`: `sudo` and `su` leave it as it is, and nobody but root can set it.
private func loginUser() -> uid_t? {
    let digitsMax = 10
    let isUnset = uid_t.max
    let text = readBounded("/proc/self/loginuid", bytesMax: digitsMax).map { String(decoding: $0, as: UTF8.self) }
    return text.flatMap { uid_t($0) }.flatMap { $0 == isUnset ? nil : $0 }
}

private func userName(_ user: uid_t) -> String? {
    let lengthMax = 100  // a name is shown in every list of runs
    guard let entry = getpwuid(user), let name = entry.pointee.pw_name else { return nil }
    return printable(String(cString: name), lengthMax: lengthMax)
}
