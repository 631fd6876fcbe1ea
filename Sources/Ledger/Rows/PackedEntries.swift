import Bills
import Postgres
import Vocabulary

/// The entries of a block in the making, column by column. `ledger.packed_entry` reads them.
struct PackedEntries: ~Copyable {
    static let columns = "lines, times_from_seconds, fee_rate, fee_rounding, fee_unit_e5, \(PackedSections.columns)"
    static let columnCount: Int16 = 9

    private let type: EntryType
    private var lineNumbers: IntegerColumn
    private var amounts: IntegerColumn
    /// What is settled, and fees, with the sign that they have of a payment.
    private var settled: IntegerColumn
    private var fees: IntegerColumn
    private var times: IntegerColumn
    /// Of what the others make it plain: how much less is settled, lines passed over, and fees that the rule does not explain.
    private var rests: IntegerColumn
    private var paymentNos: NumberColumn
    private var channelTradeNos: NumberColumn
    private var refundNos: NumberColumn
    private var channelRefundNos: NumberColumn

    private var sections = PackedSections()
    private var text = ByteBuffer()

    init(_ type: EntryType, entriesMax: Int) {
        self.type = type
        let refundsMax = if case .refund = type { entriesMax } else { 0 }
        lineNumbers = IntegerColumn(countMax: entriesMax)
        amounts = IntegerColumn(countMax: entriesMax)
        settled = IntegerColumn(countMax: entriesMax)
        fees = IntegerColumn(countMax: entriesMax)
        times = IntegerColumn(countMax: entriesMax)
        rests = IntegerColumn(countMax: entriesMax)
        paymentNos = NumberColumn(countMax: entriesMax)
        channelTradeNos = NumberColumn(countMax: entriesMax)
        refundNos = NumberColumn(countMax: refundsMax)
        channelRefundNos = NumberColumn(countMax: refundsMax)
    }

    private var count: Int { lineNumbers.count }

    @inline(__always)
    static func fits(_ entry: borrowing BillEntry) -> Bool {
        // Beyond all money, not even differences are numbers.
        let greatest = max(entry.settledFen.magnitude, entry.amountFen.magnitude, entry.feeE5.magnitude)
        if greatest >= UInt64(Int64.max) / 2 { return false }
        guard NumberColumn.fits(entry.paymentNo), NumberColumn.fits(entry.channelTradeNo) else { return false }
        return NumberColumn.fits(entry.refundNo) ? NumberColumn.fits(entry.channelRefundNo) : false
    }

    @inline(__always)
    mutating func append(_ entry: borrowing BillEntry) {
        lineNumbers.append(Int64(entry.lineNumber))
        amounts.append(entry.amountFen)
        times.append(entry.occurredAt)
        paymentNos.append(entry.paymentNo)
        channelTradeNos.append(entry.channelTradeNo)
        if case .refund = type {
            settled.append(0 &- entry.settledFen)
            fees.append(0 &- entry.feeE5)
            refundNos.append(entry.refundNo)
            channelRefundNos.append(entry.channelRefundNo)
        } else {
            settled.append(entry.settledFen)
            fees.append(entry.feeE5)
        }
    }

    mutating func removeAll() {
        lineNumbers.removeAll()
        amounts.removeAll()
        settled.removeAll()
        fees.removeAll()
        times.removeAll()
        paymentNos.removeAll()
        channelTradeNos.removeAll()
        refundNos.removeAll()
        channelRefundNos.removeAll()
    }

    static func writeNone(_ writer: inout CopyWriter) throws {
        for _ in 0..<columnCount { try writer.null() }
    }

    /// Writes the fields of `columns`: packed where all numbers can be, as lines of text where one cannot.
    mutating func write(_ writer: inout CopyWriter) throws {
        guard let payment = paymentNos.form(), let trade = channelTradeNos.form(), let refund = refundNos.form(),
            let channelRefund = channelRefundNos.form()
        else {
            fillLines()
            try writer.field(text.bytes)
            for _ in 1..<Self.columnCount { try writer.null() }
            return
        }
        sections.removeAll()
        sections.append(amounts)
        sections.append(times, from: times.least)
        let rule = appendRests()
        sections.append(paymentNos, payment)
        sections.append(channelTradeNos, trade)
        sections.append(refundNos, refund)
        sections.append(channelRefundNos, channelRefund)
        try writer.null()
        try writer.field(times.least)
        try writer.field(rule.rate)
        try writer.field(rule.rounding)
        try writer.field(rule.unitE5)
        try sections.write(&writer)
    }

    /// What the other columns do not make plain: lines that are passed over, less that is settled, and fees.
    private mutating func appendRests() -> FeeRule {
        let rule = FeeRule(settled, fees)
        rests.removeAll()
        for index in 0..<count { rests.append(lineNumbers[index] &- lineNumbers[0] &- Int64(index)) }
        sections.append(steps: rests)
        rests.removeAll()
        for index in 0..<count { rests.append(amounts[index] &- settled[index]) }
        sections.append(steps: rests)
        rests.removeAll()
        for index in 0..<count { rests.append((fees[index] &- rule.feeE5(settled[index])) / Int64(rule.unitE5)) }
        sections.append(steps: rests)
        return rule
    }

    private static let tab = UInt8(ascii: "\t")
    private static let lineEnd = UInt8(ascii: "\n")
    /// Everything in a line but its numbers given by channel and shop.
    private static let lineBytesMax = 128

    private mutating func fillLines() {
        text.removeAll()
        let isRefund = if case .refund = type { true } else { false }
        let sign: Int64 = isRefund ? -1 : 1
        for index in 0..<count {
            text.reserve(Self.lineBytesMax + 4 * NumberColumn.lengthMax)
            if index > 0 { text.append(Self.lineEnd) }
            text.append(decimal: lineNumbers[index])
            Self.field(paymentNos[index], &text)
            Self.field(channelTradeNos[index], &text)
            Self.field(amounts[index], &text)
            if settled[index] == amounts[index] {
                text.append(Self.tab)
            } else {
                Self.field(sign &* settled[index], &text)
            }
            Self.field(sign &* fees[index], &text)
            Self.field(times[index], &text)
            if isRefund {
                Self.field(refundNos[index], &text)
                Self.field(channelRefundNos[index], &text)
            }
        }
    }

    private static func field(_ value: UnsafeRawBufferPointer, _ text: inout ByteBuffer) {
        text.append(tab)
        text.append(value)
    }

    private static func field(_ value: Int64, _ text: inout ByteBuffer) {
        text.append(tab)
        text.append(decimal: value)
    }
}
