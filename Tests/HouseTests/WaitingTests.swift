import Testing

/// A test waits for what happens, never for a time, and asks no clock how long something took. What waits in a thread that
/// all tests share makes the durations of all others meaningless.
struct WaitingTests {
    private static let own = "Tests/HouseTests/WaitingTests.swift"
    private static let sources = Repository.files(under: ["Tests"], endings: [".swift"]).filter { $0 != own }

    /// And the files that have a reason.
    private static let words: [(word: String, allowed: [String])] = [
        ("sleep", []), ("sched_yield", []), ("time(nil)", []), ("DispatchTime", []),
        ("Clock.system", ["Tests/ScenarioTests/SystemDays.swift"]), ("clock: .system", []),
        ("ContinuousClock", ["Tests/TestTurns/Patience.swift"]), ("SuspendingClock", []),
        // What the service manager is told is a time of this clock.
        ("clock_gettime", ["Tests/SystemdTests/ServiceManagerTests.swift"]),
    ]

    @Test func noTestGoesByTheTime() throws {
        for path in Self.sources {
            let text = try Repository.text(path)
            for (word, allowed) in Self.words where !allowed.contains(path) {
                #expect(!text.contains(word), "\(path): \(word)")
            }
        }
    }

    private static let waiting = [
        "PrivateClusterTests", "PostgresTests", "OrdersTests", "LedgerTests", "RuntimeTests", "SimulatedServerTests",
        "ScenarioTests",
        "TransportTests",
    ]

    /// Whoever uses the shared server, and the others of those targets.
    @Test func testsThatWaitHaveAThreadOfTheirOwn() throws {
        for path in Self.sources {
            let text = try Repository.text(path)
            let isInTarget = Self.waiting.contains { path.hasPrefix("Tests/\($0)/") }
            guard isInTarget || text.contains("TestCluster.") else { continue }
            #expect(!text.contains("\n@Test"), "\(path): a test outside of a suite")
            for suite in text.split(separator: "\n") where suite.contains("@Suite") {
                #expect(suite.contains(".serialized, .waiting"), "\(path): \(suite)")
            }
        }
    }
}
