import Glibc
import Simulation
import TestTurns
import Testing
import Vocabulary

@testable import Daemon

/// The life of the service as a process: what an operator and its manager see.
@Suite(.serialized, .waiting) struct ServiceProcessTests {
    @Test func missedDaysAreCaughtUpOldestFirstAndPeopleAreServed() throws {
        let installation = try ServiceInstallation("life")
        let service = try installation.start()
        try service.hear("started with 3 accounts")
        try installation.waitUntil(installation.isConcluded, service)
        #expect(try installation.bench.everything() == ServiceWorld.undisturbed.get().last)
        let order = try installation.bench.rows(
            """
            SELECT r.bill_date, r.channel, r.account FROM recon.runs r
            WHERE requested_by = 'catch_up' AND state = 'done' ORDER BY finished_at
            """)
        #expect(order == order.sorted { $0.prefix(10) < $1.prefix(10) })
        #expect(order.count == 9)

        let day = installation.bench.world.days.lowerBound.next.description
        let run = try installation.program("reconcile", "wechatpay", day, "--account", "1900999001")
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.output.contains("wechatpay:1900999001  \(day)  trade  discrepancies  run "))
        let asked = try installation.program("reconcile", "alipay", day, "--archived", "--no-wait")
        #expect(asked.status == 0, "\(asked.errors)")
        #expect(asked.output.contains("trade  requested  run "))
        try installation.waitUntil(installation.isConcluded, service)
        #expect(try installation.bench.everything() == ServiceWorld.undisturbed.get().last)
        let early = try installation.program("reconcile", "alipay", SystemDays.notOver.description)
        #expect(early.status == 64 || early.status == 75, "\(early.errors)")

        let status = try installation.program("status")
        // The day after the world's last may be overdue, later in the day.
        let alarms = try installation.value("count(*) FROM recon.alarms WHERE ended_at IS NULL")
        #expect(status.status == (alarms == "0" ? 0 : 1), "\(status.output)")
        for part in ["Daemons\n", "\(service.pid)", "idle; next: ", "Last runs\n", "discrepancies"] {
            #expect(status.output.contains(part), "\(part) in \(status.output)")
        }

        #expect(try service.stop() == 0)
        #expect(try installation.value("count(*) FROM ledger.process") == "0")
        #expect(try installation.program("status").status == 69)
        let away = try installation.program("reconcile", "alipay", day, "--archived")
        #expect(away.status == 69)
        #expect(away.errors.contains("command.no_daemon"))
        // What was asked for while nobody was there is done by the next one.
        let second = try installation.start()
        try installation.waitUntil(installation.isConcluded, second)
        #expect(try second.stop() == 0)
        #expect(try installation.bench.everything() == ServiceWorld.undisturbed.get().last)
    }
}
