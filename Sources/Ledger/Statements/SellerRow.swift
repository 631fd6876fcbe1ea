import Bills
import Postgres
import Vocabulary

/// One row of `ledger.seller_row` in COPY's binary format, built in memory that is used again for every row.
package struct SellerRow: ~Copyable {
    static let columns = """
        statement_id, booked_at, amount_fen, balance_fen, identity, shop_id, line_no, kind_no, occurrence, order_no, serial_no,
        business_no, sub_order_no, refund_no, candidates
        """
    private static let columnCount: Int16 = 15
    /// Everything but the texts' own bytes, and a rule's name and an array's head for each candidate.
    private static let (fixedBytesMax, candidateBytesMax) = (512, 64)
    /// `text`, as an array names what it holds.
    private static let textTypeID: Int32 = 25

    private var row = RowBuffer()
    private var array = ByteBuffer()
    private var alike = AlikeRows()
    private var kinds: SellerKinds
    private let shopID: Int32
    private let statementID: Int64
    private let kind: StatementKind

    init(shopID: Int32, statementID: Int64, _ kind: StatementKind, _ kinds: consuming SellerKinds) {
        (self.shopID, self.statementID, self.kind) = (shopID, statementID, kind)
        self.kinds = kinds
    }

    /// Rows that are alike to the last have numbers of their own.
    var areAlikeNumbered: Bool { alike.areInOrder }

    func saveKinds(_ connection: borrowing Connection) throws { try kinds.save(shopID: shopID, connection) }

    package var bytes: UnsafeRawBufferPointer { row.bytes }

    package mutating func fill(_ movement: borrowing StatementRow) {
        var candidateBytes = 0
        for candidate in movement.candidates { candidateBytes += candidate.number.count + Self.candidateBytesMax }
        let textBytes =
            movement.serialNo.count + movement.businessNo.count + movement.orderNo.count
            + movement.subOrderNo.count + movement.refundNo.count + candidateBytes
        let identity = identity(movement)
        row.begin(columns: Self.columnCount, bytesMax: Self.fixedBytesMax + textBytes)
        row.field(statementID)
        row.timestamp(epochSeconds: movement.bookedAt)
        row.field(movement.amountFen)
        if let balanceFen = movement.balanceFen { row.field(balanceFen) } else { row.null() }
        row.field(identity)
        row.field(shopID)
        row.field(movement.lineNumber)
        row.field(kinds.number(of: movement))
        row.field(alike.occurrence(of: identity, at: movement.bookedAt))
        row.field(movement.orderNo)
        row.field(movement.serialNo)
        row.field(movement.businessNo)
        let hasOwnSubOrder = !movement.subOrderNo.elementsEqual(movement.orderNo)
        if hasOwnSubOrder { row.field(movement.subOrderNo) } else { row.null() }
        if movement.refundNo.isEmpty { row.null() } else { row.field(movement.refundNo) }
        switch movement.orders {
        case .several, .conflict:
            fillArray(movement.candidates)
            row.field(array.bytes)
        case .none, .one: row.null()
        }
    }

    /// 账务流水号 is the key of a movement of the Alipay account; dialects differ in what else they print of it.
    private func identity(_ movement: borrowing StatementRow) -> Int64 {
        let serialBytes = movement.serialNo.count
        guard kind == .alipay, serialBytes > 0 else { return Int64(bitPattern: movement.contentHash) }
        let mixed =
            UInt64(bitPattern: movement.bookedAt) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: movement.amountFen)
        return serverHash(movement.serialNo) ^ Int64(bitPattern: mixed)
    }

    private mutating func fillArray(_ candidates: UnsafeBufferPointer<OrderCandidate>) {
        array.removeAll()
        array.reserve(32)
        for value in [Int32(1), 0, Self.textTypeID, Int32(candidates.count), 1] { array.append(bigEndian: value) }
        for candidate in candidates {
            let rule = Array(candidate.rule.rawValue.utf8)
            array.reserve(8 + rule.count + candidate.number.count)
            array.append(bigEndian: Int32(rule.count + 1 + candidate.number.count))
            for byte in rule { array.append(byte) }
            array.append(UInt8(ascii: " "))
            array.append(candidate.number)
        }
    }
}
