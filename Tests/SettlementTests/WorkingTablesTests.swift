import Foundation
import Testing

/// The steps of a settlement talk through working tables as far as values are too small: one page names them all.
@Suite struct WorkingTablesTests {
    private static let folder =
        #filePath.components(separatedBy: "/Tests/")[0] + "/Sources/Settlement/"
    private static let pages = [
        "SQL/working_tables.sql", "SQL/item_tables.sql", "SQL/money_tables.sql", "SQL/sharing_tables.sql",
    ]

    private static let maker = "Workspace/WorkingTables.swift"

    private static func text(_ path: String) throws -> String {
        try String(contentsOfFile: folder + path, encoding: .utf8)
    }

    /// What follows each occurrence of `before`, as far as it is a name.
    private static func names(after before: String, in text: String) -> Set<String> {
        Set(text.components(separatedBy: before).dropFirst().map { String($0.prefix { $0.isLetter || $0 == "_" }) })
    }

    private static func sources() -> [String] {
        (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
            .filter { !pages.contains($0) && $0 != maker && ($0.hasSuffix(".swift") || $0.hasSuffix(".sql")) }.sorted()
    }

    @Test func everyWorkingTableIsOnThePageAndUsed() throws {
        let made = try Self.pages.reduce(into: Set<String>()) {
            $0.formUnion(Self.names(after: "CREATE TEMP TABLE ", in: try Self.text($1)))
        }
        #expect(made.count > 30)
        let functions = try ["SQL/working_functions.sql", "SQL/sharing_functions.sql"].reduce(into: Set<String>()) {
            $0.formUnion(Self.names(after: "CREATE FUNCTION pg_temp.", in: try Self.text($1)))
        }
        var used: Set<String> = []
        for path in Self.sources() {
            let text = try Self.text(path)
            used.formUnion(Self.names(after: "pg_temp.", in: text))
            #expect(!text.contains("CREATE TEMP"), "\(path) makes a working table of its own")
        }
        #expect(used == made.union(functions))
    }

    /// "Filled by …" and "Read by …" name every file that mentions the table.
    @Test func thePageNamesWhoUsesATable() throws {
        let sources = Self.sources()
        let users = try Dictionary(
            uniqueKeysWithValues: sources.map { ($0, Self.names(after: "pg_temp.", in: try Self.text($0))) })
        let parts = try Self.pages.flatMap { try Self.text($0).components(separatedBy: "\n\n") }
        for part in parts where part.contains("CREATE TEMP TABLE") {
            let comment = part.split(separator: "\n").filter { $0.hasPrefix("--") }.joined(separator: " ")
            #expect(comment.contains("illed ") && comment.contains("ead by"), "\(part)")
            for table in Self.names(after: "CREATE TEMP TABLE ", in: part) {
                for (path, names) in users where names.contains(table) {
                    let name = path.replacing("SQL/", with: "").split(separator: ".")[0]
                    #expect(comment.contains(name), "\(path) uses \(table)")
                }
            }
        }
    }
}
