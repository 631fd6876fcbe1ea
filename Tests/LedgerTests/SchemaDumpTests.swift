import Foundation
import Postgres
import Runtime
import TestCluster
import TestTurns
import Testing

@testable import PrivateCluster

/// `schema.dump.sql` beside this file is the schema as PostgreSQL sees it: what a change of it does is seen in its diff.
@Suite(.serialized, .waiting) struct SchemaDumpTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "schema.dump.sql")
    private static let command = "RECONCILED_WRITE_DUMP=1 swift test --filter theDumpIsMadeAnew"
    private static let isWritten = ProcessInfo.processInfo.environment["RECONCILED_WRITE_DUMP"] != nil

    @Test(.enabled(if: isWritten, "only when asked for")) func theDumpIsMadeAnew() throws {
        try Data(Self.dump().utf8).write(to: Self.file)
    }

    @Test func theDumpIsTheSchema() throws {
        let dumped = try Self.dump()
        let kept = try String(contentsOf: Self.file, encoding: .utf8)
        guard kept.prefix(while: { $0 != "\n" }) == dumped.prefix(while: { $0 != "\n" }) else {
            try Test.cancel("another version of PostgreSQL writes the same things in words of its own")
        }
        let (old, new) = (Self.parts(kept), Self.parts(dumped))
        let changes = Set(old).symmetricDifference(new).map { $0.prefix(while: { $0 != "\n" }) }.sorted()
        #expect(changes == [], "is it meant? Then: \(Self.command)")
        #expect(kept == dumped, "is it meant? Then: \(Self.command)")
    }

    /// The objects of both schemas, sorted, without what depends on roles or on the program that dumps.
    private static func dump() throws -> String {
        let conninfo = try TestCluster.shared.get().conninfo(database: LedgerTemplate.name.get())
        let path = FileManager.default.temporaryDirectory.appending(path: "dump-\(UUID().uuidString).sql").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let program = try ServerPrograms.find() + "/pg_dump"
        let words = [
            program, "--schema-only", "--no-owner", "--no-privileges", "-n", "ledger", "-n", "recon", conninfo,
        ]
        let status = try ChildProcess(words, environment: ["LC_ALL=C"], output: path).wait()
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try #require(status == 0, "\(text)")
        let objects = text.components(separatedBy: "\n--\n-- Name: ").dropFirst().map { part in
            var lines = part.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
            lines.removeAll {
                $0 == "--" || $0.hasPrefix("SET default_") || $0.hasPrefix("-- PostgreSQL database dump")
                    // A word drawn anew for every dump, by newer versions.
                    || $0.hasPrefix("\\unrestrict ")
            }
            let title = lines.removeFirst().replacing("; Owner: -", with: "")
            return "-- \(title)\n" + lines.joined(separator: "\n")
        }
        let version = try Connection(conninfo, name: "tests").serverVersion / 10_000
        return (["-- PostgreSQL \(version)"] + objects.sorted()).joined(separator: "\n\n") + "\n"
    }

    private static func parts(_ dump: String) -> [String] { dump.components(separatedBy: "\n\n") }
}
