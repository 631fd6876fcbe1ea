import Postgres
import Vocabulary

/// Whether a daemon is at work, and serves what this configuration names: the daemon may have been started with another.
func checkService(_ configuration: Configuration, _ findings: inout CheckFindings) throws {
    try findings.part("service") { findings in
        let connection = try connectResults(configuration)
        let daemons = try connection.query("SELECT host || ' ' || pid, version, status FROM recon.daemons")
        guard daemons.count > 0 else {
            try findings.warn("service", "no daemon is at work; start it with `systemctl start reconciled`")
            return nil
        }
        for account in configuration.accounts {
            let served = try connection.query(
                """
                SELECT FROM ledger.account a JOIN ledger.process p ON a.account_id = ANY(p.accounts)
                WHERE a.channel = $1 AND a.account = $2 AND p.kind = 'daemon' AND ledger.is_alive(p.process_id)
                """, [account.account.channel.rawValue, account.account.account])
            if served.count == 0 {
                try findings.warn(
                    "service", "no daemon serves \(account.account); reload it with `systemctl reload reconciled`")
            }
        }
        let texts = (0..<daemons.count).map { "\(daemons.text($0, 0)), \(daemons.text($0, 1)): \(daemons.text($0, 2))" }
        return texts.joined(separator: "; ")
    }
}
