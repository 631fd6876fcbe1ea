import ArgumentParser
import Daemon
import Demonstration

/// The command line of `reconciled` (Contract 1.1).
struct ReconciledCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconciled",
        abstract: "Reconciles WeChat Pay and Alipay bills against the shop's payments and refunds in PostgreSQL.",
        discussion: """
            See it work, with nothing set up:
              reconciled demo

            Set it up, and reconcile yesterday:
              install -D config/reconciled.yaml /etc/reconciled/reconciled.yaml
              editor /etc/reconciled/reconciled.yaml
              reconciled migrate
              reconciled check
              systemctl enable --now reconciled
              reconciled status
              reconciled reconcile wechatpay yesterday
              reconciled report wechatpay yesterday

            Exit status:
              0   balanced, or only pending     70  a fault of the program
              1   discrepancies                 73  cannot create
              2   incomplete: no conclusion     74  input or output
              64  usage                         75  try again later
              65  bad data                      77  no permission
              69  a service is unavailable      78  configuration
            """,
        version: programVersion, subcommands: ReconciledCommands.all + [DemoCommand.self])
}
