// swift-tools-version: 6.2
import PackageDescription

/// The same strictness for every target of ours: a warning is an error, nothing is imported by accident.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let pageTemplates = [
    "page.mustache", "style.css", "day.mustache", "statement.mustache", "codes.mustache", "items.mustache",
    "month.mustache", "pots.mustache", "balance.mustache", "unbooked.mustache",
    "glance.mustache", "number.mustache", "head.mustache", "shop.mustache",
]

/// Decoders of outside bytes as functions of those bytes: replayed over kept inputs by `swift test`, and driven by
/// libFuzzer where `Tests/Fuzzing/run` asks for it. Never both at once, as libFuzzer is linked into what it drives.
let fuzzed: [Target.Dependency] = [
    "Bills", "Channels", "Cryptography", "Daemon", "Ledger", "Orders", "Postgres", "Reports", "Runtime", "Settlement",
    "Simulation", "Vocabulary", "CLibcurl", "CZlib",
]
let isFuzzing = Context.environment["RECONCILED_FUZZ"] != nil
/// What the fuzzer runs most is made fast, ten times; all else is built as quickly as can be.
let decoders: [SwiftSetting] = strict + (isFuzzing ? [.unsafeFlags(["-O"])] : [])
let fuzzing: [Target] =
    !isFuzzing
    ? [
        .testTarget(
            name: "FuzzingTests", dependencies: fuzzed, path: "Tests/Fuzzing",
            exclude: ["CLibFuzzer", "Driver", "README.md", "corpus", "run", "words"], swiftSettings: strict)
    ]
    : [
        .systemLibrary(name: "CLibFuzzer", path: "Tests/Fuzzing/CLibFuzzer"),
        .executableTarget(
            name: "fuzz", dependencies: fuzzed + ["CLibFuzzer"], path: "Tests/Fuzzing",
            exclude: ["CLibFuzzer", "README.md", "Replay", "corpus", "run", "words"], swiftSettings: decoders),
    ]

let package = Package(
    name: "reconciled",
    products: [
        .executable(name: "reconciled", targets: ["reconciled"]),
        .executable(name: "reconciled-bench", targets: ["reconciled-bench"]),
        .executable(name: "channel-simulator", targets: ["channel-simulator"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // The words every other folder uses: fen, business day, channel, account, problem. No I/O.
        .target(name: "Vocabulary", swiftSettings: decoders),

        // The path of the data.
        // 1. Channel: fetch a bill through the channel's own protocol and keep it unchanged.
        .target(
            name: "Channels", dependencies: ["Vocabulary", "Cryptography", "Bills", "Runtime", "CLibcurl", "CLinux"],
            swiftSettings: decoders),
        // 2. Bill: decode the archived bytes into entries, every total checked.
        .target(name: "Bills", dependencies: ["Vocabulary", "Runtime", "CExpat", "CIsal"], swiftSettings: decoders),
        // 3. Orders: what the shop says it was paid and has refunded.
        .target(name: "Orders", dependencies: ["Vocabulary", "Postgres"], swiftSettings: strict),
        // 4. Rules: what a key, a day and a statement come to. Pure, no I/O.
        .target(name: "Rules", dependencies: ["Vocabulary"], swiftSettings: strict),
        // 5. Ledger: what is kept: schema, formats of rows, runs and their queue, alarms, retention.
        .target(
            name: "Ledger", dependencies: ["Vocabulary", "Rules", "Bills", "Postgres", "Cryptography"],
            resources: [.embedInCode("SQL")], swiftSettings: strict),
        // 6. Settlement: both sides of a day, its keys and its verdict, in one transaction.
        .target(
            name: "Settlement",
            dependencies: ["Vocabulary", "Rules", "Bills", "Orders", "Ledger", "Postgres", "Runtime", "Cryptography"],
            resources: [.embedInCode("SQL")], swiftSettings: strict),
        // 7. Report: what people read.
        .target(
            name: "Reports",
            dependencies: [
                "Vocabulary", "Postgres", "CLinux", "CXlsxwriter",
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: pageTemplates.map { .embedInCode("Templates/\($0)") }, swiftSettings: strict),

        // Machinery.
        .target(name: "Runtime", dependencies: ["CLinux"], swiftSettings: decoders),
        .target(name: "Cryptography", dependencies: ["Vocabulary", "CLibcrypto"], swiftSettings: decoders),
        .target(name: "Postgres", dependencies: ["Vocabulary", "Runtime", "CLibpq"], swiftSettings: strict),
        .target(name: "PrivateCluster", dependencies: ["Vocabulary", "Postgres", "Runtime"], swiftSettings: strict),
        // The service manager and the journal, by their own protocols.
        .target(
            name: "Systemd",
            dependencies: ["Vocabulary", "CLinux", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict),

        // Composition: configuration, the day's run, the commands.
        .target(
            name: "Daemon",
            dependencies: [
                "Vocabulary", "Channels", "Bills", "Orders", "Rules", "Ledger", "Settlement", "Reports", "Postgres",
                "Cryptography", "Runtime", "Systemd",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        // All of it on simulated channels and a database of its own. The service knows nothing of it.
        .target(
            name: "Demonstration",
            dependencies: [
                "Daemon", "Simulation", "PrivateCluster", "Ledger", "Reports", "Postgres", "Runtime", "Vocabulary",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "reconciled",
            dependencies: [
                "Daemon", "Demonstration", "Runtime", "Vocabulary",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),

        // The simulated channels and shop.
        .target(
            name: "Simulation",
            dependencies: [
                "Vocabulary", "Cryptography", "Postgres", "Runtime", "CZlib", "CLibzip",
            ], swiftSettings: strict),
        .executableTarget(
            name: "channel-simulator",
            dependencies: [
                "Simulation", "Postgres", "Vocabulary", "Systemd",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // Measures stages and the whole against what a user would pick instead.
        .executableTarget(
            name: "reconciled-bench",
            dependencies: [
                "Daemon", "Ledger", "Settlement", "Orders", "Rules", "Bills", "Channels", "Cryptography", "Postgres",
                "Runtime", "PrivateCluster", "Simulation", "Vocabulary", "CLibzip",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),

        // C libraries, each alone in a target; a shim holds only what Swift cannot call.
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CIsal", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(
            name: "CXlsxwriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CLibzip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),

        // Tests in this process alone.
        // The repository as a text: what documents point at, how files lean on each other.
        .testTarget(name: "HouseTests", dependencies: ["Vocabulary"], swiftSettings: strict),
        .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"], swiftSettings: strict),
        .testTarget(
            name: "ChannelsTests",
            dependencies: [
                "Bills", "ChannelConformance", "Channels", "Cryptography", "Runtime", "TestPlaces", "TestRandom",
                "Vocabulary", "CZlib", "CLibzip",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "BillsTests",
            dependencies: ["Bills", "TestRandom", "Vocabulary", "CZlib", "CLibcrypto", "CXlsxwriter"],
            swiftSettings: strict),
        .testTarget(name: "RulesTests", dependencies: ["Rules", "TestRandom", "Vocabulary"], swiftSettings: strict),
        .testTarget(name: "SettlementTests", dependencies: ["Settlement", "Vocabulary"], swiftSettings: strict),
        .testTarget(
            name: "ReportsTests", dependencies: ["Reports", "Vocabulary", "CXlsxwriter"], swiftSettings: strict),
        .testTarget(
            name: "SystemdTests", dependencies: ["Systemd", "CLinux", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Simulation", "Bills", "Rules", "Cryptography", "Vocabulary"],
            swiftSettings: strict),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Daemon", "Bills", "Channels", "Ledger", "Rules", "Orders", "Postgres", "Runtime", "Vocabulary",
            ],
            swiftSettings: strict),

        // Tests that wait: for a database, a server, a child process.
        .testTarget(
            name: "RuntimeTests", dependencies: ["Runtime", "TestPlaces", "TestTurns"], swiftSettings: strict),
        .testTarget(
            name: "TransportTests",
            dependencies: ["Channels", "Runtime", "TestPlaces", "TestTurns", "Vocabulary"], swiftSettings: strict),
        .testTarget(
            name: "PrivateClusterTests",
            dependencies: ["PrivateCluster", "Postgres", "Runtime", "TestTurns", "Vocabulary"], swiftSettings: strict),
        .testTarget(
            name: "PostgresTests",
            dependencies: ["Postgres", "PrivateCluster", "Runtime", "TestCluster", "TestTurns", "Vocabulary"],
            swiftSettings: strict),
        .testTarget(
            name: "OrdersTests",
            dependencies: [
                "Orders", "Postgres", "PrivateCluster", "Runtime", "TestCluster", "TestTurns", "Vocabulary",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "Ledger", "Orders", "Rules", "Settlement", "PrivateCluster", "Postgres", "Reports", "Runtime",
                "SecondMatcher",
                "TestCluster",
                "TestPlaces",
                "TestRandom",
                "TestTurns",
            ],
            exclude: ["schema.dump.sql"], swiftSettings: strict),
        .testTarget(
            name: "SimulatedServerTests",
            dependencies: ["Simulation", "Cryptography", "Runtime", "TestTurns", "Vocabulary", "CZlib"],
            swiftSettings: strict),
        // Whole days, and the program as a process of its own.
        .testTarget(
            name: "ScenarioTests",
            dependencies: [
                "Daemon", "Simulation", "PrivateCluster", "Ledger", "Settlement", "Channels", "Bills", "Orders",
                "Rules", "Postgres", "Reports", "Runtime", "Systemd", "Vocabulary", "Cryptography", "SecondMatcher",
                "TestCluster", "TestPlaces", "TestRandom", "TestTurns", "reconciled", "channel-simulator",
            ], swiftSettings: strict),

        // A channel that stands nowhere but here, from its configuration to the report.
        .testTarget(
            name: "ThirdChannelTests",
            dependencies: [
                "Daemon", "Channels", "Bills", "Ledger", "Reports", "Postgres", "Cryptography", "Simulation",
                "Vocabulary", "ChannelConformance", "TestCluster", "TestPlaces", "TestTurns",
            ], path: "Tests/ThirdChannel", swiftSettings: strict),

        // What every channel owes the program.
        .target(
            name: "ChannelConformance", dependencies: ["Channels", "Bills", "Runtime", "Vocabulary"],
            path: "Tests/ChannelConformance", swiftSettings: strict),
        // Shared by test targets. A directory and a port of a test's own.
        .target(name: "TestPlaces", path: "Tests/TestPlaces", swiftSettings: strict),
        // Chance that can be had again.
        .target(name: "TestRandom", path: "Tests/TestRandom", swiftSettings: strict),
        // A thread of their own for tests that wait, and how long they do at most.
        .target(name: "TestTurns", path: "Tests/TestTurns", swiftSettings: strict),
        // One server for all of them.
        .target(
            name: "TestCluster", dependencies: ["PrivateCluster", "Postgres", "TestTurns"], path: "Tests/TestCluster",
            swiftSettings: strict),
        // Section 3 of the contract read a second time, as naive SQL.
        .target(name: "SecondMatcher", path: "Tests/SecondMatcher", swiftSettings: strict),
    ] + fuzzing,
    swiftLanguageModes: [.v6]
)

// `Tests/fast` builds and runs the tests that wait for nothing, and what they test.
if Context.environment["RECONCILED_TESTS"] == "fast" {
    let waiting = Set(
        package.targets.filter { target in
            target.type == .executable || target.name == "TestTurns"
                || target.dependencies.contains { if case .byNameItem("TestTurns", _) = $0 { true } else { false } }
        }.map(\.name))
    // Worlds of some thousand payments each are no matter of a moment either.
    let wholeWorlds = ["Demonstration", "SecondMatcher", "SimulationTests"]
    package.targets.removeAll { waiting.contains($0.name) || wholeWorlds.contains($0.name) }
    package.products = []
}
