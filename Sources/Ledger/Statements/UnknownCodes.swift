import Postgres
import Vocabulary

extension SellerStatement {
    /// Raises an alarm for each code of the shop that nobody has given a class, and ends those that no counted row bears any more.
    func tellUnknownCodes(place: Place, _ connection: borrowing Connection) throws {
        // That there are none is told without the rows.
        let hasUnknown =
            try connection.query(
                """
                SELECT FROM ledger.seller_kind k
                WHERE k.shop_id = $1 AND (k.code <> '' OR k.type <> '') AND NOT EXISTS (
                    SELECT FROM ledger.business_code c WHERE c.code = CASE WHEN k.code <> '' THEN k.code ELSE k.type END)
                LIMIT 1
                """, [String(shopID)]
            ).count > 0
        guard hasUnknown else {
            return try AlarmJournal.endOthers(.statementUnknownCode, than: [], of: .shop(shopID), connection)
        }
        let found = try connection.query(
            String(decoding: PackageResources.unknown_codes_sql, as: UTF8.self)
                .replacing(":shop", with: String(shopID)))
        var causes: [String] = []
        for row in 0..<found.count {
            let code = found.text(row, 0)
            // recon.classify_code knows it by this.
            let cause = "unknown_code \(code)"
            causes.append(cause)
            let problem = Problem(
                .statementUnknownCode, "nobody has said what business code \(code) is of", at: place,
                found:
                    "\([code, found.text(row, 1)].filter { !$0.isEmpty }.joined(separator: " ")): \(found.text(row, 2)) row(s), "
                    + "\(found.text(row, 3)) yuan")
            try AlarmJournal.raise(Alarm(cause: cause, nil, problem: problem), of: .shop(shopID), connection)
        }
        try AlarmJournal.endOthers(.statementUnknownCode, than: causes, of: .shop(shopID), connection)
    }
}
