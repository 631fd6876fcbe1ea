import Postgres
import SecondMatcher
import Simulation
import Testing
import Vocabulary

/// Asks the second matcher of the money side, which reads the contract by itself from the stored entries and movements.
func expectSecondMatcherAgreesOnMoney(_ bench: MoneyBench, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let connection = try Connection(bench.world.conninfo, name: "tests")
    try connection.execute("DROP SCHEMA IF EXISTS naive_money CASCADE")
    try connection.execute(NaiveMoney.schema)
    try connection.execute(NaiveMoney.functions)
    for account in bench.world.world.accounts {
        try connection.query(
            """
            INSERT INTO naive_money.account
            SELECT account_id, channel, account, make_interval(secs => $3::int), $4::date, $5::int
            FROM ledger.account WHERE channel = $1 AND account = $2
            """,
            [
                account.channel.rawValue, account.id.account, String(account.cutOffWindowSeconds),
                bench.world.world.days.lowerBound.description, String(bench.funds.style(account).settlementDays),
            ])
    }
    try connection.execute("SELECT naive_money.work()")
    let difference = try bench.world.rows("SELECT * FROM naive_money.difference() LIMIT 40")
    #expect(difference == [], sourceLocation: sourceLocation)
}
