import Orders
import Postgres
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// The stream of a day's money: each record that counts, once and as it is, and no day with one that may not be counted.
@Suite(.serialized, .waiting) struct MoneyTests {
    @Test func moneyOfTheDayAndWhatHasNoTimeIsStreamedRefundsFirst() throws {
        let shop = try ShopBench("money")
        try shop.pay("'FIRST'", fen: "0", at: "'2026-11-20 00:00:00+08'")
        try shop.pay("'LAST'", fen: "999999999999999", at: "'2026-11-20 23:59:59.999999+08'")
        try shop.pay("'DOLLARS'", currency: "'USD'")
        try shop.pay("'TIMELESS'", at: "NULL")
        try shop.refund("'R1'", of: "'FIRST'", fen: "7")
        try shop.refund("'R2'", of: "'FIRST'", fen: "8", state: "'processing'", at: "NULL")
        // None of the day's, or no money.
        try shop.pay("'BEFORE'", at: "'2026-11-19 23:59:59.999999+08'")
        try shop.pay("'AFTER'", at: "'2026-11-21 00:00:00+08'")
        try shop.pay("'UNPAID'", state: "'unpaid'")
        try shop.pay("'CLOSED'", state: "'closed'", at: "NULL")
        try shop.refund("'CLOSED'", state: "'closed'")
        try shop.pay("'OTHERS'", account: "'1900000110'")
        try shop.pay("'ALIPAYS'", channel: "'alipay'")
        try shop.pay("'UNIONPAYS'", channel: "'unionpay'", account: "NULL")
        let money = try shop.money()
        #expect(
            money.sorted() == [
                "payment DOLLARS 100 foreign", "payment FIRST 0", "payment LAST 999999999999999",
                "payment TIMELESS 100 timeless", "refund FIRST/R1 7", "refund FIRST/R2 8 timeless",
            ])
        #expect(money.prefix(2).allSatisfy { $0.hasPrefix("refund") })
        let others = ChannelAccount(channel: .wechatpay, account: "1900000110")
        #expect(try shop.money(others) == ["payment OTHERS 100"])
        #expect(
            try shop.money(day: ShopBench.day.next).filter { !$0.hasSuffix("timeless") } == ["payment AFTER 100"])
    }

    @Test func whatWasReadIsOneMomentOfTheShop() throws {
        let shop = try ShopBench("moment")
        try shop.pay("'P1'")
        let snapshot = try OrderSnapshot(shop.source, wholeAfter: 0)
        try shop.pay("'P2'")
        try shop.sql("UPDATE taobao.payment_record SET amount_fen = 5 WHERE payment_no = 'P1'")
        var fen: [Int64] = []
        try snapshot.streamMoney(ShopBench.account, day: ShopBench.day) { fen.append($0.amountFen) }
        #expect(fen == [100])
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let name: String
        let code: ProblemCode
        let words: String
        let insert: @Sendable (ShopBench) throws -> Void
        var testDescription: String { name }

        init(
            _ name: String, _ code: ProblemCode, _ words: String,
            _ insert: @escaping @Sendable (ShopBench) throws -> Void
        ) { (self.name, self.code, self.words, self.insert) = (name, code, words, insert) }
    }

    static let refused: [Refused] = [
        .init("no number", .ordersNullValue, "payment NULL, of 1.00") { try $0.pay("NULL") },
        .init("an empty number", .ordersNullValue, "payment \"\", of 1.00") { try $0.pay("''") },
        .init("a refund without a number", .ordersNullValue, "refund NULL of payment P1") { try $0.refund("NULL") },
        .init("a refund of no payment", .ordersNullValue, "refund R1 of payment NULL") { try $0.refund(of: "NULL") },
        .init("no amount", .ordersNullValue, "payment P1 has no amount") { try $0.pay(fen: "NULL") },
        .init("no state", .ordersNullValue, "payment P1 has no state") { try $0.pay(state: "NULL") },
        .init("no currency", .ordersNullValue, "payment P1 has no state or no currency") {
            try $0.pay(currency: "NULL")
        },
        .init("another state", .ordersUnknownState, "payment P1") { try $0.pay(state: "'PAID'") },
        .init("another state of a refund", .ordersUnknownState, "refund R1") { try $0.refund(state: "'paid'") },
        .init("less than nothing", .ordersOutOfBounds, "-1 fen") { try $0.pay(fen: "-1") },
        .init("more than there is", .ordersOutOfBounds, "1000000000000000 fen") {
            try $0.pay(fen: "1000000000000000")
        },
        .init("no channel", .ordersWithoutOwner, "payment P1") { try $0.pay(channel: "NULL") },
        .init("an empty channel", .ordersWithoutOwner, "payment P1") { try $0.pay(channel: "''") },
        .init("no account", .ordersWithoutOwner, "payment P1") { try $0.pay(account: "NULL") },
        .init("no account of another channel", .ordersWithoutOwner, "payment P1") {
            try $0.pay(channel: "'alipay'", account: "''")
        },
        .init("a refund of nobody, without a time", .ordersWithoutOwner, "refund R1") {
            try $0.refund(account: "NULL", at: "NULL")
        },
        .init("a time that never comes", .ordersOutOfBounds, "the time of payment P1") { try $0.pay(at: "'infinity'") },
        .init("a time before all days", .ordersOutOfBounds, "the time of refund R1") {
            try $0.refund(at: "'-infinity'")
        },
        .init("the last moment before the first day", .ordersOutOfBounds, "the time of payment P1") {
            try $0.pay(at: "'1999-12-31 23:59:59+08'")
        },
        .init("the first moment after the last day", .ordersOutOfBounds, "the time of payment P1") {
            try $0.pay(at: "'2100-01-01 00:00:00+08'")
        },
    ]

    private static let refusing = Result { try ShopBench("refused") }

    @Test(arguments: refused.indices) func whatMayNotBeCountedIsNamed(index: Int) throws {
        let (refused, shop) = (Self.refused[index], try Self.refusing.get())
        try shop.sql("TRUNCATE taobao.payment_record, taobao.refund_record")
        try shop.pay("'GOOD'")
        try refused.insert(shop)
        let problem = try #require(throws: Problem.self, "\(refused.name)") { try shop.money() }
        #expect(problem.code == refused.code, "\(refused.name)")
        #expect(problem.description.contains(refused.words), "\(refused.name): \(problem)")
        #expect(problem.place.account == ShopBench.account)
        #expect(problem.code.exit == .incomplete)
    }

    @Test func moreThanAllMoneyIsNotAdded() throws {
        let shop = try ShopBench("sum")
        try shop.sql(
            """
            INSERT INTO taobao.payment_record
            SELECT 'P' || n, 'wechatpay', '1900000109', NULL, 999999999999999, 'CNY', 'paid', '2026-11-20 12:00+08', NULL
            FROM generate_series(1, 9300) n
            """)
        let problem = try #require(throws: Problem.self) { try shop.money() }
        #expect(problem.code == .ordersOutOfBounds)
    }

    /// A view that gives other rows each time it is read: the server's own count does not go with what came.
    @Test func aShopThatChangesWhileItIsReadIsNotBelieved() throws {
        let shop = try ShopBench("changing")
        try shop.pay()
        try shop.sql(
            """
            ALTER TABLE taobao.payment_record RENAME TO kept;
            CREATE VIEW taobao.payment_record AS
                SELECT payment_no, channel, account, channel_trade_no,
                       amount_fen + (random() * 1000000000)::bigint AS amount_fen, currency, state, paid_at, order_nos
                FROM taobao.kept
            """)
        let problem = try #require(throws: Problem.self) { try shop.money() }
        #expect(problem.code == .ordersCountDiffers)
    }
}
