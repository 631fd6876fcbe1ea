import Bills
import Ledger
import Postgres
import Rules
import Vocabulary

/// The blocks of all classes, each written when it is full or its file has ended.
struct MovementBlocks {
    private var blocks: [(movementClass: MovementClass, block: MovementBlock)] = []
    private let input: MoneyInput
    private let entryDate: BusinessDay?

    /// - Parameter entryDate: bill date of the entries that movements of the classes of trade are taken to belong to.
    init(_ input: MoneyInput, entryDate: BusinessDay?) {
        self.input = input
        self.entryDate = entryDate
    }

    /// - Returns: false for a movement that has to become a row of its own.
    @inline(__always)
    mutating func append(_ movement: borrowing Movement, fileNumber: Int16, _ writer: inout CopyWriter) throws -> Bool {
        // Payments and fees, which nearly all are, come early in it.
        for place in blocks.indices where blocks[place].movementClass == movement.movementClass {
            return try blocks[place].block.append(movement, fileNumber: fileNumber, &writer)
        }
        let isOfTrade = movement.movementClass.family != nil
        let block = MovementBlock(
            accountID: input.accountID, input.day, movement.movementClass, entryDate: isOfTrade ? entryDate : nil,
            movementsMax: input.blockMovementsMax)
        blocks.append((movement.movementClass, block))
        return try block.append(movement, fileNumber: fileNumber, &writer)
    }

    func finish(_ writer: inout CopyWriter) throws {
        for (_, block) in blocks { try block.flush(&writer) }
    }
}
