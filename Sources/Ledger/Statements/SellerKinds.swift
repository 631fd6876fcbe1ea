import Bills
import Postgres

/// What many rows of a shop's statements have in common, as `ledger.seller_kind` has it: read once, and written once.
struct SellerKinds: ~Copyable {
    /// Of each kind, from number 1 on: the columns' texts, parted by a byte that no text of the server's can hold.
    private var keys: [[UInt8]] = []
    private var indexes: [Int64: Int] = [:]
    private let knownCount: Int
    private let pot: StaticString
    private var key = ByteBuffer()

    private static let columns = "pot, names_orders, rule, code, text, type, description, is_own_funds, is_mirror"
    private static let columnCount = 9
    private static let wordsBytesMax = 128
    private static let end: UInt8 = 0

    init(_ kind: StatementKind, shopID: Int32, _ connection: borrowing Connection) throws {
        pot = kind.word
        let known = try connection.query(
            "SELECT \(Self.columns) FROM ledger.seller_kind WHERE shop_id = $1 ORDER BY kind_no", [String(shopID)])
        keys = (0..<known.count).map { row in
            (0..<Self.columnCount).flatMap { Array((known[row, $0] ?? "").utf8) + [Self.end] }
        }
        knownCount = keys.count
        for (index, key) in keys.enumerated() {
            var hash = key.withUnsafeBytes { serverHash($0) }
            while indexes[hash] != nil { hash &+= 1 }
            indexes[hash] = index
        }
    }

    /// The number of a row's kind; a new one's is the next.
    mutating func number(of movement: borrowing StatementRow) -> Int32 {
        makeKey(movement)
        var hash = serverHash(key.bytes)
        while let index = indexes[hash] {
            if keys[index].withUnsafeBytes({ $0.elementsEqual(key.bytes) }) {
                return Int32(truncatingIfNeeded: index + 1)
            }
            hash &+= 1
        }
        keys.append(Array(key.bytes))
        indexes[hash] = keys.count - 1
        return Int32(truncatingIfNeeded: keys.count)
    }

    private mutating func makeKey(_ movement: borrowing StatementRow) {
        key.removeAll()
        key.reserve(Self.wordsBytesMax + movement.code.count + movement.text.count + movement.type.count)
        add(pot)
        add(movement.orders.word)
        if let rule = movement.orderRule {
            var name = rule.rawValue
            name.withUTF8 { key.append(UnsafeRawBufferPointer($0)) }
        }
        key.append(Self.end)
        for text in [movement.code, movement.text, movement.type] {
            key.append(text)
            key.append(Self.end)
        }
        add(movement.description.word)
        add(movement.namesOwnFunds ? "t" : "f")
        add(movement.isAggregatedChannel.map { $0 ? "t" : "f" } ?? "")
    }

    @inline(__always)
    private mutating func add(_ word: StaticString) {
        key.append(UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        key.append(Self.end)
    }

    /// Writes those that are new.
    func save(shopID: Int32, _ connection: borrowing Connection) throws {
        for index in knownCount..<keys.count {
            let texts = keys[index].dropLast().split(separator: Self.end, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            try connection.query(
                """
                INSERT INTO ledger.seller_kind (shop_id, kind_no, \(Self.columns))
                VALUES ($1, $2, $3, $4, nullif($5, ''), $6, $7, $8, $9, $10, nullif($11, '')::boolean)
                """, [String(shopID), String(index + 1)] + texts)
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
