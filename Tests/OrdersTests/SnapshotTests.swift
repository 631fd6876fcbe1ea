import Orders
import Postgres
import PrivateCluster
import Runtime
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// Records by their keys, whole and as they are; and a reading that can be ended.
@Suite(.serialized, .waiting) struct SnapshotTests {
    private static func payment(_ number: String) -> RecordKey {
        RecordKey(type: .payment, paymentNo: number, refundNo: "")
    }
    private static func refund(_ number: String, of payment: String) -> RecordKey {
        RecordKey(type: .refund, paymentNo: payment, refundNo: number)
    }

    private static func text(_ record: ShopRecord) -> String {
        [
            record.key.text, record.channel, record.account, record.channelNo ?? "-", "\(record.amountFen)",
            record.currency, record.state, record.occurredAt.map { "\($0)" } ?? "-", record.orderNos ?? "-",
        ].joined(separator: " ")
    }

    @Test func recordsComeAsTheShopWroteThem() throws {
        let shop = try ShopBench("records")
        let odd = "a\"b\\c,{}'; 单号"
        try shop.pay(
            "'P1'", channelNo: "'C1'", fen: "12", at: "'2026-11-20 12:00:00.9+08'", orders: #"'{"T 1",T2,NULL}'"#)
        try shop.pay("'P1'", channel: "'unionpay'", account: "'9'", state: "'unpaid'", at: "NULL", orders: "NULL")
        try shop.pay(sqlLiteral(odd), currency: "'USD'", state: "'closed'")
        try shop.refund("'R1'", channelNo: "'D1'", state: "'processing'")
        try shop.refund("'R1'", of: "'P2'")
        try shop.pay("'P9'")
        let snapshot = try OrderSnapshot(shop.source, wholeAfter: 0)
        let records = try snapshot.records(
            for: [Self.payment("P1"), Self.payment(odd), Self.payment("NONE"), Self.refund("R1", of: "P1")])
        let noon = ShopBench.day.startEpochSeconds + 12 * 3600
        #expect(
            Set(records.map(Self.text)) == [
                "payment P1 wechatpay 1900000109 C1 12 CNY paid \(noon) {\"T 1\",T2,NULL}",
                "payment P1 unionpay 9 - 100 CNY unpaid - -",
                "\(Self.payment(odd).text) wechatpay 1900000109 - 100 USD closed \(noon) {T1}",
                "refund R1 of payment P1 wechatpay 1900000109 D1 100 CNY processing \(noon) {\"T 1\",T2,NULL}",
            ])
        #expect(records.count == 4)
        let amounts = try snapshot.paymentAmountsFen(["P1", odd, "NONE"])
        #expect(
            amounts.map { "\($0.channel) \($0.account) \($0.amountFen)" }.sorted() == [
                "unionpay 9 100", "wechatpay 1900000109 100", "wechatpay 1900000109 12",
            ])
    }

    @Test func moreKeysThanOneQueryTakesAreAllLookedUp() throws {
        let shop = try ShopBench("many")
        try shop.sql(
            """
            INSERT INTO taobao.payment_record
            SELECT 'P' || n, 'alipay', '2088', NULL, n, 'CNY', 'paid', NULL, NULL FROM generate_series(1, 4100) n
            """)
        let snapshot = try OrderSnapshot(shop.source, wholeAfter: 0)
        let records = try snapshot.records(for: (1...4100).map { Self.payment("P\($0)") })
        #expect(records.count == 4100)
        #expect(records.reduce(0) { $0 + $1.amountFen } == 4100 * 4101 / 2)
    }

    @Test(arguments: [
        ("twice", ProblemCode.ordersDuplicateKey), ("unknown", .ordersUnknownState), ("nobody", .ordersWithoutOwner),
        ("stateless", .ordersNullValue), ("amountless", .ordersNullValue), ("negative", .ordersOutOfBounds),
        ("never", .ordersOutOfBounds),
    ])
    func aRecordThatNobodyCouldJudgeIsRefused(name: String, code: ProblemCode) throws {
        let shop = try ShopBench("judge_\(name)")
        switch name {
        case "twice": try shop.pay(at: "NULL"); try shop.pay()
        case "unknown": try shop.pay(state: "'PAID'")
        case "nobody": try shop.pay(account: "''")
        case "stateless": try shop.pay(state: "NULL")
        case "amountless": try shop.pay(fen: "NULL")
        case "negative": try shop.pay(fen: "-1")
        default: try shop.pay(at: "'infinity'")
        }
        let snapshot = try OrderSnapshot(shop.source, wholeAfter: 0)
        let problem = try #require(throws: Problem.self) { try snapshot.records(for: [Self.payment("P1")]) }
        #expect(problem.code == code)
        #expect(problem.description.contains("payment P1"))
    }

    /// A primary has everything, whatever the day. (A standby that lags is in UnhappyServerTests: it needs a second server.)
    @Test func aPrimaryNeverLags() throws {
        let shop = try ShopBench("primary")
        _ = try OrderSnapshot(shop.source, wholeAfter: .max)
    }

    @Test func oneDatabaseIsToldFromAnother() throws {
        let (one, other) = (try ShopBench("identity_one"), try ShopBench("identity_other"))
        let identities = try [one, one, other].map { try OrderSnapshot($0.source, wholeAfter: 0).identity() }
        #expect(identities[0] == identities[1])
        #expect(identities[0] != identities[2])
    }

    @Test func aReadingThatWaitsForALockCanBeEnded() throws {
        let shop = try ShopBench("waiting")
        let holder = try Connection(shop.conninfo, name: "tests")
        try holder.execute("BEGIN; LOCK TABLE taobao.payment_record IN ACCESS EXCLUSIVE MODE")
        let canceller = Guarded<Canceller?>(nil)
        let source = shop.source
        let reading = QueuedWork("reading") { () -> ProblemCode? in
            do {
                _ = try OrderSnapshot(source, wholeAfter: 0) { opened in canceller.with { $0 = opened } }
            } catch let problem as Problem { return problem.code }
            return nil
        }
        try Watch(shop.conninfo).wait(
            until: """
                EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'taobao.payment_record'::regclass
                           AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
                """)
        #expect(canceller.with { $0?.cancel() } == true)
        #expect(try reading.wait() == .databaseCancelled)
    }

    @Test func aServerThatIsAwayIsToldAsTheOrderDatabase() throws {
        let problem = try #require(throws: Problem.self) {
            try OrderSnapshot(OrdersSource(conninfo: "host=/there/is/none", channels: []), wholeAfter: 0)
        }
        #expect(problem.code == .databaseUnavailable)
        #expect(problem.what.hasPrefix("connecting to the order database: "))
    }

    @Test(arguments: ["", "a", "it's", "\"", "\\", "{}", ",", "NULL", "单号", "a\nb", "\u{1}"])
    func textsReachTheServerAsTheyAre(text: String) throws {
        let connection = try Connection(TestCluster.shared.get().conninfo(), name: "tests")
        let rows = try connection.query("SELECT \(sqlLiteral(text)), ($1::text[])[2]", [arrayLiteral(["", text])])
        #expect(rows.text(0, 0) == text)
        #expect(rows.text(0, 1) == text)
    }
}
