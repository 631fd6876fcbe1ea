import Postgres
import Vocabulary

extension RunQueue {
    /// Counts the death of a process that said itself what it died of, for every run that it had begun.
    package static func noteCrash(ofProcess number: Int32, _ connection: borrowing Connection) throws {
        try connection.query(
            """
            UPDATE ledger.run SET crashes = crashes + 1
            WHERE $1 = ANY(begun_by) AND state IN ('queued', 'fetching', 'matching')
            """, [String(number)])
    }

    /// Fails the queued runs that are not to be begun again, with an alarm also where a person had asked: whoever looks
    /// after the service should know.
    static func giveUp(_ connection: borrowing Connection) throws -> [GivenUpRun] {
        try connection.transaction(isRepeatable: true) {
            let rows = try connection.query(
                """
                SELECT r.account_id, r.run_id, a.channel, a.account, r.bill_date - DATE '1970-01-01',
                       cardinality(r.begun_by), r.crashes, r.kind
                FROM ledger.run r JOIN ledger.account a USING (account_id)
                WHERE r.state = 'queued' AND (r.crashes >= $1 OR cardinality(r.begun_by) >= $2)
                ORDER BY r.run_id FOR UPDATE OF r SKIP LOCKED
                """, [String(RunDeaths.crashesMax), String(RunDeaths.unendedMax)])
            return try (0..<rows.count).compactMap { row in
                let deaths = RunDeaths(unended: try rows.int(row, 5), crashes: try rows.int(row, 6))
                guard let channel = Channel(rawValue: rows.text(row, 2)),
                    let kind = BillKind(rawValue: rows.text(row, 7)),
                    let cause = deaths.problem
                else { return nil }
                let account = ChannelAccount(channel: channel, account: rows.text(row, 3))
                let unit = DayUnit(account, BusinessDay(number: try rows.int32(row, 4)), kind)
                let problem = cause.located(unit.place)
                let run = GivenUpRun(runID: try rows.int(row, 1), unit: unit, problem: problem)
                let key = UnitKey(try rows.int32(row, 0), unit.day, kind)
                let alarm = Alarm(cause: AlarmCause.failed(key, problem.code), key, runID: run.runID, problem: problem)
                try RunJournal.noteEnd(alarm, key, state: "failed", verdict: nil, nil, connection)
                return run
            }
        }
    }
}
