/// What to do where the unit's sandbox keeps a host away (`ForbiddenHost.swift`): the examples of drop-ins that the package
/// installs.
package enum ClosedSandbox {
    private static let examples = "/usr/share/doc/reconciled/examples"

    package static let channelHint = hint(of: "10-remote-channel.conf", for: "the channels")
    package static let databaseHint = hint(of: "20-remote-database.conf", for: "the database, with its address in it")

    private static func hint(of file: String, for what: String) -> String {
        """
        The unit's sandbox lets it reach this host alone. Copy \(examples)/\(file), which opens it to \(what), to \
        /etc/systemd/system/reconciled.service.d, run `systemctl daemon-reload`, then `systemctl start reconciled-check`.
        """
    }
}
