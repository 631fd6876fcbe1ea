import Simulation
import TestTurns
import Testing
import Vocabulary

@testable import Daemon

/// The real binary against the real simulator: what a user reads, and what a script gets.
@Suite(.serialized, .waiting) struct UnhappyProgramTests {
    private let account = ChannelWorld.certificates

    /// The program looks at the system's clock, so the days do too.
    private func makeBench(_ name: String) throws -> ChannelBench {
        var plan = FaultPlan.full
        plan.hasUntimedRecords = false
        let world = try World(seed: 7, days: SystemDays.over, paymentsPerDay: 20, faults: plan)
        return try ChannelBench(WorldBench("program_\(name)", world), clock: SystemDays.clock)
    }

    private func run(_ bench: ChannelBench, through: [String] = []) throws -> Program.Outcome {
        try bench.writeConfiguration()
        return try Program.run(
            [
                "reconcile", account.channel.rawValue, "\(day(bench))", "--account", account.account, "--local",
                "--config", bench.configurationPath,
            ], through: through)
    }

    private func day(_ bench: ChannelBench) -> BusinessDay { bench.world.world.days.lowerBound.next }

    @Test func theUserIsToldAndTheScriptKnows() throws {
        let bench = try makeBench("told")
        let day = day(bench)
        let healthy = try run(bench)
        #expect(healthy.status == 1)
        #expect(healthy.output == "\(account)  \(day)  trade  discrepancies  run 1\n")
        #expect(healthy.errors == "")
        let items = "SELECT t::text FROM ledger.item t UNION ALL SELECT t::text FROM ledger.item_event t ORDER BY 1"
        let before = try bench.world.rows(items)
        let seen = try bench.world.everything()

        func expect(
            _ status: Int32, output: String = "", _ errors: String, through: [String] = [],
            sourceLocation: SourceLocation = #_sourceLocation, _ arrange: () throws -> Void
        ) throws {
            try bench.heal()
            try arrange()
            let outcome = try run(bench, through: through)
            #expect(outcome.status == status, sourceLocation: sourceLocation)
            #expect(outcome.output == output, sourceLocation: sourceLocation)
            let text = general(outcome.errors, bench, account, day)
            #expect(text == errors + "\n", sourceLocation: sourceLocation)
            #expect(try bench.world.rows(items) == before, sourceLocation: sourceLocation)
            #expect(try bench.world.everything() == seen, sourceLocation: sourceLocation)
        }

        try expect(
            78,
            """
            channel.request_signature_refused: the channel does not accept our signature; found HTTP 401, code \
            SIGN_ERROR (ACCOUNT, DAY)
            HINT: See that mchid, certificate_serial and private_key are of one certificate, and that the clock is right.
            """
        ) {
            bench.change = { $0.replacing("1900999001/apiclient_key.pem", with: "1900999002/apiclient_key.pem") }
        }
        try expect(
            78,
            """
            channel.clock_off: this machine's clock and the channel's differ; expected less than 300 s, found -600 s \
            (ACCOUNT, DAY)
            HINT: Set the clock right (timedatectl, chrony). A run of the schedule asks again by itself; any other run is \
            to be started again.
            """
        ) {
            try bench.heal(channelsClock: Clock { SystemDays.clock.epochSeconds() + 600 })
        }
        try expect(
            2, output: "\(account)  \(day)  trade  incomplete  run 4\n",
            """
            channel.download_hash_mismatch: the bill does not hash to what its signed answer says; expected SHA-1 …, \
            found SHA-1 … (ACCOUNT, DAY)
            HINT: The bill was refused 4 times; see who changes it on its way.
            """
        ) {
            try bench.strike(.brokenHash, at: .apply, of: account)
        }
        // The world differs from day to day, and so does the length of its bills.
        let cut = try #require(try bench.world.world.bill(account, day, .all, corruption: .missingTrailer))
        let lines = cut.text.count { $0 == UInt8(ascii: "\n") }
        try expect(
            2, output: "\(account)  \(day)  trade  incomplete  run 5\n",
            """
            bill.truncated: the bill ends before its summary; expected 总交易单数 … and a row of totals \
            (DAY_DIGEST.csv.gz, line \(lines + 1), ACCOUNT, DAY)
            HINT: Fetch the bill again; if it stays so, ask the channel.
            """
        ) {
            try bench.strike(.content(try cut.delivered()), at: .apply, of: account)
        }
        try expect(
            69,
            """
            channel.unreachable: the channel gives no whole answer: couldn't connect to server (http://HOST, ACCOUNT, DAY)
            HINT: See that this machine can reach the host (DNS, firewall, proxy). A run of the schedule asks again by itself; any other run is \
            to be started again.
            """
        ) {
            bench.channels.stop()
        }
        // A limit on the size of files stands for a full disk: it needs no right to mount anything.
        try expect(
            74,
            """
            archive.input_output: cannot write to the bill archive: File too large \
            (DIR/archive/CHANNEL/ACCOUNT/2026/.incoming, ACCOUNT, DAY)
            HINT: See that the archive's file system is intact. A run of the schedule asks again by itself; any other run is \
            to be started again.
            """, through: ["/bin/sh", "-c", "ulimit -f 4; exec \"$0\" \"$@\""]
        ) {}
        try expect(
            69,
            """
            database.unavailable: connecting to the order database: connection to server on socket \
            "DIR/.s.PGSQL.5432" failed: No such file or directory (ACCOUNT, DAY)
            HINT: See that PostgreSQL runs and that the connection string in the configuration is right.
            """
        ) {
            let directory = bench.world.directory
            bench.change = { $0 + "orders:\n  conninfo: \"host=\(directory) dbname=shop\"\n" }
        }
        try bench.heal()
        #expect(try run(bench).status == 1)
        #expect(try bench.world.everything() == seen)
    }
}
