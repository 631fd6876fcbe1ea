import FoundationEssentials
import TestTurns
import Testing
import Vocabulary

/// Database and archive are restored from backups of the same age and of different ones; what is then found, and how it heals.
@Suite(.serialized, .waiting) struct BackupTests {
    @Test func whatABackupLacksIsFoundAndHealedAsTheHintsSay() throws {
        let bench = try BackupInstallation("ages")
        let (last, archive) = (bench.days[2], bench.archive)
        for day in bench.days[..<2] { try bench.reconcile(day) }
        let older = try bench.backUp("older")
        try bench.reconcile(last)
        let newer = try bench.backUp("newer")
        let everything = try bench.everything()
        let files = try bench.rows("SELECT archive_path FROM recon.bill_files WHERE bill_date = '\(last)'")
        #expect(files.count > 5)

        // Of the same age: nothing is missing.
        try bench.restore(database: newer, archive: newer)
        let whole = try bench.verify(expecting: 0)
        #expect(whole.findings.isEmpty && whole.not_looked_at.values.allSatisfy { $0 == 0 })
        #expect(try bench.rows("SELECT count(*) FROM recon.bill_files") == ["\(whole.files_proven)"])
        #expect(try bench.rows("SELECT count(*) FROM ledger.day WHERE concluded") == ["\(whole.bills_read)"])
        #expect(try bench.everything() == everything)

        // The archive is older: its files of the last day are fetched again.
        try bench.restore(database: newer, archive: older)
        let missing = try bench.verify(expecting: 65).findings
        #expect(missing.map(\.file).sorted() == files.sorted())
        #expect(Set(missing.map(\.code)) == ["archive.altered"] && Set(missing.map(\.found)) == ["no file"])
        for hint in Set(missing.map(\.hint)).sorted() {
            let outcome = try bench.follow(hint)
            #expect(outcome.status < 2, "\(outcome.errors)")
        }
        #expect(try bench.verify(expecting: 0).files_proven == whole.files_proven)
        #expect(try bench.everything() == everything)

        // The database is older: the bills of the last day lie there, and it knows nothing of them.
        try bench.restore(database: older, archive: newer)
        let unknown = try bench.verify(expecting: 65).findings
        #expect(unknown.map(\.file).sorted() == files.sorted())
        #expect(Set(unknown.map(\.code)) == ["archive.unrecorded"])
        for hint in Set(unknown.map(\.hint)).sorted() {
            #expect(hint.contains(" --archived`"))
            let outcome = try bench.follow(hint)
            // That a pot had no movement stands in no file: the channel is asked for that.
            if outcome.errors.contains("bill.pot_missing: ") {
                #expect(try bench.follow(hint.replacing(" --archived", with: "")).status < 2)
            } else {
                #expect(outcome.status < 2, "\(outcome.errors)")
            }
        }
        let asked = try bench.rows(
            "SELECT DISTINCT source FROM ledger.run WHERE bill_date = '\(last)' AND origin = 'person'")
        #expect(asked.contains("archived"))
        #expect(try bench.verify(expecting: 0).files_proven == whole.files_proven)
        #expect(try bench.everything() == everything)
        #expect(FileManager.default.fileExists(atPath: archive))
    }
}

extension [String?] {
    fileprivate func sorted() -> [String] { compactMap { $0 }.sorted() }
}
