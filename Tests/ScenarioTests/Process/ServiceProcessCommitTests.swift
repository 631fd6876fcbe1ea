import Postgres
import PrivateCluster
import Simulation
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// The connection breaks at the COMMIT of a verdict: whether it happened is found out by looking.
@Suite(.serialized, .waiting) struct ServiceProcessCommitTests {
    /// The first COMMIT of a request does not come to its end as long as somebody holds the gate: whoever looks at once
    /// looks too early.
    private static let gate = """
        CREATE FUNCTION public.pass_gate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER gate AFTER UPDATE ON ledger.run DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
            WHEN (NEW.state = 'done' AND NEW.requested_by = 'postgres' AND NEW.tries = 1)
            EXECUTE FUNCTION public.pass_gate();
        """

    @Test func aCommitWhoseAnswerWasLostIsLookedFor() throws {
        let cluster = try TestCluster.shared.get()
        let proxy = try ServerProxy(socketPath: cluster.directory + "/.s.PGSQL.5432")
        defer { proxy.stop() }
        let installation = try ServiceInstallation("commit", funds: ServiceWorld.funds.get())
        try installation.connect(through: proxy)
        let service = try installation.start()
        try installation.waitUntil(installation.isConcluded, service)
        let seen = try installation.undisturbed()
        #expect(try installation.everything() == seen)
        try installation.bench.sql(
            """
            CREATE TABLE public.conclusion (run_id bigint);
            CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO public.conclusion VALUES (NEW.run_id); RETURN NULL; END $$;
            CREATE TRIGGER noted AFTER UPDATE OF state ON ledger.run FOR EACH ROW WHEN (NEW.state = 'done')
                EXECUTE FUNCTION public.note();
            """)

        let day = installation.bench.world.days.lowerBound.next
        func run(_ cut: ServerProxy.Cut, _ kind: BillKind = .trade) throws -> (tries: String, conclusions: String) {
            let cuts = proxy.cutsMade
            proxy.arm(cut)
            let run = try installation.value(
                "run_id FROM recon.reconcile('wechatpay', '\(day)', '1900999001', kind => '\(kind)')")
            try installation.waitUntil(installation.isConcluded, service)
            #expect(proxy.cutsMade == cuts + 1)
            #expect(try installation.everything() == seen, "\(cut)")
            let ofFunds = kind == .funds ? " funds" : ""
            try service.hear("run \(run) of wechatpay:1900999001 \(day)\(ofFunds): discrepancies")
            return (
                try installation.value("tries FROM ledger.run WHERE run_id = \(run)"),
                try installation.value("count(*) FROM public.conclusion WHERE run_id = \(run)")
            )
        }
        for kind in [BillKind.trade, .funds] {
            for (cut, expected) in [(ServerProxy.Cut.after, ("1", "1")), (.before, ("2", "1"))] {
                let found = try run(cut, kind)
                #expect(found == expected, "\(cut) \(kind): \(found)")
            }
        }
        try installation.bench.sql(Self.gate)
        let holder = try Connection(installation.bench.conninfo, name: "tests")
        try holder.execute("SELECT pg_advisory_lock(4711)")
        // It is ended on its way, and repeated.
        #expect(try run(.amid) == ("2", "1"))
        try holder.execute("SELECT pg_advisory_unlock(4711)")
        #expect(try service.stop() == 0)
    }
}
