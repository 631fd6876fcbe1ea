import Vocabulary

/// Fields of rows for `COPY`, in PostgreSQL's binary format or as CSV.
struct TaobaoFields: ~Copyable {
    enum Format { case binary, csv }

    private let format: Format
    private(set) var sink: ByteSink
    private var isFirstField = true

    /// PostgreSQL counts from 2000-01-01 UTC.
    private static let epochSeconds: Int64 = 946_684_800

    init(_ format: Format, output: ((UnsafeRawBufferPointer) throws -> Void)? = nil) {
        self.format = format
        sink = ByteSink(output: output)
    }

    mutating func finish() throws { try sink.finish() }

    /// Bytes that are waiting, for fields without an output.
    var count: Int { sink.count }

    /// Hands over what is waiting and forgets it.
    mutating func drain(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows { try sink.drain(body) }

    mutating func row(_ columns: Int16, _ body: (inout TaobaoFields) -> Void) {
        if format == .binary { sink.putBigEndian(columns) }
        isFirstField = true
        body(&self)
        if format == .csv { sink.put("\n") }
    }

    private mutating func separate() {
        if format == .csv, !isFirstField { sink.put(",") }
        isFirstField = false
    }

    mutating func null() {
        separate()
        if format == .binary { sink.putBigEndian(Int32(-1)) }
    }

    mutating func bigint(_ value: Int64) {
        separate()
        if format == .binary {
            sink.putBigEndian(Int32(8))
            sink.putBigEndian(value)
        } else {
            sink.put(value)
        }
    }

    mutating func int(_ value: Int) {
        separate()
        if format == .binary {
            sink.putBigEndian(Int32(4))
            sink.putBigEndian(Int32(truncatingIfNeeded: value))
        } else {
            sink.put(Int64(value))
        }
    }

    mutating func text(_ value: String) {
        separate()
        var value = value
        if format == .csv, value.utf8.contains(where: { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }) || value.isEmpty
        {
            value = "\"" + value.replacing("\"", with: "\"\"") + "\""
        }
        value.withUTF8 { bytes in
            if format == .binary { sink.putBigEndian(Int32(bytes.count)) }
            sink.put(UnsafeRawBufferPointer(bytes))
        }
    }

    mutating func text(_ value: String?) {
        if let value { text(value) } else { null() }
    }

    /// jsonb: its binary form is a version byte and the text.
    mutating func json(_ value: String) {
        guard format == .binary else { return text(value) }
        sink.putBigEndian(Int32(value.utf8.count + 1))
        sink.put(UInt8(1))
        sink.put(value)
    }

    mutating func time(_ epochSeconds: Int64?) {
        guard let epochSeconds else { return null() }
        separate()
        if format == .binary {
            sink.putBigEndian(Int32(8))
            sink.putBigEndian((epochSeconds - Self.epochSeconds) * 1_000_000)
        } else {
            sink.put(time: epochSeconds)
            sink.put("+08")
        }
    }
}

/// One table of the shop's books that a world fills: its columns, and how a record becomes its rows.
struct TaobaoTable: Sendable {
    enum Source: Sendable {
        case payments(@Sendable (SimulatedPayment, [TaobaoTrade], inout TaobaoFields) -> Void)
        case refunds(@Sendable (SimulatedRefund, inout TaobaoFields) -> Void)
        case shares(@Sendable (SimulatedShare, inout TaobaoFields) -> Void)
    }

    let name: String
    let columns: [String]
    let source: Source

    func write(_ world: World, to fields: inout TaobaoFields) {
        switch source {
        case .payments(let row): world.forEachPayment { row($0, TaobaoTrade.trades(of: $0), &fields) }
        case .refunds(let row): world.forEachRefund { row($0, &fields) }
        case .shares(let row): world.forEachShare { row($0, &fields) }
        }
    }

    func write(_ payment: SimulatedPayment, _ trades: [TaobaoTrade], to fields: inout TaobaoFields) {
        if case .payments(let row) = source { row(payment, trades, &fields) }
    }

    func write(_ refund: SimulatedRefund, to fields: inout TaobaoFields) {
        if case .refunds(let row) = source { row(refund, &fields) }
    }

    func write(_ share: SimulatedShare, to fields: inout TaobaoFields) {
        if case .shares(let row) = source { row(share, &fields) }
    }

    /// In the order in which their keys refer to each other.
    static let all = [trade, tradeOrder, payment, paymentAllocation, refund, refundSource]
}
