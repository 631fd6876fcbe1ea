import Bills
import Postgres
import Vocabulary

/// One row of `ledger.seller_row` in COPY's binary format, built in memory that is used again for every row.
package struct SellerRow: ~Copyable {
    static let columns = """
        shop_id, statement_id, line_no, pot, booked_at, amount_fen, balance_fen, identity, serial_no, business_no, order_no,
        sub_order_no, refund_no, names_orders, rule, candidates, code, text, type, description, is_own_funds, is_mirror
        """
    private static let columnCount: Int16 = 22
    /// Everything but the texts' own bytes, and a rule's name and an array's head for each candidate.
    private static let (fixedBytesMax, candidateBytesMax) = (512, 64)
    /// `text`, as an array names what it holds.
    private static let textTypeID: Int32 = 25

    private var row = RowBuffer()
    private var array = ByteBuffer()
    private let shopID: Int32
    private let statementID: Int64
    private let kind: StatementKind

    package init(shopID: Int32, statementID: Int64, _ kind: StatementKind) {
        (self.shopID, self.statementID, self.kind) = (shopID, statementID, kind)
    }

    package var bytes: UnsafeRawBufferPointer { row.bytes }

    package mutating func fill(_ movement: borrowing StatementRow) {
        var candidateBytes = 0
        for candidate in movement.candidates { candidateBytes += candidate.number.count + Self.candidateBytesMax }
        var textBytes = movement.serialNo.count + movement.businessNo.count + movement.orderNo.count
        textBytes += movement.subOrderNo.count + movement.refundNo.count + movement.code.count
        textBytes += movement.text.count + movement.type.count + candidateBytes
        row.begin(columns: Self.columnCount, bytesMax: Self.fixedBytesMax + textBytes)
        row.field(shopID)
        row.field(statementID)
        row.field(movement.lineNumber)
        row.field(kind.word)
        row.timestamp(epochSeconds: movement.bookedAt)
        row.field(movement.amountFen)
        if let balanceFen = movement.balanceFen { row.field(balanceFen) } else { row.null() }
        row.field(identity(movement))
        row.field(movement.serialNo)
        row.field(movement.businessNo)
        row.field(movement.orderNo)
        row.field(movement.subOrderNo)
        row.field(movement.refundNo)
        row.field(movement.orders.word)
        if let rule = movement.orderRule { row.field(text: rule.rawValue) } else { row.null() }
        switch movement.orders {
        case .several, .conflict:
            fillArray(movement.candidates)
            row.field(array.bytes)
        case .none, .one: row.null()
        }
        row.field(movement.code)
        row.field(movement.text)
        row.field(movement.type)
        row.field(movement.description.word)
        row.field(movement.namesOwnFunds)
        if let isMirror = movement.isAggregatedChannel { row.field(isMirror) } else { row.null() }
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

extension StatementKind {
    fileprivate var word: StaticString {
        switch self {
        case .aggregated: "aggregated"
        case .deposit: "deposit"
        case .alipay: "alipay"
        }
    }
}

extension NamedOrders {
    fileprivate var word: StaticString {
        switch self {
        case .none: "none"
        case .one: "one"
        case .several: "several"
        case .conflict: "conflict"
        }
    }
}

extension StatementDescription {
    fileprivate var word: StaticString {
        switch self {
        case .absent: "absent"
        case .blank: "blank"
        case .coded: "coded"
        case .uncoded: "uncoded"
        }
    }
}
