import Postgres
import Rules
import TestTurns
import Testing
import Vocabulary

@testable import Ledger

/// An alarm about a key ends when the key is renewed, and is an alarm again for the next one.
@Suite(.serialized, .waiting) struct ExpiryAlarmTests {
    private static let day = BusinessDay("2026-11-21") ?? BusinessDay(number: 0)

    @Test func aRenewedKeyEndsItsAlarmAndNoOther() throws {
        let bench = try LedgerBench("expiry")
        let connection = try Connection(bench.conninfo, name: "tests")
        let account = ChannelAccount(channel: .alipay, account: "A")
        let number = try RunJournal.account(account, AccountRules(startDate: Self.day), connection)
        // Quotes, commas and what a pattern would take for its own.
        let causes = ["certificate of \"A, B\"", "key {x}", "key_1%"].map(AlarmCause.expiry)
        func raise(_ cause: String) throws {
            let problem = Problem(.keyExpires, "it expires", at: Place(account: account))
            try AlarmJournal.raise(Alarm(cause: cause, nil, problem: problem), number, connection)
        }
        for cause in causes { try raise(cause) }
        let key = UnitKey(number, Self.day, .trade)
        let overdue = Alarm(cause: AlarmCause.overdue(key), key, problem: Problem(.billOverdue, "it is overdue"))
        try AlarmJournal.raise(overdue, number, connection)

        try AlarmJournal.endOthers(.keyExpires, than: Array(causes.dropLast()), of: .account(number), connection)
        let standing = "SELECT cause FROM ledger.alarm WHERE ended_at IS NULL ORDER BY alarm_id"
        #expect(try bench.rows(standing) == Array(causes.dropLast()) + [overdue.cause])
        try raise(causes[2])
        try AlarmJournal.endOthers(.keyExpires, than: [], of: .account(number), connection)
        #expect(try bench.rows(standing) == [overdue.cause])
        #expect(try bench.rows("SELECT count(*) FROM ledger.alarm") == ["5"])
    }
}
