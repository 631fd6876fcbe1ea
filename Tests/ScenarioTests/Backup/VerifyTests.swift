import FoundationEssentials
import Simulation
import TestTurns
import Testing
import Vocabulary

/// What is changed in the archive or the ledger is found where it is, and heals as the finding says.
@Suite(.serialized, .waiting) struct VerifyTests {
    private func settled(_ name: String) throws -> BackupInstallation {
        let bench = try BackupInstallation(name)
        for day in bench.days { try bench.reconcile(day) }
        return bench
    }

    /// The only finding there is.
    private func onlyFinding(_ bench: BackupInstallation) throws -> BackupInstallation.Finding {
        let verified = try bench.verify(expecting: 65)
        let finding = try #require(verified.findings.first)
        #expect(verified.findings.count == 1, "\(verified.findings)")
        #expect(verified.counts == [finding.code: 1])
        return finding
    }

    private func heal(_ bench: BackupInstallation, _ finding: BackupInstallation.Finding, _ before: [String]) throws {
        let outcome = try bench.follow(finding.hint)
        #expect(outcome.status < 2, "\(outcome.errors)")
        #expect(try bench.verify(expecting: 0).findings.isEmpty)
        #expect(try bench.everything() == before)
    }

    @Test func aFileThatIsAlteredOrGoneIsFoundAndFetchedAgain() throws {
        let bench = try settled("files")
        let before = try bench.everything()
        let (account, day) = (bench.money.weChatPay.id.account, bench.days[1])
        for kind in ["trade", "funds"] {
            let path = try #require(
                bench.rows(
                    """
                    SELECT archive_path FROM recon.bill_files
                    WHERE account = '\(account)' AND bill_date = '\(day)' AND kind = '\(kind)' ORDER BY pot LIMIT 1
                    """
                ).first)
            let content = try Data(contentsOf: URL(filePath: path))
            var altered = content
            altered[content.count / 2] ^= 1
            for bytes in [altered, nil] {
                if let bytes {
                    try bytes.write(to: URL(filePath: path))
                } else {
                    try FileManager.default.removeItem(atPath: path)
                }
                let finding = try onlyFinding(bench)
                #expect(finding.code == "archive.altered" && finding.file == path)
                #expect(finding.account == account && finding.date == "\(day)")
                #expect(finding.found?.hasPrefix(bytes == nil ? "no file" : "SHA-256 ") == true)
                try heal(bench, finding, before)
                #expect(try Data(contentsOf: URL(filePath: path)) == content)
            }
        }
    }

    @Test func aRowThatIsChangedInTheLedgerIsFoundAndReadAgain() throws {
        let bench = try settled("rows")
        let before = try bench.everything()
        let (account, day) = (bench.money.weChatPay.id.account, bench.days[1])
        let ofDay = """
            account_id = (SELECT account_id FROM ledger.account WHERE account = '\(account)') AND bill_date = '\(day)'
            """
        let lineOfBlock = "split_part(split_part(lines, E'\\n', 2), E'\\t', 1)"
        let changes: [(kind: String, table: String, line: String, change: String)] = [
            ("trade", "entry", "line_no", "channel_trade_no = channel_trade_no || '0'"),
            (
                // The first entry's amount.
                "trade", "plain_block", "first_line", "packed = set_byte(packed, 0, get_byte(packed, 0) # 1)"
            ),
            ("funds", "movement", "line_no", "flow_no = flow_no || '0'"),
            (
                "funds", "movement_block", lineOfBlock,
                "lines = replace(lines, split_part(split_part(lines, E'\\n', 2), E'\\t', 5), '9')"
            ),
        ]
        for change in changes {
            let line = try bench.rows(
                """
                UPDATE ledger.\(change.table) t SET \(change.change)
                WHERE t.ctid = (SELECT ctid FROM ledger.\(change.table) WHERE \(ofDay) ORDER BY ctid LIMIT 1)
                RETURNING \(change.line), file_no
                """)
            let finding = try onlyFinding(bench)
            #expect(finding.code == "ledger.bill_differs", "\(change.table)")
            #expect(
                finding.account == account && finding.date == "\(day)"
                    && finding.file?.contains("_\(change.kind)_") == true)
            #expect(finding.line.map { "\($0)" } == line.first.map { String($0.prefix { $0 != "|" }) })
            #expect(finding.found == finding.line.map { "1 row differs, line \($0)" })
            try heal(bench, finding, before)
        }
        // A row too few, one too many, and a block that cannot be unpacked.
        try bench.sql(
            "UPDATE ledger.plain_block SET packed = '' WHERE ctid = (SELECT ctid FROM ledger.plain_block WHERE \(ofDay) LIMIT 1)"
        )
        let unpackable = try onlyFinding(bench)
        #expect(unpackable.found?.hasPrefix("index 0 out of valid range") == true)
        try heal(bench, unpackable, before)
        try bench.sql(
            "UPDATE ledger.movement SET line_no = 9999 WHERE ctid = (SELECT ctid FROM ledger.movement WHERE \(ofDay) LIMIT 1)"
        )
        let moved = try onlyFinding(bench)
        #expect(moved.found?.hasSuffix("; 1 row is in no file, line 9999") == true)
        try heal(bench, moved, before)
    }

    @Test func aTotalOrAStatementThatIsChangedIsFoundAndStatedAgain() throws {
        let bench = try settled("statements")
        let before = try bench.everything()
        let (account, day) = (bench.money.weChatPay.id.account, bench.days[1])
        let runs = { (kind: String) in
            """
            (account_id, run_id) = (SELECT account_id, run_id FROM ledger.day JOIN ledger.account USING (account_id)
                                     WHERE account = '\(account)' AND bill_date = '\(day)' AND kind = '\(kind)')
            """
        }
        let statement = "ledger.statement_line SET amount_fen = amount_fen + CASE line WHEN 'orders' THEN 1 ELSE -1 END"
        let changes: [(sql: String, code: String, found: String)] = [
            (
                "\(statement) WHERE entry_type = 'payment' AND line IN ('orders', 'pending_channel') AND \(runs("trade"))",
                "ledger.statement_differs", "orders "
            ),
            (
                """
                ledger.bridge_line SET amount_fen = amount_fen + CASE line WHEN 'expected' THEN -1 ELSE 1 END
                WHERE line IN ('expected', 'booked_other_day', 'from_other_day', 'not_booked') AND \(runs("funds"))
                """, "ledger.statement_differs", "expected "
            ),
            (
                "ledger.funds_line SET movements = movements + 1 WHERE pot = 'BASIC' AND line = 'payment' AND \(runs("funds"))",
                "ledger.statement_differs", "payment "
            ),
            (
                "ledger.run_total SET other_discounts_fen = 7 WHERE entry_type = 'refund' AND \(runs("trade"))",
                "ledger.bill_differs", ""
            ),
            (
                """
                ledger.bill SET stored = 'another' WHERE (account_id, bill_id) = (
                    SELECT account_id, bill_id FROM ledger.day WHERE \(runs("trade")) AND kind = 'trade')
                """, "ledger.bill_differs", "entries "
            ),
            (
                """
                ledger.pot_day SET into_rows = into_rows + 1 WHERE pot = 'BASIC' AND (account_id, bill_date) = (
                    SELECT account_id, bill_date FROM ledger.day WHERE \(runs("funds")) AND kind = 'funds')
                """, "ledger.bill_differs", "in "
            ),
        ]
        for change in changes {
            try bench.sql("UPDATE \(change.sql)")
            let verified = try bench.verify(expecting: 65)
            // A total is both of the bill and of the statement.
            let finding = try #require(verified.findings.first { $0.code == change.code }, "\(change.sql)")
            #expect(verified.findings.count == (change.found.isEmpty ? 2 : 1), "\(verified.findings)")
            #expect(finding.account == account && finding.date == "\(day)")
            #expect(finding.found?.hasPrefix(change.found) == true, "\(finding)")
            try heal(bench, finding, before)
        }
    }

    /// The channel packs the same bill into other bytes than a person's file has.
    @Test func aFormerFileThatIsLostIsNotedOnceAnotherTookItsPlace() throws {
        let bench = try BackupInstallation("lost")
        let (account, day) = (bench.money.weChatPay, bench.days[0])
        #expect(try bench.money.importFunds(account, day, pots: [.basic], .plain).status == 2)
        #expect(try bench.verify(expecting: 0).not_looked_at["unconcluded_bills"] == 1)
        #expect(try bench.money.importFunds(account, day, .plain).status < 2)
        let path = try #require(bench.rows("SELECT archive_path FROM recon.bill_files WHERE pot = 'BASIC'").first)
        #expect(try bench.money.reconcile(account, day).status < 2)
        #expect(try bench.verify(expecting: 0).findings.isEmpty)
        let before = try bench.everything()
        try Data("another".utf8).write(to: URL(filePath: path))
        let finding = try onlyFinding(bench)
        #expect(finding.code == "archive.altered" && finding.file == path && finding.pot == "BASIC")
        try heal(bench, finding, before)
        let alarm = "SELECT code, channel, account, bill_date, kind FROM recon.alarms WHERE ended_at IS NULL"
        #expect(try bench.rows(alarm) == ["archive.lost|wechatpay|\(account.id.account)|\(day)|funds"])
        #expect(
            try bench.rows("SELECT archive_path FROM recon.bill_files WHERE deleted_at IS NOT NULL") == [path])
        #expect(!FileManager.default.fileExists(atPath: path))
        let aside = try FileManager.default.contentsOfDirectory(
            atPath: URL(filePath: path).deletingLastPathComponent().path)
        #expect(aside.filter { $0.hasPrefix(".altered-\(day)_funds_BASIC_") }.count == 1)
    }

    @Test func whatLiesInTheArchiveAndIsNotKnownIsTold() throws {
        let bench = try BackupInstallation("unknown")
        let (account, day) = (bench.money.weChatPay, bench.days[0])
        #expect(try bench.money.reconcile(account, day).status < 2)
        let folder = "\(bench.archive)/wechatpay/\(account.id.account)/\(day.description.prefix(4))"
        let bill = try #require(bench.rows("SELECT archive_path FROM recon.bill_files WHERE kind = 'trade'").first)
        try Data("x".utf8).write(to: URL(filePath: folder + "/notes.txt"))
        let notes = try onlyFinding(bench)
        #expect(notes.code == "archive.unrecorded" && notes.file == folder + "/notes.txt" && notes.date == nil)
        try FileManager.default.removeItem(atPath: folder + "/notes.txt")
        // Another bill of a day that the ledger has one of is for a person to choose.
        let other = folder + "/\(day)_trade_0123456789abcdef.csv"
        try Data("x".utf8).write(to: URL(filePath: other))
        let second = try onlyFinding(bench)
        #expect(second.hint.contains("`reconciled import \(other) --channel wechatpay"), "\(second.hint)")
        #expect(try bench.money.run(["verify", "\(day.next)"]).status == 2)
        try FileManager.default.removeItem(atPath: other)
        // What retention deleted is not read; what is back of it is told.
        try bench.sql("UPDATE ledger.bill_file SET deleted_at = now() WHERE archive_path = '\(bill)'")
        #expect(try onlyFinding(bench).file == bill)
        try FileManager.default.removeItem(atPath: bill)
        let verified = try bench.verify(expecting: 0)
        #expect(verified.not_looked_at["deleted_bills"] == 1 && verified.bills_read == 1)
    }

    @Test func whatRetentionTookAndWhatIsOnlyCountedIsSaidToBeUnseen() throws {
        let bench = try settled("thinned")
        let day = bench.days[0]
        try bench.sql("SELECT ledger.thin_day(account_id, '\(day)') FROM ledger.account")
        let verified = try bench.verify(expecting: 0)
        #expect(verified.not_looked_at["unkept_rows"] ?? 0 > 20)
        #expect(verified.bills_read == bench.money.service.unitCount)
        // What is left is held against its bill as before.
        try bench.sql(
            """
            UPDATE ledger.entry SET amount_fen = amount_fen + 1
            WHERE ctid = (SELECT ctid FROM ledger.entry WHERE bill_date = '\(day)' AND outcome = 'channel_only' LIMIT 1)
            """)
        let codes = try bench.verify(["\(day)"], expecting: 65).counts
        #expect(codes == ["ledger.bill_differs": 1, "ledger.statement_differs": 1])
    }

    @Test func countedPairsAreHeldAgainstTheirSums() throws {
        let service = try ServiceInstallation("verify_counted")
        service.options += "retention: { plain_pairs: counted }\n"
        try service.writeConfiguration()
        let day = service.bench.world.days.lowerBound
        #expect(try service.program("reconcile", "wechatpay", "\(day)", "--local").status < 2)
        let whole = try service.program("verify")
        #expect(whole.status == 0 && whole.output.contains("All of it agrees."), "\(whole.output)\(whole.errors)")
        let unseen = try #require(
            whole.output.firstMatch(of: /Not looked at: (\d+) rows of bills that the ledger only counts/))
        #expect(try [String(unseen.1)] == service.bench.rows("SELECT sum(entries) FROM ledger.plain_block"))
        try service.bench.sql(
            "UPDATE ledger.plain_block SET amount_fen = amount_fen + 1 WHERE entry_type = 'payment'"
        )
        let changed = try service.program("verify")
        #expect(changed.status == 65)
        let lines = changed.output.split(separator: "\n")
        #expect(
            lines.first?.hasPrefix("ledger.bill_differs: the totals of the payments are not those of the entries")
                == true, "\(changed.output)")
        #expect(
            lines.contains("What to do:") && lines.contains("2 finding(s): 2 ledger.bill_differs."), "\(changed.output)"
        )
    }

    /// What a closed day rests on goes on; what it says stays, and must still add up.
    @Test func aClosedDayIsHeldAgainstWhatCannotMoveOn() throws {
        let bench = try BackupInstallation("closed")
        let (account, day) = (bench.money.weChatPay, bench.days[0])
        #expect(try bench.money.reconcile(account, day).status < 2)
        try bench.sql("SELECT recon.close_period('\(day)', 'the month is over')")
        #expect(try bench.verify(expecting: 0).not_looked_at["closed_statements"] == 0)
        #expect(try bench.money.reconcile(account, day.next).status < 2)
        #expect(try bench.rows("SELECT count(*) > 0 FROM recon.late_effects") == ["t"])
        #expect(try bench.verify(expecting: 0).not_looked_at["closed_statements"] ?? 0 > 0)
        for (table, line) in [
            ("statement_line", "entry_type = 'payment' AND line = 'orders'"), ("bridge_line", "line = 'waiting'"),
            ("funds_line", "pot = 'BASIC' AND line = 'payment'"),
        ] {
            let ofDay = """
                WHERE \(line) AND (account_id, run_id) IN (
                    SELECT account_id, run_id FROM ledger.day WHERE bill_date = '\(day)' AND concluded)
                """
            try bench.sql("UPDATE ledger.\(table) SET amount_fen = amount_fen + 1 \(ofDay)")
            let finding = try onlyFinding(bench)
            #expect(finding.code == "ledger.statement_differs" && finding.date == "\(day)", "\(finding)")
            try bench.sql("UPDATE ledger.\(table) SET amount_fen = amount_fen - 1 \(ofDay)")
        }
    }

    @Test func nothingAtAllIsNoProof() throws {
        let bench = try BackupInstallation("empty")
        let outcome = try bench.money.run(["verify"])
        #expect(outcome.status == 2 && outcome.output.hasPrefix("archive.input_output: "), "\(outcome.output)")
        try FileManager.default.createDirectory(atPath: bench.archive, withIntermediateDirectories: true)
        let nothing = try bench.money.run(["verify"])
        #expect(nothing.status == 2 && nothing.errors.hasPrefix("report.nothing: "), "\(nothing.errors)")
        for wrong in [
            ["2026-11", "--from", "2026-11-01"], ["wechatpay", "2026-11-01", "--to", "2026-11-02"],
            ["2026-11", "2026-11"],
        ] {
            #expect(try bench.money.run(["verify"] + wrong).status == 64)
        }
    }
}
