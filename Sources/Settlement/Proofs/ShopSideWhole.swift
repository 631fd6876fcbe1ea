import Bills
import Orders
import Postgres
import Rules
import Vocabulary

/// The shop's side must be whole before anything is concluded (Contract 3.2): some money where the bill has
/// payments, and not too many entries that the shop has never heard of.
func requireWholeShopSide(
    _: RecordsOfKeys, _ input: DayInput, _ sides: SidesRead, _ connection: borrowing Connection
) throws {
    let summary = sides.summary
    let place = Place(account: input.account, day: input.day)
    let rows = try connection.query(input.sql(PackageResources.shop_side_sql))
    if summary.payments.rows > 0, !sides.records.hasMoney, !rows.bool(0, 1) {
        throw Problem(
            .ordersEmpty, "the bill has payments and the shop's side has no money record at all", at: place,
            expected: "records for \(summary.payments.rows) payments", found: "none")
    }
    let unknown = try rows.int(0, 0)
    let limit = input.rules.unmatchedShareLimitPercent
    if summary.rows >= AccountRules.unmatchedShareFromEntries, unknown * 100 > summary.rows * limit,
        input.liftShareLimitReason == nil
    {
        throw Problem(
            .ordersUnmatchedShare, "too many entries of the bill have no shop record of their account", at: place,
            expected: "at most \(limit) % of \(summary.rows) entries", found: "\(unknown) entries")
    }
}
