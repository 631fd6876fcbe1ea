import Foundation
import Simulation
import TestTurns
import Testing
import Vocabulary

/// Profit sharing with the program as it is used: fetched from simulated channels, verified, healed, imported and explained.
@Suite(.serialized, .waiting) struct SharingProgramTests {
    private func world() throws -> World {
        var plan = FaultPlan.full
        plan.hasUntimedRecords = false
        let accounts = try ServiceWorld.world.get().accounts.map { account in
            var account = account
            account.sharesProfit = true
            return account
        }
        return try World(
            seed: 31, days: SystemDays.over, accounts: accounts, paymentsPerDay: 200, faults: plan)
    }

    @Test func whatWasSharedIsFetchedVerifiedAndHealed() throws {
        let bench = try BackupInstallation("sharing", world())
        for day in bench.days { try bench.reconcile(day) }
        try expectTruth(bench)
        #expect(try bench.verify(expecting: 0).findings.isEmpty)
        let account = bench.money.weChatPay.id.account
        let path = try #require(
            bench.rows(
                "SELECT archive_path FROM recon.bill_files WHERE kind = 'sharing' AND account = '\(account)' ORDER BY bill_date"
            ).first)
        let before = try bench.everything() + shares(bench)
        // A file that somebody altered, and a ledger that somebody altered.
        var content = try Data(contentsOf: URL(filePath: path))
        content[content.count / 2] ^= 1
        let changes: [(code: String, change: () throws -> Void)] = [
            ("archive.altered", { try content.write(to: URL(filePath: path)) }),
            (
                "ledger.bill_differs",
                {
                    try bench.sql(
                        """
                        UPDATE ledger.share SET amount_fen = amount_fen + 1
                        WHERE (account_id, bill_date, line_no) IN (SELECT account_id, bill_date, line_no FROM ledger.share LIMIT 1)
                        """)
                }
            ),
        ]
        for (code, change) in changes {
            try change()
            let findings = try bench.verify(expecting: 65).findings
            #expect(findings.map(\.code) == [code])
            let outcome = try bench.follow(#require(findings.first).hint)
            #expect(outcome.status < 2, "\(outcome.errors)")
            #expect(try bench.verify(expecting: 0).findings.isEmpty)
            #expect(try bench.everything() + shares(bench) == before)
        }
        // A person has the file at hand, and its first line says what it is.
        let imported = try bench.money.run([
            "import", path, "--channel", "wechatpay", "--account", account, "--date", bench.days[0].description,
        ])
        #expect(imported.status < 2 && imported.output.contains("sharing"), "\(imported.output)\(imported.errors)")
        #expect(try shares(bench) == before.suffix(shares(bench).count))
        let sharingNo = try #require(
            bench.rows(
                "SELECT sharing_no FROM recon.shares WHERE channel = 'wechatpay' AND outcome = 'matched' ORDER BY 1"
            ).first)
        /// Lines are broken to the terminal's width.
        func told(_ arguments: String...) throws -> String {
            try bench.money.run(arguments).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        let checked = try told("check")
        #expect(checked.contains(", and the sharing bill"), "\(checked)")
        let told = try told("explain", sharingNo)
        let names = try bench.rows(
            "SELECT regexp_replace(archive_path, '^.*/', '') FROM recon.bill_files WHERE kind = 'sharing'")
        #expect(
            told.contains("share \(sharingNo) of payment") && told.contains("sharing bill of")
                && names.contains { told.contains(" (\($0)), line ") }, "\(told)")
    }

    private func shares(_ bench: BackupInstallation) throws -> [String] {
        try bench.rows(
            "SELECT account, bill_date, sharing_no, receiver, amount, order_amount, outcome FROM recon.shares ORDER BY 1, 2, 3, 4, 5, 6"
        )
    }

    private func expectTruth(_ bench: BackupInstallation) throws {
        let truth = SharingTruth(bench.money.funds).items.map {
            "\($0.account.account)|\($0.billDate)|\($0.code.rawValue)|\($0.sharingNo)|\($0.differenceFen)"
        }
        let found = try bench.rows(
            """
            SELECT account, bill_date, code, coalesce(details ->> 'sharing_no', ''), (100 * sum(difference))::bigint
            FROM recon.discrepancies WHERE kind = 'sharing' AND status = 'open'
            GROUP BY 1, 2, 3, 4, payment_no, CASE WHEN channel = 'wechatpay' THEN discrepancy_id END
            """)
        #expect(Set(truth.map { $0.split(separator: "|")[2] }).count == 4)
        #expect(
            found.sorted() == truth.sorted(),
            "false \(Set(found).subtracting(truth).sorted()), missed \(Set(truth).subtracting(found).sorted())")
    }
}
