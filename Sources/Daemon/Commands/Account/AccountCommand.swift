import ArgumentParser

struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Moves an account, with its whole history, from one database to another.",
        discussion: """
            So that a fleet can be split. Take the account out of the configuration
            there, and when nothing of it is left in the queue:

              reconciled account export --channel C --account A -o FILE    there
              rsync -a …/bills/C/A/ here:…/bills/C/A/                      its archive
              reconciled account import FILE                               here
              reconciled verify --account A                                here
              reconciled account remove FILE --yes                         there

            then put it into the configuration here. Both databases must have the same
            schema, and the account's days must be closed alike in both. Numbers of runs,
            discrepancies, bills and events are a database's own: here they are greater
            by what `import` prints, and recon.account_moves keeps.

            What one database cannot see: that a record of one account agrees with an
            entry of another one in another database. Where both read the same order
            relations the entry is account_mismatch all the same, and the record
            order_only; where each has its own, the entry is channel_only. A record that
            moves to an account elsewhere is noticed by each day's own next run.
            """,
        subcommands: [AccountExportCommand.self, AccountImportCommand.self, AccountRemoveCommand.self])
}
