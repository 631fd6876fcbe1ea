import Foundation
import Rules
import Testing

/// One page lists all rules of a verdict with the file of each. (That the files it names exist is seen to by HouseTests.)
@Suite struct RulesPageTests {
    private static let root = #filePath.components(separatedBy: "/Tests/")[0]
    private static let folder = "Sources/Settlement/SQL"

    private static func page() throws -> String {
        try String(contentsOfFile: "\(root)/Sources/Settlement/Settlement.docc/Rules.md", encoding: .utf8)
    }

    @Test(arguments: Outcome.allCases.map(\.rawValue) + ["fee_mismatch", "over_refund"])
    func everyOutcomeHasARule(outcome: String) throws {
        #expect(try Self.page().contains("\n| `\(outcome)` | "))
    }

    /// Whatever decides by an outcome is a rule.
    @Test func everyStepThatNamesAnOutcomeIsOnThePage() throws {
        let page = try Self.page()
        // These only count, keep or carry on what was decided.
        let counting: Set = [
            "carry_totals.sql", "recount.sql", "statement_entries.sql", "working_tables.sql", "item_tables.sql",
        ]
        for file in try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/\(Self.folder)")
        where !counting.contains(file) {
            let text = try String(contentsOfFile: "\(Self.root)/\(Self.folder)/\(file)", encoding: .utf8)
            guard Outcome.allCases.contains(where: { text.contains("'\($0.rawValue)'") }) else { continue }
            #expect(page.contains("\(Self.folder)/\(file)"), "\(file)")
        }
    }

    /// What a channel calls a state is its decoder's to know; all others read the columns.
    @Test func noChannelsWordStandsOutsideItsFolder() throws {
        let words = ["FAIL", "CHANGE", "REVOKED", "ABNORMAL"].flatMap { ["'\($0)'", "\"\($0)\""] }
        let own = ["Bills/WeChatPay/", "Bills/Alipay/", "Channels/", "Simulation/", "channel-simulator/"]
        for path in FileManager.default.enumerator(atPath: "\(Self.root)/Sources")?.compactMap({ $0 as? String }) ?? []
        where path.hasSuffix(".swift") || path.hasSuffix(".sql") {
            if own.contains(where: { path.hasPrefix($0) }) { continue }
            let text = try String(contentsOfFile: "\(Self.root)/Sources/\(path)", encoding: .utf8)
            for word in words { #expect(!text.contains(word), "\(path): \(word)") }
        }
    }
}
