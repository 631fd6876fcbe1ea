import FoundationEssentials
import Glibc
import Simulation
import TestPlaces
import TestTurns
import Testing
import Vocabulary

private let day = Installation.days.lowerBound

@Suite(.serialized, .waiting) struct CommandsVerdictTests {
    @Test func aBalancedDayEndsWith0() throws {
        let installation = try Installation(.none)
        for index in [0, 2] {
            let outcome = try installation.importBill(index, day)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("\(installation.world.accounts[index].id)  \(day)  trade  balanced  run "))
            #expect(outcome.errors.isEmpty)
        }
    }

    @Test func aDayWithOnlyPendingItemsEndsWith0() throws {
        let installation = try Installation(.pendingOnly)
        let outcome = try installation.importBill(0, day)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("  pending  run "))
    }

    @Test func aDayWithDiscrepanciesEndsWith1AndIsReportedInEachFormat() throws {
        let installation = try Installation(.full)
        let outcome = try installation.importBill(0, day)
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.output.contains("  discrepancies  run "))

        let text = try installation.run(["report", "wechatpay", day.description])
        #expect(text.status == 0, "\(text.errors)")
        for part in ["1900999001", "discrepancies", "residual", "amount_mismatch", "statement, refunds"] {
            #expect(text.output.contains(part))
        }
        let ofDay = "WHERE channel = 'wechatpay' AND bill_date = '\(day)'"
        let open = try installation.value("SELECT count(*) FROM recon.discrepancies \(ofDay)")
        let pending = try installation.value(
            "SELECT count(*) FROM recon.pending WHERE channel = 'wechatpay' AND coalesce(bill_date, '\(day)') = '\(day)'"
        )
        let csv = try installation.run(["report", "wechatpay", day.description, "--format", "csv"])
        #expect(csv.status == 0)
        #expect(csv.output.hasPrefix("\u{FEFF}discrepancy_id,status,code,bill_date,"))
        let rows = csv.output.unicodeScalars.filter { $0 == "\n" }.count - 1
        #expect(rows == (Int(open) ?? 0) + (Int(pending) ?? 0))
        #expect(rows > 10)

        let file = installation.directory.path + "/day.json"
        let json = try installation.run(["report", "wechatpay", day.description, "--format", "json", "-o", file])
        #expect(json.status == 0)
        #expect(json.output.isEmpty)
        struct Day: Decodable {
            struct Line: Decodable {
                var line: String
                var line_no: Int
                var amount: String
            }
            var bill_date: String
            var statement: [Line]
            var discrepancies: [[String: JSONAny]]
        }
        let decoded = try JSONDecoder().decode(Day.self, from: Data(contentsOf: URL(filePath: file)))
        #expect(decoded.bill_date == day.description)
        #expect(decoded.discrepancies.count == Int(open))
        // By number, not by its text, where 10 would stand before 2.
        #expect(decoded.statement.prefix(18).map(\.line_no) == decoded.statement.prefix(18).map(\.line_no).sorted())
        #expect(decoded.statement.filter { $0.line == "residual" }.map(\.amount) == ["0.00", "0.00"])

        let channel = try installation.run(["report", "wechatpay"])
        #expect(channel.status == 0)
        let overview = try installation.run(["report"])
        #expect(overview.status == 0)
        #expect(overview.output.contains("1900999001"))
    }

    @Test func aDateMayStandAloneAndMayBeAMonth() throws {
        let installation = try Installation(.full)
        #expect(try installation.importBill(0, day).status == 1)
        #expect(try installation.importBill(2, day).status == 1)
        let month = String(day.description.prefix(7))

        let allChannels = try installation.run(["report", day.description])
        #expect(allChannels.output.contains("wechatpay:1900999001  \(day)  discrepancies"))
        #expect(allChannels.output.contains("alipay:2088000000000001  \(day)  discrepancies"))
        let alipay = try installation.run(["report", "alipay", month])
        #expect(alipay.output.contains("discrepancies by code"))
        #expect(!alipay.output.contains("1900999001"))

        // The page of no date is the newest day's.
        for (arguments, title) in [([], day.description), ([month], month), (["alipay", day.description], "Alipay")] {
            let page = try installation.run(["report"] + arguments + ["--format", "html"])
            #expect(page.status == 0, "\(page.errors)")
            #expect(page.output.hasPrefix("<!DOCTYPE html>"))
            #expect(page.output.split(separator: "\n").contains { $0.hasPrefix("<title>") && $0.contains(title) })
        }
        let open = try installation.value("SELECT count(*) FROM recon.discrepancies WHERE status = 'open'")
        let csv = try installation.run(["report", month, "--format", "csv"])
        let pending = try installation.value("SELECT count(*) FROM recon.pending")
        let rows = csv.output.unicodeScalars.filter { $0 == "\n" }.count - 1
        #expect(rows == (Int(open) ?? 0) + (Int(pending) ?? 0))

        #expect(try installation.run(["report", "2026-13"]).status == 64)
        #expect(try installation.run(["report", month, day.description]).status == 64)
        let nothing = try installation.run(["report", "2020-01"])
        #expect(nothing.status == 2)
        #expect(nothing.errors.contains("2020-01 has not been reconciled yet"))
    }

    /// Anything at all.
    private struct JSONAny: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    @Test func aBillThatIsNotWholeEndsWith2AndSaysWhy() throws {
        let installation = try Installation(.full)
        let outcome = try installation.importBill(0, day, corruption: .truncated)
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("  incomplete  run "))
        #expect(outcome.errors.contains("bill."))
        #expect(outcome.errors.contains("HINT: "))
        #expect(try installation.value("SELECT count(*) FROM recon.discrepancies") == "0")
        let report = try installation.run(["report", "wechatpay", day.description])
        #expect(report.output.contains("incomplete"))
    }

    @Test func aBillOfAnotherDayEndsWith2() throws {
        let installation = try Installation(.none)
        let outcome = try installation.importBill(0, day, as: day.next)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("bill.wrong_day"))
    }

    @Test func aReportOfNothingEndsWith2() throws {
        let installation = try Installation(.none)
        for arguments in [["report"], ["report", "alipay"], ["report", "alipay", "2026-11-19"]] {
            let outcome = try installation.run(arguments)
            #expect(outcome.status == 2)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.contains("reconciled yet"))
        }
    }

    @Test func aNumberIsExplainedInTimeOrder() throws {
        let installation = try Installation(.full)
        #expect(try installation.importBill(0, day).status == 1)
        let row = "FROM recon.discrepancies WHERE code = 'amount_mismatch' AND entry_type = 'payment'"
        let payment = try installation.value("SELECT payment_no \(row)")
        let trade = try installation.value("SELECT channel_trade_no \(row)")
        let order = try installation.value("SELECT order_nos[1] \(row)")
        for number in [payment, trade, order] {
            let outcome = try installation.run(["explain", number])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.hasPrefix(number))
            for part in ["  shop ", "  bill ", "  run ", "line ", "amounts differ", payment, trade, order] {
                #expect(outcome.output.contains(part), "\(part) of \(number)")
            }
            let moments = outcome.output.split(separator: "\n").map { $0.prefix(19) }.filter { $0.hasPrefix("20") }
            #expect(moments == moments.sorted())
        }
        let unknown = try installation.run(["explain", "no-such-number"])
        #expect(unknown.status == 2)
        #expect(unknown.output.contains("nothing is known about it"))
    }

    @Test func aPairThatWasOnlyCountedIsExplainedFromWhatIsLeftOfIt() throws {
        let installation = try Installation(.none)
        let file = URL(filePath: installation.configuration)
        try Data(try Data(contentsOf: file) + Data("retention: { plain_pairs: counted }\n".utf8)).write(to: file)
        #expect(try installation.importBill(0, day).status == 0)
        #expect(try installation.value("SELECT count(*) < 5 FROM recon.bill_entries") == "t")
        let account = try installation.value("SELECT account FROM recon.runs")
        let payment = try installation.value(
            "SELECT payment_no FROM taobao.payment_record WHERE account = '\(account)' AND paid_at >= '\(day) 06:00+08' AND paid_at < '\(day) 18:00+08' LIMIT 1"
        )
        let outcome = try installation.run(["explain", payment])
        #expect(outcome.status == 0, "\(outcome.errors)")
        for part in [
            "  shop ", "  bill ", ", line ", ": payment \(payment), paired",
            "  note  plain pairs of days from \(day) to \(day)",
        ] {
            #expect(outcome.output.contains(part), "\(part) in \(outcome.output)")
        }
    }

    @Test func theDemonstrationFindsEveryDifferenceAndLeavesNothing() throws {
        let directory = try TemporaryDirectory()
        // A server that runs as another user has to enter it.
        chmod(directory.path, 0o755)
        let outcome = try Program.run(
            ["demo", "--payments", "40", "--seed", "3"], environment: ["TMPDIR=\(directory.path)"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains(" found, 0 missed, 0 falsely reported; every statement closes to 0.\n"))
        // The last lines are the money's and the pots'.
        let last = outcome.output.split(separator: "\n").suffix(2).map(String.init)
        #expect(last[0].contains(" faults of the money: ") && !last[0].contains("Of 0 "))
        #expect(last[0].hasSuffix(" found, 0 missed, 0 falsely reported; all 6 pots close to the fen."))
        #expect(last[1] == "Of 12 faults of the pots: 12 found, 0 missed, 0 falsely reported; every statement adds up.")
        #expect(outcome.errors.contains("run 18 of 18"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
    }
}
