import Rules
import Testing
import Vocabulary

/// Contract sections 3.3 and 3.4 as tables, for one key of one account. The bill is of 2026-11-21, the window 30 minutes,
/// and of the neighbouring days only the ones named in `concluded` are.
@Suite struct ResolveKeyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// amount, state, time, and what else matters of the shop's record; nil: the shop has none of this account.
        var record: OpenRecord?
        /// The shop has a record of another account or channel under the number.
        var isKnownElsewhere = false
        var entries: [OpenEntry] = []
        var concluded: [String] = ["2026-11-21"]
        var startDate = "2026-11-01"
        var expect: [Outcome] = []
        var expectRecord: Outcome?
        var expectDue: String?
        var testDescription: String { name }
    }

    static func at(_ text: String) -> Int64 { ShanghaiTime.epochSeconds("2026-11-" + text) ?? 0 }

    static func record(
        _ fen: Int64 = 1000, _ state: RecordState = .paid, at time: String? = "21 12:00:00", knows: String = "",
        currency: String = "CNY"
    ) -> OpenRecord {
        OpenRecord(
            accountID: 1, channelNo: knows, amountFen: fen, currency: currency, state: state,
            occurredAt: time.map { at($0) })
    }

    static func entry(
        _ fen: Int64 = 1000, at time: String = "21 12:00:00", bill: Int = 21, line: Int32 = 2, no: String = "C1",
        currency: String = "CNY", classified: Bool = true, failed: Bool = false
    ) -> OpenEntry {
        OpenEntry(
            accountID: 1, billDate: BusinessDay("2026-11-\(bill)") ?? BusinessDay(number: 0), lineNumber: line,
            amountFen: fen, currency: currency, occurredAt: at(time), channelNo: no, isClassified: classified,
            isRefundNotExecuted: failed)
    }

    static let cases: [Case] = [
        Case(
            name: "equal on one day", record: record(), entries: [entry()], expect: [.matched], expectRecord: .matched),
        Case(
            name: "booked the day before", record: record(at: "20 23:59:59"), entries: [entry(at: "21 00:00:01")],
            expect: [.crossDay], expectRecord: .crossDay),
        Case(
            name: "booked three days later", record: record(at: "24 09:00:00"), entries: [entry()],
            expect: [.crossDay], expectRecord: .crossDay),
        Case(
            name: "no time yet, but paired", record: record(at: nil), entries: [entry()], expect: [.crossDay],
            expectRecord: .crossDay),
        Case(
            name: "one fen more", record: record(999), entries: [entry()], expect: [.amountMismatch],
            expectRecord: .amountMismatch),
        Case(
            name: "another currency comes before another amount", record: record(999, currency: "USD"),
            entries: [entry()], expect: [.currencyMismatch], expectRecord: .currencyMismatch),
        Case(
            name: "the shop calls it unpaid", record: record(1000, .unpaid, at: nil), entries: [entry()],
            expect: [.statusMismatch], expectRecord: .statusMismatch),
        Case(
            name: "the shop closed it", record: record(1000, .closed), entries: [entry()], expect: [.statusMismatch],
            expectRecord: .statusMismatch),
        Case(
            name: "a failed refund that the shop calls succeeded", record: record(1000, .succeeded),
            entries: [entry(failed: true)], expect: [.statusMismatch], expectRecord: .statusMismatch),
        Case(
            name: "a failed refund that the shop closed: nothing moved", record: record(1000, .closed),
            entries: [entry(failed: true)], expect: [.notExecuted], expectRecord: .notExecuted),
        Case(
            name: "a failed refund on its way in the shop is a pair", record: record(1000, .processing),
            entries: [entry(failed: true)], expect: [.matched], expectRecord: .matched),
        Case(
            name: "sent again under its number: the row that moved the money is the pair, the failed one no duplicate",
            record: record(1000, .succeeded),
            entries: [entry(at: "21 09:00:00", failed: true), entry(at: "21 13:00:00", line: 3, no: "C2")],
            expect: [.notExecuted, .matched], expectRecord: .matched),
        Case(
            name: "sent again on the next day, also when the shop knows the failed row's number",
            record: record(1000, .succeeded, at: "22 08:00:00", knows: "C1"),
            entries: [entry(failed: true), entry(at: "22 08:00:00", bill: 22, no: "C2")],
            expect: [.notExecuted, .matched], expectRecord: .matched),
        Case(
            name: "sent again, with another amount", record: record(1000, .succeeded),
            entries: [entry(failed: true), entry(900, line: 3, no: "C2")], expect: [.notExecuted, .amountMismatch],
            expectRecord: .amountMismatch),
        Case(
            name: "sent again, and executed twice", record: record(1000, .succeeded),
            entries: [entry(at: "21 13:00:00"), entry(failed: true), entry(line: 3, no: "C2")],
            expect: [.duplicateInChannel, .notExecuted, .matched], expectRecord: .matched),
        Case(
            name: "failed twice, and the shop calls it succeeded: the money is missing once",
            record: record(1000, .succeeded), entries: [entry(failed: true), entry(line: 3, failed: true)],
            expect: [.statusMismatch, .notExecuted], expectRecord: .statusMismatch),
        Case(
            name: "failed twice, and the shop closed it", record: record(1000, .closed),
            entries: [entry(failed: true), entry(line: 3, failed: true)], expect: [.notExecuted, .notExecuted],
            expectRecord: .notExecuted),
        Case(
            name: "sent again, and the shop has never heard of it", entries: [entry(failed: true), entry(line: 3)],
            expect: [.notExecuted, .channelOnly]),
        Case(name: "the shop has never heard of it", entries: [entry()], expect: [.channelOnly]),
        Case(
            name: "no bill shows it", record: record(), expectRecord: .orderOnly),
        Case(name: "closed and in no bill: nothing to say", record: record(1000, .closed)),
        Case(
            name: "another account's number", isKnownElsewhere: true, entries: [entry()], expect: [.accountMismatch]),
        Case(
            name: "all entries of another account's number, also repeated or failed", isKnownElsewhere: true,
            entries: [entry(), entry(line: 3), entry(line: 4, failed: true)],
            expect: [.accountMismatch, .accountMismatch, .accountMismatch]),
        Case(
            name: "another account's number is this account's too", record: record(), isKnownElsewhere: true,
            entries: [entry()], expect: [.matched], expectRecord: .matched),
        Case(
            name: "this account's record is missed, whatever another account has under its number", record: record(),
            isKnownElsewhere: true, expectRecord: .orderOnly),
        Case(name: "0 fen never reach a channel: no bill shows them, and nothing is missed", record: record(0)),
        Case(name: "0 fen wait for no bill either", record: record(0, at: "21 23:45:00")),
        Case(name: "a refund of 0 fen on its way waits for nothing", record: record(0, .processing, at: nil)),
        Case(name: "0 fen without a time", record: record(0, at: nil)),
        Case(
            name: "0 fen are money when a bill has their key", record: record(0), entries: [entry()],
            expect: [.amountMismatch], expectRecord: .amountMismatch),
        Case(
            name: "0 fen on both sides", record: record(0), entries: [entry(0)], expect: [.matched],
            expectRecord: .matched),
        Case(
            name: "two Unicode forms of a channel number are two", record: record(knows: "e\u{301}"),
            entries: [entry(at: "21 13:00:00", no: "e\u{301}"), entry(line: 3, no: "\u{E9}")],
            expect: [.matched, .duplicateInChannel], expectRecord: .matched),
        Case(
            name: "of two Unicode forms at the same second, the smaller in bytes", record: record(),
            entries: [entry(no: "\u{E9}"), entry(line: 3, no: "e\u{301}")],
            expect: [.duplicateInChannel, .matched], expectRecord: .matched),
        Case(
            name: "unknown kind: never paired, the record is missed", record: record(),
            entries: [entry(classified: false)], expect: [.unclassified], expectRecord: .orderOnly),
        Case(
            name: "twice: the earlier one is the pair", record: record(),
            entries: [entry(at: "21 13:00:00", no: "C1"), entry(at: "21 12:00:00", line: 3, no: "C2")],
            expect: [.duplicateInChannel, .matched], expectRecord: .matched),
        Case(
            name: "twice: the number the shop knows is the pair", record: record(knows: "C1"),
            entries: [entry(at: "21 13:00:00", no: "C1"), entry(at: "21 12:00:00", line: 3, no: "C2")],
            expect: [.matched, .duplicateInChannel], expectRecord: .matched),
        Case(
            name: "twice at the same second: the smaller channel number", record: record(),
            entries: [entry(no: "C2"), entry(line: 3, no: "C10")], expect: [.duplicateInChannel, .matched],
            expectRecord: .matched),
        Case(
            name: "listed twice to the last letter: the first line", record: record(),
            entries: [entry(), entry(line: 3)], expect: [.matched, .duplicateInChannel], expectRecord: .matched),
        Case(
            name: "repeated in the next bill, whose number the shop knows", record: record(knows: "C2"),
            entries: [entry(), entry(at: "22 08:00:00", bill: 22, no: "C2")],
            expect: [.duplicateInChannel, .crossDay], expectRecord: .crossDay),
        Case(
            name: "twice at the same second in two bills: the earlier bill", record: record(),
            entries: [entry(bill: 22, no: "C1"), entry(bill: 21, no: "C2")],
            expect: [.duplicateInChannel, .matched], expectRecord: .matched),
        Case(
            name: "repeated without a record", entries: [entry(), entry(line: 3)],
            expect: [.channelOnly, .duplicateInChannel]),

        // The cut-off window, to the second.
        Case(
            name: "entry at the window's edge waits", entries: [entry(at: "21 23:30:00")], expect: [.pending],
            expectDue: "2026-11-22"),
        Case(name: "entry one second before it does not", entries: [entry(at: "21 23:29:59")], expect: [.channelOnly]),
        Case(
            name: "entry in the window, the next day concluded", entries: [entry(at: "21 23:59:59")],
            concluded: ["2026-11-21", "2026-11-22"], expect: [.channelOnly]),
        Case(
            name: "entry in the first half hour waits for nothing", entries: [entry(at: "21 00:00:00")],
            expect: [.channelOnly]),
        Case(
            name: "record at the window's edge waits for the next bill", record: record(at: "21 23:30:00"),
            expectRecord: .pending, expectDue: "2026-11-22"),
        Case(name: "record one second before it does not", record: record(at: "21 23:29:59"), expectRecord: .orderOnly),
        Case(
            name: "record in the window, the next day concluded", record: record(at: "21 23:45:00"),
            concluded: ["2026-11-21", "2026-11-22"], expectRecord: .orderOnly),
        Case(
            name: "record at midnight waits for the bill before", record: record(at: "21 00:00:00"),
            expectRecord: .pending, expectDue: "2026-11-20"),
        Case(
            name: "record at 00:29:59 still does", record: record(at: "21 00:29:59"), expectRecord: .pending,
            expectDue: "2026-11-20"),
        Case(name: "record at 00:30:00 does not", record: record(at: "21 00:30:00"), expectRecord: .orderOnly),
        Case(
            name: "record at midnight, the day before concluded", record: record(at: "21 00:00:00"),
            concluded: ["2026-11-20", "2026-11-21"], expectRecord: .orderOnly),
        Case(
            name: "record at midnight of the first day", record: record(at: "21 00:00:00"), startDate: "2026-11-21",
            expectRecord: .orderOnly),
        Case(
            name: "refund on its way without a time waits for no day", record: record(1000, .processing, at: nil),
            expectRecord: .pending),
        Case(
            name: "refund on its way with a time is expected", record: record(1000, .processing),
            expectRecord: .orderOnly),
    ]

    @Test(arguments: cases) func theRulesDecide(_ example: Case) {
        let calendar = Calendar(
            accounts: Dictionary(
                uniqueKeysWithValues: [1, 2].map { account in
                    (
                        Int32(account),
                        Calendar.Account(
                            cutOffWindowSeconds: 1800,
                            startDate: BusinessDay(example.startDate) ?? BusinessDay(number: 0),
                            concluded: Set(example.concluded.compactMap { BusinessDay($0) }))
                    )
                }))
        let result = resolveKey(
            record: example.record, isKnownElsewhere: example.isKnownElsewhere, entries: example.entries,
            calendar: calendar)
        #expect(result.entries == example.expect)
        #expect(result.record == example.expectRecord)
        let due = result.recordDueDate ?? result.entryDueDates.compactMap { $0 }.first
        #expect(due?.description == example.expectDue)
        let isWhole = !result.isRecordWithoutTimeUnpaired
        #expect(isWhole)
    }

    @Test func aPaidRecordWithoutATimeThatNoBillExplainsIsNotWhole() {
        let result = resolveKey(
            record: Self.record(at: nil), entries: [], calendar: Calendar(accounts: [:]))
        #expect(result.isRecordWithoutTimeUnpaired)
    }

    @Test func rowsWithoutANumberNeitherPairNorRepeat() {
        let result = resolveKey(
            isKeyKnown: false, record: nil, entries: [Self.entry(), Self.entry(line: 3)],
            calendar: Calendar(accounts: [:]))
        #expect(result.entries == [.channelOnly, .channelOnly])
    }
}
