import Glibc

/// Finds the Taobao orders that a row names (SellerStatements 3). Bytes alone, in the file's own encoding; nothing is
/// allocated for a row.
struct OrderNumbers {
    struct Found {
        var orders = NamedOrders.none
        var rule: OrderNumberRule?
        var orderNo: Cell
        var subOrderNo: Cell
        var refundNo: Cell
        var candidates: UnsafeBufferPointer<OrderCandidate>
        /// The order column holds something that is no order number.
        var isOdd = false
    }

    static let digits = 15...24
    /// More orders than one parcel holds.
    private static let candidatesMax = 64

    private final class Storage {
        let candidates = UnsafeMutablePointer<OrderCandidate>.allocate(capacity: candidatesMax)
        deinit { candidates.deallocate() }
    }

    private let baseOrderNo, merchantOrderNo, orderNos: Int
    var orderColumn: Int
    private let remarks: [Int]
    private let remarkText: RemarkText
    private let storage = Storage()
    private(set) var hits = [Int64](repeating: 0, count: OrderNumberRule.allCases.count)

    // Of the row at hand.
    private var count = 0
    /// Of these, what the first source named, or a later one that names more.
    private var chosen = 0..<0
    private var isConflict = false
    /// More orders than there is room for.
    private(set) var isFull = false

    init(_ header: StatementHeader) {
        baseOrderNo = header.index(.baseOrderNo)
        merchantOrderNo = header.index(.merchantOrderNo)
        orderNos = header.index(.orderNos)
        orderColumn = header.index(.orderNo)
        remarks = header.indexes(.remark)
        remarkText = RemarkText(header.encoding)
    }

    @inline(__always)
    mutating func find(in row: GridRow) -> Found {
        (count, chosen, isConflict, isFull) = (0, 0..<0, false, false)
        let none = row[-1]
        var found = Found(
            orderNo: none, subOrderNo: none, refundNo: none, candidates: UnsafeBufferPointer(start: nil, count: 0))
        let numbers = row[orderNos]
        var main = none
        if !numbers.isEmpty {
            main = Self.braced(UInt8(ascii: "M"), in: numbers) ?? none
            found.subOrderNo =
                Self.braced(UInt8(ascii: "S"), in: numbers).flatMap { Self.isOrder($0) ? $0 : nil } ?? none
            found.refundNo =
                Self.braced(UInt8(ascii: "O"), in: numbers).flatMap { IdentifierText.isSound($0) ? $0 : nil } ?? none
        }
        // A part's number stands for the order that it is a part of.
        let (part, whole) = Self.isOrder(main) ? (found.subOrderNo, main) : (none, none)
        @inline(__always)
        func parent(_ cell: Cell) -> Cell { !part.isEmpty && Self.isEqual(cell, part) ? whole : cell }

        let base = row[baseOrderNo]
        if Self.isOrder(base) { take(parent(base), .baseOrder) }
        let column = row[orderColumn]
        if Self.isOrder(column) {
            take(parent(column), .orderColumn)
        } else if !column.isEmpty {
            found.isOdd = !takeJoined(column, .orderColumn)
        }
        if let number = Self.prefixed(row[merchantOrderNo]) { take(parent(number), .merchantOrder) }
        if !whole.isEmpty {
            take(whole, .businessOrders)
        } else if !main.isEmpty {
            _ = takeJoined(main, .businessOrders)
        }
        for remark in remarks {
            let cell = row[remark]
            if Self.hasLongNumber(cell) { search(cell, part: part, whole: whole) }
        }
        return settle(&found, none)
    }

    @inline(__always)
    private mutating func settle(_ found: inout Found, _ none: Cell) -> Found {
        guard count > 0 else { return found }
        let all = UnsafeBufferPointer(start: UnsafePointer(storage.candidates), count: count)
        if isConflict {
            found.orders = .conflict
            found.candidates = all
        } else {
            found.candidates = UnsafeBufferPointer(rebasing: all[chosen])
            found.rule = all[chosen.lowerBound].rule
            found.orders = chosen.count == 1 ? .one : .several
            if chosen.count == 1 { found.orderNo = Self.cell(all[chosen.lowerBound].number, none) }
        }
        return found
    }

    private static func cell(_ bytes: UnsafeRawBufferPointer, _ none: Cell) -> Cell {
        guard let start = bytes.baseAddress else { return none }
        return Cell(start: start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    }

    /// What one source names: a single order.
    @inline(__always)
    private mutating func take(_ number: Cell, _ rule: OrderNumberRule) {
        let before = count
        add(number, rule)
        end(before, rule)
    }

    /// Numbers joined by `;`.
    /// - Returns: false if they are none.
    @inline(never)
    private mutating func takeJoined(_ cell: Cell, _ rule: OrderNumberRule) -> Bool {
        func each(_ body: (Cell) -> Void) -> Bool {
            var start = 0
            for index in 0...cell.count where index == cell.count || cell[index] == UInt8(ascii: ";") {
                let piece = Cell(start: cell.start + start, count: index - start).trimmed()
                start = index + 1
                // One too many at the end says nothing.
                if piece.isEmpty { continue }
                guard Self.isOrder(piece) else { return false }
                body(piece)
            }
            return true
        }
        guard each({ _ in }) else { return false }
        let before = count
        _ = each { piece in
            let isKnown = (before..<count).contains { Self.isEqual(piece, storage.candidates[$0].number) }
            if !isKnown { add(piece, rule) }
        }
        if count > before { end(before, rule) }
        return true
    }

    private mutating func add(_ number: Cell, _ rule: OrderNumberRule) {
        guard count < Self.candidatesMax else {
            isFull = true
            return
        }
        storage.candidates[count] = OrderCandidate(number: number.raw, rule: rule)
        count += 1
    }

    /// A source has named its orders, from `before` on: they are those known, or more of them, or they disagree.
    @inline(__always)
    private mutating func end(_ before: Int, _ rule: OrderNumberRule) {
        hits[rule.place] &+= 1
        let named = before..<count
        if chosen.isEmpty {
            chosen = named
        } else if contains(0..<before, all: named) {
            // Told twice is no other candidate.
            count = before
        } else if !isConflict, contains(named, all: chosen) {
            for index in chosen { adopt(index, in: named) }
            chosen = 0..<named.count
            for index in chosen { storage.candidates[index] = storage.candidates[named.lowerBound + index] }
            count = chosen.count
        } else {
            isConflict = true
        }
    }

    /// What a more trusted rule has named keeps its rule.
    private func adopt(_ trusted: Int, in named: Range<Int>) {
        for index in named
        where storage.candidates[index].number.elementsEqual(storage.candidates[trusted].number) {
            storage.candidates[index].rule = storage.candidates[trusted].rule
        }
    }

    @inline(__always)
    private func contains(_ range: Range<Int>, all others: Range<Int>) -> Bool {
        others.allSatisfy { other in
            range.contains { Self.isEqual(storage.candidates[$0].number, storage.candidates[other].number) }
        }
    }

    // MARK: - Forms

    /// Nothing but digits, as many as an order's number has.
    @inline(__always)
    static func isOrder(_ cell: Cell) -> Bool {
        guard digits.contains(cell.count) else { return false }
        var offset = 0
        var odd: UInt64 = 0
        while offset < cell.count {
            // The last eight bytes may be those before once more.
            let word = cell.load(min(offset, cell.count &- 8))
            odd |= (word & 0xF0F0_F0F0_F0F0_F0F0) ^ 0x3030_3030_3030_3030
            odd |= ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) ^ 0x3030_3030_3030_3030
            offset &+= 8
        }
        return odd == 0
    }

    /// The digits of `T200P…`, and of nothing else.
    @inline(__always)
    static func prefixed(_ cell: Cell) -> Cell? {
        guard cell.count > digits.lowerBound, cell[0] == UInt8(ascii: "T") else { return nil }
        var index = 1
        while index < cell.count, isDigit(cell[index]) { index &+= 1 }
        guard index > 1, index < cell.count, cell[index] == UInt8(ascii: "P") else { return nil }
        let number = cell.dropFirst(index &+ 1)
        return isOrder(number) ? number : nil
    }

    /// What stands in the braces behind a letter: `M{…}|S{…}|O{…}`.
    static func braced(_ letter: UInt8, in cell: Cell) -> Cell? {
        var index = 0
        while index + 1 < cell.count {
            let isPart = index == 0 || cell[index - 1] == UInt8(ascii: "|")
            if isPart, cell[index] == letter, cell[index + 1] == UInt8(ascii: "{") {
                let rest = cell.dropFirst(index + 2)
                guard let end = rest.raw.firstIndex(of: UInt8(ascii: "}")) else { return nil }
                return Cell(start: rest.start, count: end)
            }
            index += 1
        }
        return nil
    }

    @inline(__always)
    private static func hasLongNumber(_ cell: Cell) -> Bool {
        guard cell.count > digits.lowerBound else { return false }
        // Each run of 15 has a digit at every 15th byte, so most bytes need not be looked at.
        var index = digits.lowerBound &- 1
        while index < cell.count {
            if isDigit(cell[index]) {
                var (start, end) = (index, index &+ 1)
                while start > 0, isDigit(cell[start &- 1]) { start &-= 1 }
                while end < cell.count, isDigit(cell[end]) { end &+= 1 }
                if end &- start >= digits.lowerBound { return true }
                index = end &+ digits.lowerBound &- 1
            } else {
                index &+= digits.lowerBound
            }
        }
        return false
    }

    // MARK: - Remarks

    private mutating func search(_ cell: Cell, part: Cell, whole: Cell) {
        var index = 0
        while let (rule, start) = remarkText.next(in: cell, from: &index) {
            takeRun(cell, from: start, rule, part: part, whole: whole)
        }
    }

    private mutating func takeRun(_ cell: Cell, from start: Int, _ rule: OrderNumberRule, part: Cell, whole: Cell) {
        let before = count
        var start = start
        while true {
            var end = start
            while end < cell.count, Self.isDigit(cell[end]) { end += 1 }
            let number = Cell(start: cell.start + start, count: end - start)
            guard Self.isOrder(number) else { break }
            add(!part.isEmpty && Self.isEqual(number, part) ? whole : number, rule)
            guard end < cell.count, cell[end] == UInt8(ascii: ";") else { break }
            start = end + 1
        }
        if count > before { end(before, rule) }
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    @inline(__always)
    private static func isEqual(_ one: Cell, _ other: Cell) -> Bool {
        one.count == other.count && memcmp(one.start, other.start, one.count) == 0
    }

    @inline(__always)
    private static func isEqual(_ one: Cell, _ other: UnsafeRawBufferPointer) -> Bool {
        one.count == other.count && other.baseAddress.map { memcmp(one.start, $0, one.count) == 0 } ?? true
    }

    @inline(__always)
    private static func isEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        guard one.count == other.count, let start = one.baseAddress, let otherStart = other.baseAddress else {
            return one.count == other.count
        }
        return memcmp(start, otherStart, one.count) == 0
    }
}

extension OrderNumberRule {
    /// In the order of trust.
    fileprivate var place: Int {
        switch self {
        case .baseOrder: 0
        case .orderColumn: 1
        case .merchantOrder: 2
        case .businessOrders: 3
        case .remarkOrder: 4
        case .remarkCommission: 5
        case .remarkSoftwareFee: 6
        case .remarkPoints: 7
        case .remarkTaobaoke: 8
        case .remarkVoucher: 9
        case .remarkDepositRefund: 10
        case .remarkAfterSales: 11
        }
    }
}
