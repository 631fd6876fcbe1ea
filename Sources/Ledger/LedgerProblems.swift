import Vocabulary

extension ProblemCode {
    package static let statementOpen = ProblemCode("ledger.statement_open", .incomplete)
    package static let sumTooLarge = ProblemCode("ledger.sum_too_large", .incomplete)
    package static let recountDiffers = ProblemCode("ledger.recount_differs", .internalError)
    package static let spoolUnwritable = ProblemCode("ledger.spool", .tryAgainLater)
    package static let pairsUnreadable = ProblemCode("ledger.pairs_unreadable", .incomplete)
    package static let schemaOutdated = ProblemCode("ledger.schema_outdated", .configuration)
    package static let schemaUnknown = ProblemCode("ledger.schema_newer", .configuration)
    package static let schemaInUse = ProblemCode("ledger.schema_in_use", .configuration)
    package static let migrationChanged = ProblemCode("ledger.migration_changed", .configuration)

    package static let periodClosed = ProblemCode("ledger.period_closed", .noPermission)
    package static let billVanished = ProblemCode("bill.vanished", .incomplete)
    package static let billChanged = ProblemCode("bill.changed", .badData)

    package static let ledgerCodes: [ProblemCode] = [
        statementOpen, sumTooLarge, recountDiffers, pairsUnreadable, schemaOutdated, schemaUnknown, schemaInUse,
        migrationChanged, spoolUnwritable, billChanged, billVanished, leaseLost, periodClosed, runEndedProcess,
    ]
}
