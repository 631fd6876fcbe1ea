import FoundationEssentials
import Testing

@testable import Daemon

/// `systemd/reconciled.catalog` explains every event of the service, and nothing else.
@Suite struct CatalogueTests {
    private static let text: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = (try? Data(contentsOf: root.appending(path: "systemd/reconciled.catalog"))) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }()

    private static var entries: [Substring] { Array(text.split(separator: "\n-- ").dropFirst()) }

    @Test func everyEventIsExplainedOnce() {
        let ids = Self.entries.map { String($0.prefix(32)) }
        #expect(ids.count == Set(ids).count)
        #expect(Set(ids) == Set(ServiceEvent.allCases.map(\.messageID)))
        #expect(Set(ids).count == ServiceEvent.allCases.count)
    }

    @Test func eachHasASubjectAndAnExplanation() {
        for entry in Self.entries {
            let parts = entry.split(separator: "\n\n", maxSplits: 1)
            #expect(parts.first?.contains("\nSubject: ") == true, "\(entry)")
            #expect((parts.last?.count ?? 0) > 40, "\(entry)")
        }
    }

    /// A name between at signs is replaced by the entry's field of that name.
    @Test func onlyFieldsThatEntriesHaveAreShown() {
        let names = ["CHANNEL", "ACCOUNT", "BILL_DATE", "RUN", "ERROR_CODE", "SQLSTATE", "VERDICT"]
        let shown = Self.text.split(separator: "@").filter {
            !$0.isEmpty && $0.allSatisfy { $0 == "_" || $0.isUppercase }
        }
        #expect(!shown.isEmpty)
        for name in shown { #expect(names.contains(String(name))) }
    }
}
