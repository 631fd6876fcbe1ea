import Bills
import Channels
import Cryptography
import Foundation
import Ledger
import Orders
import Postgres
import Vocabulary

/// A seller's statement as a person brings it: read, kept, and held against the shop's orders, in one transaction.
package struct StatementImport {
    let shop: String
    let isNewShop: Bool
    let person: String
    let orders: OrdersSource
    let limits: BillLimits
    let progress: ProgressReporter

    package enum Result {
        case imported(statementID: Int64, StatementSummary)
        /// The same file was imported before: nothing is changed but what the shop says of its orders.
        case known(statementID: Int64)
    }

    init(
        shop: String, isNewShop: Bool, person: String, orders: OrdersSource, limits: BillLimits,
        progress: @escaping ProgressReporter
    ) {
        (self.shop, self.isNewShop, self.person, self.orders) = (shop, isNewShop, person, orders)
        (self.limits, self.progress) = (limits, progress)
    }

    /// For a shop that may be new, whose records lie under the names that are usual.
    package init(
        newShop: String, recordsConninfo: String, person: String, progress: @escaping ProgressReporter
    ) {
        self.init(
            shop: newShop, isNewShop: true, person: person,
            orders: OrdersSource(conninfo: recordsConninfo, channels: [.wechatpay, .alipay]), limits: BillLimits(),
            progress: progress)
    }

    package func run(_ path: String, _ connection: borrowing Connection) throws -> Result {
        let file = try Self.file(path)
        let place = Place(file: file.name)
        return try connection.transaction {
            let shopID = try SellerStatement.shop(shop, makesNew: isNewShop, connection)
            if let known = try SellerStatement.find(file, shopID: shopID, connection) {
                try readOrders(of: known, connection)
                return .known(statementID: known.statementID)
            }
            guard let kind = DepositAnswers(path) == nil ? statementKind(path, limits: limits) : .deposit else {
                // Whatever is wrong with it is told by reading it.
                _ = try decodeStatement(path, limits: limits) { _ in }
                throw Problem(.billNotABill, "this is no seller's statement", at: place)
            }
            let statement = try SellerStatement(file, kind, shopID: shopID, by: person, connection)
            var shown = Progress(step: "reading \(file.name)")
            let summary = try statement.write(connection) { write in
                // What the channel answered (`deposit`), or a file that a person brings.
                if var answers = DepositAnswers(path) {
                    return try decodeDeposit(path, next: { try answers.next() }, sink: write)
                }
                return try decodeStatement(
                    path, limits: limits,
                    progress: {
                        (shown.done, shown.total, shown.counted) = ($0, file.sizeBytes, .bytes)
                        progress(shown)
                    }, sink: write)
            }
            // Of a workbook whose first table is another pot's, and empty.
            guard summary.kind == kind else {
                throw Problem(
                    .billStatementsSeveral, "the file holds more than one statement", at: place, expected: "one table",
                    found: "one of the pot \(kind.rawValue), and one of \(summary.kind.rawValue)")
            }
            progress(Progress(step: "telling what counts"))
            try statement.conclude(summary, place: place, connection)
            try statement.requireSameDeposit(place, connection)
            try readOrders(of: statement, connection)
            return .imported(statementID: statement.statementID, summary)
        }
    }

    package static let ordersStep = "reading the shop's orders"

    private func readOrders(of statement: SellerStatement, _ connection: borrowing Connection) throws {
        progress(Progress(step: Self.ordersStep))
        let numbers = try statement.orderNumbers(atOnce: OrdersSource.numbersAtOnce, connection)
        try statement.takeOrders(connection) { take in try orders.orders(named: numbers, take) }
    }

    private static let blockBytes = 1 << 20

    private static func file(_ path: String) throws -> SellerStatement.File {
        var digest = Digest(.sha256)
        var sizeBytes: Int64 = 0
        do {
            // Block by block: a file that is mapped counts as this process's memory, all of it.
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            while let block = try file.read(upToCount: blockBytes), !block.isEmpty {
                block.withUnsafeBytes { digest.update($0) }
                sizeBytes += Int64(block.count)
            }
        } catch {
            throw Problem(
                .billUnreadable, "the file cannot be read", at: Place(file: path),
                found: (error as NSError).localizedFailureReason)
        }
        return SellerStatement.File(
            name: URL(filePath: path).lastPathComponent, sizeBytes: sizeBytes,
            sha256: Hexadecimal.text(digest.finish()))
    }
}
