import Glibc
import Vocabulary

/// Who the server runs as: the caller, or, because PostgreSQL refuses root, an unprivileged user in root's place.
struct ServerAccount {
    let name: String
    /// Who must own the directory; nil when that is the caller already.
    let owner: (user: uid_t, group: gid_t)?
    private let prefix: [String]

    private static let unprivileged = ["postgres", "nobody"]

    static func current() throws(Problem) -> ServerAccount {
        guard geteuid() == 0 else { return ServerAccount(name: "you", owner: nil, prefix: []) }
        for name in unprivileged {
            guard let entry = getpwnam(name) else { continue }
            let owner = (user: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
            guard let prefix = dropping(to: name, owner) else { break }
            return ServerAccount(name: name, owner: owner, prefix: prefix)
        }
        throw Problem(
            .clusterNoUser, "PostgreSQL does not run as root, and there is no way to another user",
            expected: "a user \(unprivileged.joined(separator: " or ")), and one of setpriv, runuser, su")
    }

    /// The words before a command that make it run as `name`.
    private static func dropping(to name: String, _ owner: (user: uid_t, group: gid_t)) -> [String]? {
        func found(_ program: String) -> String? {
            ["/usr/bin", "/bin", "/usr/sbin", "/sbin"].map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
        }
        if let setpriv = found("setpriv") {
            return [setpriv, "--reuid=\(owner.user)", "--regid=\(owner.group)", "--clear-groups", "--"]
        }
        if let runuser = found("runuser") { return [runuser, "-u", name, "--"] }
        // su takes a shell command; the arguments follow it as the shell's own.
        if let su = found("su") { return [su, "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", name, "--"] }
        return nil
    }

    func command(_ arguments: [String]) -> [String] { prefix + arguments }
}
