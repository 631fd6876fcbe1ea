import ArgumentParser
import Daemon
import Demonstration
import Vocabulary

/// The command line of `reconciled` (Contract 1.1).
struct ReconciledCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconciled",
        abstract: "Reconciles WeChat Pay and Alipay bills against the shop's payments and refunds in PostgreSQL.",
        discussion: """
            See it work, with nothing set up:
              reconciled demo

            Set it up once the package is installed, and reconcile yesterday:
              editor /etc/reconciled/reconciled.yaml
              sudo -u reconciled reconciled migrate
              sudo systemctl enable --now reconciled
              sudo -u reconciled reconciled check
              sudo reconciled status
              sudo reconciled reconcile wechatpay yesterday
              sudo reconciled report wechatpay yesterday

            Read the results as yourself, with a role of your own and no file:
              reconciled report 2026-11 --conninfo 'dbname=reconciled'
              PGSERVICE=reconciled reconciled status

            Files:
              /etc/reconciled/reconciled.yaml         the configuration
              /etc/reconciled/keys                    keys, for the service alone
              /var/lib/reconciled/bills               every bill, as it came
              /usr/share/reconciled/psqlrc            psql for the daily questions
              /usr/share/reconciled/roles.sql         makes the roles
              /usr/share/doc/reconciled/examples      a configuration, drop-ins

            Environment:
              RECONCILED_CONFIG       the configuration file, in place of the installed
              PGSERVICE, PGDATABASE   the results database, in place of a file
              TMPDIR                  takes what does not fit into limits.memory
              PGHOST, PGUSER …        as everywhere in PostgreSQL

            Exit status:
              0   balanced, or only pending     70  a fault of the program
              1   discrepancies                 73  cannot create
              2   incomplete: no conclusion     74  input or output
              64  usage                         75  try again later
              65  bad data                      77  no permission
              69  a service is unavailable      78  configuration
            """,
        version: programVersion, subcommands: ReconciledCommands.all + [DemoCommand.self, OptionsCommand.self])
}
