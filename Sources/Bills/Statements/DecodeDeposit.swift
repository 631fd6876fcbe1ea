import Vocabulary

/// A movement of the deposit as the channel's answer tells it (SellerStatements 6); each text as it came.
package struct DepositMovement: Hashable, Sendable {
    package var bookedAt: String
    package var amount: String
    package var balance: String
    package var serialNo: String
    package var orderNo: String
    package var description: String
    package var remark: String

    package init(
        bookedAt: String, amount: String, balance: String, serialNo: String, orderNo: String, description: String,
        remark: String
    ) {
        (self.bookedAt, self.amount, self.balance, self.serialNo) = (bookedAt, amount, balance, serialNo)
        (self.orderNo, self.description, self.remark) = (orderNo, description, remark)
    }
}

/// Reads movements of the deposit as if a file listed them, so that nothing of their meaning is said a second time.
/// - Parameter next: the next movement; nil behind the last.
/// - Throws: as `decodeStatement`, and whatever `next` throws.
package func decodeDeposit(
    _ path: String, next: () throws -> DepositMovement?, sink: (borrowing StatementRow) throws -> Void
) throws -> StatementSummary {
    let row = PaddedRow(place: Place(file: Shown.fileName(path)))
    let titles: [AlipayWord] = [
        .finishedAt, .operationType, .signedAmount, .balanceAlone, .serial, .orderNoOfDeposit, .description, .remark,
    ]
    row.fill(titles.map(\.utf8))
    guard let header = try StatementHeader(row.cells, .utf8, place: row.place) else {
        preconditionFailure("the titles are a deposit's")
    }
    var decoder = StatementRowDecoder(header, is1904: false, accounts: StatementAccounts())
    while let movement = try next() {
        // What the console prints beside the amount, and the answer leaves to its sign.
        let operation: AlipayWord = movement.amount.hasPrefix("-") ? .bookedOut : .bookedIn
        row.fill(
            [Array(movement.bookedAt.utf8), operation.utf8]
                + [
                    movement.amount, movement.balance, movement.serialNo, movement.orderNo, movement.description,
                    movement.remark,
                ].map { Array($0.utf8) })
        try sink(try decoder.decode(row.cells))
    }
    return try decoder.finish()
}

/// A row whose cells lie one behind the other in memory of its own, numbered from 0 for the titles.
private final class PaddedRow {
    let place: Place
    let cells = GridRow()
    private var memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 0)
    private var line = 0

    init(place: Place) { self.place = place }
    deinit { memory.deallocate() }

    func fill(_ texts: [[UInt8]]) {
        let bytes = texts.reduce(2 * Cell.paddingBytes) { $0 + $1.count }
        if memory.count < bytes {
            memory.deallocate()
            memory = .allocate(capacity: bytes)
        }
        memory.update(repeating: 0)
        guard let start = memory.baseAddress else { preconditionFailure("there is always padding") }
        cells.begin(line: line)
        line += 1
        var cell = start + Cell.paddingBytes
        for text in texts {
            _ = UnsafeMutableBufferPointer(start: cell, count: text.count).update(fromContentsOf: text)
            cells.append(Cell(start: cell, count: text.count))
            cell += text.count
        }
    }
}
