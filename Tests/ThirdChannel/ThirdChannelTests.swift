import Channels
import Cryptography
import FoundationEssentials
import Ledger
import Postgres
import Reports
import TestCluster
import TestPlaces
import TestTurns
import Testing
import Vocabulary

@testable import Daemon
@testable import Simulation

/// A channel of which nothing stands in `Sources`: configured, fetched, decoded, settled, reported and scheduled by what
/// serves the others.
@Suite(.serialized, .waiting) struct ThirdChannelTests {
    private static let shop = """
        CREATE SCHEMA shop;
        CREATE TABLE shop.payment (payment_no text, channel text, account text, channel_trade_no text,
            amount_fen bigint, currency text DEFAULT 'CNY', state text, paid_at timestamptz, order_nos text[],
            PRIMARY KEY (payment_no, channel, account));
        CREATE TABLE shop.refund (refund_no text, payment_no text, channel text, account text, channel_refund_no text,
            amount_fen bigint, currency text DEFAULT 'CNY', state text, refunded_at timestamptz,
            PRIMARY KEY (payment_no, refund_no, channel, account));
        INSERT INTO shop.payment VALUES
            ('T1', 'teapay', '700001', 'C1', 1000, 'CNY', 'paid', '2026-11-21 09:00+08', ARRAY['O1']);
        INSERT INTO shop.refund VALUES
            ('R1', 'T1', 'teapay', '700001', NULL, 300, 'CNY', 'succeeded', '2026-11-21 11:00+08'),
            ('R2', 'T1', 'teapay', '700001', NULL, 200, 'CNY', 'closed', NULL);
        """

    private let directory: TemporaryDirectory
    private let house: LoopbackServer

    init() throws {
        directory = try TemporaryDirectory()
        house = try TeaHouse.open()
    }

    private func configuration(_ conninfo: String, change: (String) -> String = { $0 }) throws -> Configuration {
        let text = """
            results:
              conninfo: \(conninfo)
            orders:
              payment_relation: shop.payment
              refund_relation: shop.refund
            archive:
              directory: \(directory.path)/archive
            accounts:
              - channel: teapay
                account: "700001"
                start_date: 2026-11-20
                private_key: \(try directory.write("guest.pem", TeaKeys.guest.get().pem))
                tea_house: http://127.0.0.1:\(house.port)
                tea_seal: \(try directory.write("seal.pem", TeaKeys.house.get().publicKey.pem))
            """
        return try Configuration.load(
            try directory.write("tea.yaml", change(text)), environment: [:], channels: .withTeaPay)
    }

    @Test func aDayGoesFromTheChannelToTheReport() throws {
        defer { house.stop() }
        let conninfo = try TestCluster.database("third_channel")
        let connection = try Connection(conninfo, name: "tests")
        try Schema.migrate(connection)
        try connection.execute(Self.shop)
        let configuration = try configuration(conninfo)
        let account = try #require(configuration.accounts.first)
        let day = try #require(BusinessDay(TeaHouse.day))
        let clock = Clock.fixed(day.next.startEpochSeconds + 12 * 3600)

        let parts = try configuration.runParts(account, source: .channel, clock: clock, progress: { _ in })
        #expect(parts.client.probe().isEmpty)
        let request = RunRequest(DayUnit(account.account, day, .trade), source: .channel, by: .person("test"))
        #expect(try reconcile(request, parts).verdict == .discrepancies)

        // Its own word for a refund that failed is its own: the fact is what counts.
        let found = try connection.rows(
            "SELECT code, channel, payment_no, difference FROM recon.discrepancies ORDER BY 1")
        #expect(found == ["channel_only|teapay|T2|25.00"])
        let refunds = try connection.rows(
            "SELECT entry_type, refund_no, outcome FROM recon.bill_entries WHERE entry_type = 'refund' ORDER BY 2")
        #expect(refunds == ["refund|R1|matched", "refund|R2|not_executed"])
        let residuals = try connection.rows("SELECT amount FROM recon.statement WHERE line = 'residual'")
        #expect(Set(residuals) == ["0.00"])
        #expect(try connection.rows("SELECT channel, name_en, name_zh FROM recon.channels") == ["teapay|Tea Pay|茶付"])

        let report = try Report.read(.period(nil, .day(day)), on: connection)
        #expect(try report.text(.text).contains("teapay"))
        let page = try report.text(.html)
        #expect(page.contains("Tea Pay") && page.contains("茶付"))
    }

    @Test func itsOptionsAreCheckedLikeAnyOther() throws {
        defer { house.stop() }
        let problems = try #require(throws: Problems.self) {
            try configuration("dbname=none") {
                $0.replacing("tea_house: http://127.0.0.1", with: "tea_house: http://10.0.0.1").replacing(
                    "tea_seal", with: "gateway: https://x/y\n    tea_seals")
            }
        }
        let found = problems.all.map { "\($0.code): \($0.what)" }
        #expect(
            found == [
                "configuration.missing: `tea_seal` is missing in `accounts[1]`",
                "configuration.invalid_value: `tea_house` in `accounts[1]` is not valid",
                "configuration.conflict: `gateway` in `accounts[1]` does not apply to teapay",
                "configuration.unknown_key: unknown key `tea_seals` in `accounts[1]`",
            ])
        let keys = try configuration("dbname=none")
        var check = KeyCheck(nowEpochSeconds: 0)
        keys.accounts[0].settings.check(&check)
        #expect(check.problems.isEmpty)
    }

    @Test func itsScheduleIsItsOwn() throws {
        defer { house.stop() }
        let day = try #require(BusinessDay(TeaHouse.day))
        func plan(_ age: Int, _ secondOfDay: Int64) -> Schedule.Plan {
            Schedule.plan(
                [OpenDay(day: day, lastRunID: 7)], .teaPay, overdueAfterSeconds: 7200,
                nowEpochSeconds: day.advanced(by: age).startEpochSeconds + secondOfDay)
        }
        #expect(plan(1, 6 * 3600 + 599).due == nil)
        #expect(plan(1, 6 * 3600 + 600).due?.day == day)
        #expect(plan(20, 12 * 3600).due != nil)
        #expect(plan(21, 12 * 3600).due == nil)
        #expect(plan(9, 12 * 3600).leaving.isEmpty)
        #expect(plan(10, 12 * 3600).leaving.map(\.daysLeft) == [30])
    }
}
