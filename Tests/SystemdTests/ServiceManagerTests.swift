import CLinux
import Glibc
import Testing

@testable import Systemd

@Suite struct ServiceManagerTests {
    @Test(arguments: [false, true])
    func saysWhatTheServiceDoes(isAbstract: Bool) throws {
        let listener = try DatagramListener(isAbstract: isAbstract)
        let manager = try #require(ServiceManager(environment: ["NOTIFY_SOCKET": listener.name]))
        manager.ready(status: "idle until 10:00")
        manager.status("wechatpay:1900999001 2026-11-21: 1,000 of 2,000 lines")
        manager.watchdog()
        manager.extendTimeout(seconds: 90)
        manager.stopping(status: "ending")
        #expect(
            listener.received().map(\.text) == [
                "READY=1\nSTATUS=idle until 10:00", "STATUS=wechatpay:1900999001 2026-11-21: 1,000 of 2,000 lines",
                "WATCHDOG=1", "EXTEND_TIMEOUT_USEC=90000000", "STOPPING=1\nSTATUS=ending",
            ])
    }

    /// An abstract name is exactly as long as it is: one zero byte more would be another name.
    @Test func anAbstractNameIsNotPadded() throws {
        let name = try DatagramListener(isAbstract: true).name
        let listener = try DatagramListener(isAbstract: true)
        let table = open("/proc/net/unix", O_RDONLY)
        defer { close(table) }
        let sockets = String(decoding: contentOfFile(table), as: UTF8.self)
        #expect(sockets.contains(" \(listener.name)\n"))
        #expect(!sockets.contains(name))
    }

    @Test func aReloadSaysWhenItBegan() throws {
        let listener = try DatagramListener()
        func now() -> Int {
            var now = timespec()
            clock_gettime(CLOCK_MONOTONIC, &now)
            return now.tv_sec * 1_000_000 + now.tv_nsec / 1000
        }
        let before = now()
        ServiceManager(environment: ["NOTIFY_SOCKET": listener.name])?.reloading()
        let after = now()
        let lines = try #require(listener.received().first).text.split(separator: "\n")
        #expect(lines.first == "RELOADING=1")
        let began = try #require(lines.last?.split(separator: "=").last.flatMap { Int($0) })
        #expect((before...after).contains(began))
    }

    @Test func aStatusIsOneLineAndAssignsNothingElse() throws {
        let listener = try DatagramListener()
        ServiceManager(environment: ["NOTIFY_SOCKET": listener.name])?.status("refused:\nREADY=1\r\nMAINPID=1")
        #expect(listener.received().map(\.text) == ["STATUS=refused: READY=1 MAINPID=1"])
    }

    @Test(arguments: [nil, "", "relative", "/", "@", "vsock:2:1234", "/" + String(repeating: "x", count: 107)])
    func thereIsNoManagerWithoutAnAddress(address: String?) {
        #expect(ServiceManager(environment: address.map { ["NOTIFY_SOCKET": $0] } ?? [:]) == nil)
    }

    @Test func anAbsentManagerIsNoError() {
        ServiceManager(environment: ["NOTIFY_SOCKET": "/tmp/reconciled-test-nobody"])?.ready(status: "alone")
    }

    @Test(
        arguments: [
            ([:], nil), (["WATCHDOG_USEC": "30000000"], 30), (["WATCHDOG_USEC": "500000", "WATCHDOG_PID": "us"], 0.5),
            (["WATCHDOG_USEC": "500000", "WATCHDOG_PID": "1"], nil), (["WATCHDOG_USEC": "0"], nil),
            (["WATCHDOG_USEC": "soon"], nil), (["WATCHDOG_USEC": "18446744073709551615"], nil),
        ] as [([String: String], Double?)])
    func theWatchdogIsForTheProcessThatIsMeant(variables: [String: String], seconds: Double?) throws {
        let environment = variables.mapValues { $0 == "us" ? String(getpid()) : $0 }
            .merging(["NOTIFY_SOCKET": "@anywhere"]) { own, _ in own }
        #expect(try #require(ServiceManager(environment: environment)).watchdogSeconds == seconds)
    }
}
