import Postgres
import Vocabulary

extension SellerStatement {
    /// That no movement of the deposit counts twice, once as a file has it and once as the channel answers it, is proven and
    /// not hoped for: no document says that both print the same time and description. An answer's name ends in `.json`, as
    /// no statement's does.
    /// - Throws: `statement.sources_disagree`.
    package func requireSameDeposit(_ place: Place, _ connection: borrowing Connection) throws {
        let found = try connection.query(
            String(decoding: PackageResources.find_other_source_sql, as: UTF8.self),
            [String(shopID), String(statementID)])
        guard found.count > 0 else { return }
        throw Problem(
            .statementSourcesDisagree, "the deposit's movements are not those that another source has of the same time",
            at: place, expected: "the \(found.text(0, 1)) of statement \(found.text(0, 0))",
            found: "\(found.text(0, 2)), of which \(found.text(0, 3)) are in no other statement")
    }
}
