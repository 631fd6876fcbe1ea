import Bills
import Postgres
import Vocabulary

/// Rows of a statement on their way into `ledger.seller_bundle`, in COPY's binary format: those of one order that are not far from
/// each other lie together. All memory is used again.
struct SellerBundles: ~Copyable {
    static let columns = "statement_id, shop_id, order_no, line_nos, integers, occurrences, numbers"
    private static let columnCount: Int16 = 7
    private static let integersPerRow: Int32 = 5
    /// What arrays of `integer` and `bigint` name as what they hold.
    private static let (integerTypeID, bigintTypeID) = (Int32(23), Int32(20))
    private static let (tab, lineEnd) = (UInt8(ascii: "\t"), UInt8(ascii: "\n"))
    /// Everything but texts and arrays, and a rule's name for each candidate.
    private static let (fixedBytesMax, candidateBytesMax) = (128, 64)
    /// Of an order whose rows are further apart there are several bundles. So many take some 3 MiB, with numbers as they are; a
    /// row may name 64 orders.
    private static let (rowsMax, linesBytesMax) = (1 << 14, 1 << 22)
    /// Whoever asks for one of them reads them all; the schema's step says it, too.
    private static let bundleRowsMax: Int32 = 64
    /// Stands for a balance that there is not.
    private static let noBalance = Int64.min

    private struct Row {
        var bookedAt, amountFen, balanceFen, identity: Int64
        var lineNumber, kindNumber, occurrence: Int32
        /// The next of the same bundle, and where its line of `numbers` lies.
        var next, lineFrom, lineUntil: Int32
    }

    private struct Bundle {
        var hash: Int64
        var orderFrom, orderUntil: Int32
        var firstRow, lastRow, count: Int32
        /// No row of it is alike to one before.
        var areFirst = true
    }

    private var rows: [Row] = []
    private var bundles: [Bundle] = []
    /// Bundle numbers by the hash of the order; twice as many places as rows.
    private var places = [Int32](repeating: -1, count: 2 * rowsMax)
    private var orders = ByteBuffer()
    private var lines = ByteBuffer()
    private var row = RowBuffer()
    private var lineNos = ByteBuffer()
    private var integers = ByteBuffer()
    private var occurrences = ByteBuffer()
    private var numbers = ByteBuffer()
    private var alike = AlikeRows()
    private var kinds: SellerKinds
    private let shopID: Int32
    private let statementID: Int64
    private let kind: StatementKind

    init(shopID: Int32, statementID: Int64, _ kind: StatementKind, _ kinds: consuming SellerKinds) {
        (self.shopID, self.statementID, self.kind) = (shopID, statementID, kind)
        self.kinds = kinds
        rows.reserveCapacity(Self.rowsMax)
        bundles.reserveCapacity(Self.rowsMax)
    }

    /// Rows that are alike to the last have numbers of their own.
    var areAlikeNumbered: Bool { alike.areInOrder }

    func saveKinds(_ connection: borrowing Connection) throws { try kinds.save(shopID: shopID, connection) }

    mutating func append(_ movement: borrowing StatementRow, _ writer: inout CopyWriter) throws {
        if rows.count == Self.rowsMax || lines.count >= Self.linesBytesMax { try flush(&writer) }
        let identity = identity(movement)
        let from = Int32(lines.count)
        appendLine(movement)
        let number = Int32(rows.count)
        rows.append(
            Row(
                bookedAt: movement.bookedAt, amountFen: movement.amountFen,
                balanceFen: movement.balanceFen ?? Self.noBalance, identity: identity,
                lineNumber: movement.lineNumber, kindNumber: kinds.number(of: movement),
                occurrence: alike.occurrence(of: identity, at: movement.bookedAt), next: -1, lineFrom: from,
                lineUntil: Int32(lines.count)))
        let bundle = bundle(of: movement.orderNo)
        if bundles[bundle].count == 0 {
            bundles[bundle].firstRow = number
        } else {
            rows[Int(bundles[bundle].lastRow)].next = number
        }
        bundles[bundle].lastRow = number
        bundles[bundle].count += 1
        if rows[Int(number)].occurrence > 1 { bundles[bundle].areFirst = false }
    }

    /// The one that a row of this order goes to.
    private mutating func bundle(of orderNo: UnsafeRawBufferPointer) -> Int {
        let hash = serverHash(orderNo)
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        var number = Int(places[place])
        while number >= 0, bundles[number].hash != hash || !order(bundles[number]).elementsEqual(orderNo) {
            place = (place + 1) & (places.count - 1)
            number = Int(places[place])
        }
        if number >= 0, bundles[number].count < Self.bundleRowsMax { return number }
        let from = Int32(orders.count)
        orders.reserve(orderNo.count)
        orders.append(orderNo)
        places[place] = Int32(bundles.count)
        bundles.append(
            Bundle(
                hash: hash, orderFrom: from, orderUntil: Int32(orders.count), firstRow: -1, lastRow: -1, count: 0))
        return bundles.count - 1
    }

    private func order(_ bundle: Bundle) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: orders.bytes[Int(bundle.orderFrom)..<Int(bundle.orderUntil)])
    }

    /// Writes what is held.
    mutating func flush(_ writer: inout CopyWriter) throws {
        for bundle in bundles { try write(bundle, &writer) }
        rows.removeAll(keepingCapacity: true)
        bundles.removeAll(keepingCapacity: true)
        for place in places.indices { places[place] = -1 }
        orders.removeAll()
        lines.removeAll()
    }

    private mutating func write(_ bundle: Bundle, _ writer: inout CopyWriter) throws {
        lineNos.beginArray(of: Self.integerTypeID, count: bundle.count)
        integers.beginArray(of: Self.bigintTypeID, count: bundle.count * Self.integersPerRow)
        occurrences.beginArray(of: Self.integerTypeID, count: bundle.count)
        numbers.removeAll()
        var next = bundle.firstRow
        while next >= 0 {
            let row = rows[Int(next)]
            lineNos.add(row.lineNumber)
            integers.add(row.bookedAt)
            integers.add(row.amountFen)
            integers.add(row.balanceFen)
            integers.add(row.identity)
            integers.add(Int64(row.kindNumber))
            occurrences.add(row.occurrence)
            let line = UnsafeRawBufferPointer(rebasing: lines.bytes[Int(row.lineFrom)..<Int(row.lineUntil)])
            numbers.reserve(line.count + 1)
            if next != bundle.firstRow { numbers.append(Self.lineEnd) }
            numbers.append(line)
            next = row.next
        }
        let orderNo = order(bundle)
        row.begin(
            columns: Self.columnCount,
            bytesMax: Self.fixedBytesMax + orderNo.count + lineNos.count + integers.count + occurrences.count
                + numbers.count)
        row.field(statementID)
        row.field(shopID)
        row.field(orderNo)
        row.field(lineNos.bytes)
        row.field(integers.bytes)
        if bundle.areFirst { row.null() } else { row.field(occurrences.bytes) }
        row.field(numbers.bytes)
        try writer.raw(row.bytes)
    }

    /// The line of `numbers` of one row, without what is empty at its end.
    private mutating func appendLine(_ movement: borrowing StatementRow) {
        let from = lines.count
        var bytes = Self.fixedBytesMax + movement.serialNo.count + movement.businessNo.count
        bytes += movement.subOrderNo.count + movement.refundNo.count
        for candidate in movement.candidates { bytes += candidate.number.count + Self.candidateBytesMax }
        lines.reserve(bytes)
        lines.append(movement.serialNo)
        lines.append(Self.tab)
        lines.append(movement.businessNo)
        lines.append(Self.tab)
        if !movement.subOrderNo.elementsEqual(movement.orderNo) {
            lines.append(UInt8(ascii: "="))
            lines.append(movement.subOrderNo)
        }
        lines.append(Self.tab)
        lines.append(movement.refundNo)
        lines.append(Self.tab)
        switch movement.orders {
        case .several, .conflict:
            for (place, candidate) in movement.candidates.enumerated() {
                if place > 0 { lines.append(UInt8(ascii: ",")) }
                var rule = candidate.rule.rawValue
                rule.withUTF8 { lines.append(UnsafeRawBufferPointer($0)) }
                lines.append(UInt8(ascii: " "))
                lines.append(candidate.number)
            }
        case .none, .one: break
        }
        lines.trim(Self.tab, from: from)
    }

    /// 账务流水号 is the key of a movement of the Alipay account; dialects differ in what else they print of it.
    private func identity(_ movement: borrowing StatementRow) -> Int64 {
        let serialBytes = movement.serialNo.count
        guard kind == .alipay, serialBytes > 0 else { return Int64(bitPattern: movement.contentHash) }
        let mixed =
            UInt64(bitPattern: movement.bookedAt) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: movement.amountFen)
        return serverHash(movement.serialNo) ^ Int64(bitPattern: mixed)
    }
}

extension ByteBuffer {
    /// The head of an array of the server's with one dimension, no NULL, and first index 1.
    fileprivate mutating func beginArray(of typeID: Int32, count: Int32) {
        removeAll()
        reserve(5 * MemoryLayout<Int32>.size)
        append(bigEndian: Int32(1))
        append(bigEndian: Int32(0))
        append(bigEndian: typeID)
        append(bigEndian: count)
        append(bigEndian: Int32(1))
    }

    @inline(__always)
    fileprivate mutating func add<I: FixedWidthInteger>(_ value: I) {
        reserve(MemoryLayout<Int32>.size + MemoryLayout<I>.size)
        append(bigEndian: Int32(MemoryLayout<I>.size))
        append(bigEndian: value)
    }
}
