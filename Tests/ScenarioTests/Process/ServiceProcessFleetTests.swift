import Glibc
import Simulation
import TestTurns
import Testing
import Vocabulary

/// Several services on one database.
@Suite(.serialized, .waiting) struct ServiceProcessFleetTests {
    private static let requests = 200

    /// What became of each run, from outside: every change of its state, and whose lease it was under.
    private static let audit = """
        CREATE SCHEMA audit;
        CREATE TABLE audit.change (
            n bigint GENERATED ALWAYS AS IDENTITY, account_id integer, run_id bigint, state text, process_id integer);
        CREATE FUNCTION audit.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            INSERT INTO audit.change (account_id, run_id, state, process_id)
            SELECT NEW.account_id, NEW.run_id, NEW.state,
                   (SELECT process_id FROM ledger.lease l WHERE l.run_id = NEW.run_id);
            RETURN NEW;
        END $$;
        CREATE TRIGGER audited AFTER UPDATE OF state ON ledger.run FOR EACH ROW EXECUTE FUNCTION audit.note();
        """

    @Test func twoServicesShareTwoHundredRequestsAlsoWhenOneIsKilled() throws {
        let small = try World(seed: 5, days: SystemDays.over, paymentsPerDay: 4, faults: .pendingOnly)
        let installation = try ServiceInstallation("fleet", small, funds: SimulatedFunds(small))
        installation.options = "service:\n  runs_at_once: 2\n"
        let first = try installation.start()
        try installation.waitUntil(installation.isConcluded, first)
        let seen = try installation.everything()
        let second = try installation.start()
        try second.hear("started with 3 accounts")
        try installation.bench.sql(Self.audit)
        let world = installation.bench.world
        // Each asks for both kinds of bills.
        let statements = (0..<Self.requests / 2).map { number in
            let account = world.accounts[number % world.accounts.count].id
            return """
                SELECT recon.reconcile('\(account.channel.rawValue)', '\(world.dayList[number / 3 % 3])', '\(account.account)', true)
                """
        }
        try installation.bench.sql(statements.joined(separator: ";\n"))
        let done = "(SELECT count(*) FROM recon.runs WHERE requested_by = 'postgres' AND state = 'done')"
        for quarter in 1...4 {
            try installation.waitUntil("\(done) >= \(Self.requests * quarter / 4)", first)
            if quarter == 2 { try second.kill9() }
        }
        #expect(try first.stop() == 0)

        #expect(try installation.everything() == seen)
        #expect(seen.contains { $0.hasPrefix("bridge|") })
        let requested = "JOIN ledger.run r USING (account_id, run_id) WHERE r.requested_by = 'postgres'"
        // Each was concluded once, and begun once, but for what the dead one had in hand.
        #expect(
            try installation.bench.rows(
                "SELECT run_id FROM audit.change c \(requested) AND c.state = 'done' GROUP BY 1 HAVING count(*) <> 1")
                == [])
        let repeated = try installation.bench.rows(
            "SELECT run_id FROM audit.change c \(requested) AND c.state = 'fetching' GROUP BY 1 HAVING count(*) <> 1")
        #expect(repeated.count <= 3, "\(repeated)")
        #expect(
            try installation.value("count(DISTINCT run_id) FROM audit.change c \(requested) AND c.state = 'done'")
                == "\(Self.requests)")
        // Both took part.
        #expect(
            try installation.value("count(DISTINCT process_id) FROM audit.change WHERE state = 'fetching'") == "2")
        // No account had two runs at work at once.
        #expect(
            try installation.bench.rows(
                """
                SELECT * FROM (
                    SELECT account_id, run_id, state, lead(run_id) OVER w AS next_run, lead(state) OVER w AS next_state
                    FROM audit.change c JOIN ledger.run r USING (account_id, run_id, state)
                    WINDOW w AS (PARTITION BY account_id ORDER BY n)) AS steps
                WHERE state IN ('fetching', 'matching') AND next_run <> run_id
                """) == [])
    }

    @Test func theScheduleGoesOnWhereTheServiceThatWorkedIsGone() throws {
        let installation = try ServiceInstallation("fleet_schedule", funds: ServiceWorld.funds.get())
        let first = try installation.start()
        let second = try installation.start()
        try installation.waitUntil("(SELECT count(*) FROM recon.runs WHERE state = 'done') >= 2", first)
        try first.kill9()
        try installation.waitUntil(installation.isConcluded, second)
        #expect(try installation.everything() == installation.undisturbed())
        #expect(try second.stop() == 0)
    }

    @Test func aServiceThatWasStoppedForLongerThanItsLeaseConcludesNothing() throws {
        let installation = try ServiceInstallation("fencing", funds: ServiceWorld.funds.get())
        let lease = ["RECONCILED_LEASE_SECONDS": "2"]
        let first = try installation.start(lease)
        try installation.waitUntil(
            installation.isConcluded + " AND NOT EXISTS (SELECT FROM ledger.lease)", first)
        try installation.bench.sql(Self.audit)
        let day = installation.bench.world.days.upperBound
        let own = try installation.value("process_id FROM ledger.process")
        for (table, kind) in [(Block.settlement, BillKind.trade), (Block.orders, .trade), (Block.money, .funds)] {
            try installation.bench.sql("TRUNCATE audit.change")
            let block = try Block(table, installation)
            let run = try installation.value(
                "run_id FROM recon.reconcile('wechatpay', '\(day)', '1900999002', kind => '\(kind)')")
            try installation.waitUntil(Block.isMet, first)
            first.kill(SIGSTOP)
            let second = try installation.start(lease)
            try second.hear("a process ended before its runs did; they are queued again")
            block.release()
            try installation.waitUntil(installation.isConcluded, second)
            first.kill(SIGCONT)
            // It finds the other one's verdict.
            let ofFunds = kind == .funds ? " funds" : ""
            try first.hear("run \(run) of wechatpay:1900999002 \(day)\(ofFunds): discrepancies")
            #expect(try second.stop() == 0)
            let steps = try installation.bench.rows(
                "SELECT state, process_id FROM audit.change WHERE run_id = \(run) ORDER BY n")
            #expect(steps.count { $0.hasPrefix("done") } == 1, "\(steps)")
            #expect(steps.first?.hasSuffix("|\(own)") == true, "\(steps)")
            #expect(steps.last?.hasPrefix("done|") == true && steps.last?.hasSuffix("|\(own)") == false, "\(steps)")
            #expect(try installation.everything() == installation.undisturbed())
        }
        // It goes on as if nothing had been.
        #expect(try installation.program("reconcile", "alipay", day.description).status == 1)
        #expect(try first.stop() == 0)
    }
}
