import Ledger
import Orders
import Postgres
import TestTurns
import Testing
import Vocabulary

@testable import Bills

/// A row of the shop's that no run may take for fine, and no run may lose (Contract 2).
struct PoisonedShop: Sendable, CustomTestStringConvertible {
    let name: String
    /// What is done to a shop that agrees with its bill.
    let spoil: String
    let code: ProblemCode
    /// What the reason says, beside the code.
    let words: String

    var testDescription: String { name }

    init(_ name: String, _ code: ProblemCode, _ words: String, _ spoil: String) {
        (self.name, self.spoil, self.code, self.words) = (name, spoil, code, words)
    }

    /// - Parameters: as in the relation; a payment of the day unless another time is given.
    static func payment(
        _ number: String = "'X1'", channel: String = "'wechatpay'", account: String = "'A'", fen: String = "100",
        currency: String = "'CNY'", state: String = "'paid'", at: String = "'2026-11-20 11:00:00+08'"
    ) -> String {
        """
        INSERT INTO taobao.payment_record
        VALUES (\(number), \(channel), \(account), NULL, \(fen), \(currency), \(state), \(at), '{}')
        """
    }

    static func refund(
        _ number: String = "'R1'", payment: String = "'P000001'", account: String = "'A'"
    ) -> String {
        """
        INSERT INTO taobao.refund_record
        VALUES (\(number), \(payment), 'wechatpay', \(account), NULL, 100, 'CNY', 'succeeded', '2026-11-20 11:00+08')
        """
    }
}

private let poisons: [PoisonedShop] = [
    .init("the greatest number", .ordersOutOfBounds, "payment X1", PoisonedShop.payment(fen: "9223372036854775807")),
    .init("10^18 fen", .ordersOutOfBounds, "payment X1", PoisonedShop.payment(fen: "1000000000000000000")),
    .init("10^15 fen", .ordersOutOfBounds, "payment X1", PoisonedShop.payment(fen: "1000000000000000")),
    .init(
        "two of 5 · 10^18", .ordersOutOfBounds, "payment X",
        PoisonedShop.payment("'X1'", fen: "5000000000000000000") + ";"
            + PoisonedShop.payment("'X2'", fen: "5000000000000000000")),
    .init("an empty number", .ordersNullValue, "payment \"\", of 1.00", PoisonedShop.payment("''")),
    .init("no number", .ordersNullValue, "payment NULL, of 1.00", PoisonedShop.payment("NULL")),
    .init(
        "a refund with an empty number", .ordersNullValue, "refund \"\" of payment P000001", PoisonedShop.refund("''")),
    .init(
        "a refund of no payment", .ordersNullValue, "refund R1 of payment NULL", PoisonedShop.refund(payment: "NULL")),
    .init(
        "a time that never comes", .ordersOutOfBounds, "payment P000002",
        "UPDATE taobao.payment_record SET paid_at = 'infinity' WHERE payment_no = 'P000002'"),
    .init(
        "a time before all days", .ordersOutOfBounds, "payment P000002",
        "UPDATE taobao.payment_record SET paid_at = '-infinity' WHERE payment_no = 'P000002'"),
    .init("a time of 1970", .ordersOutOfBounds, "payment X1", PoisonedShop.payment(at: "'1970-01-01 08:00:00+08'")),
    .init(
        "a record that is no money, of a time that never comes, with an entry", .ordersOutOfBounds, "payment P000002",
        "UPDATE taobao.payment_record SET paid_at = 'infinity', state = 'closed' WHERE payment_no = 'P000002'"),
    .init("the least number", .ordersOutOfBounds, "payment X1", PoisonedShop.payment(fen: "-9223372036854775808")),
    .init(
        "the least number of a record that the bill has", .ordersOutOfBounds, "payment P000002",
        """
        UPDATE taobao.payment_record SET amount_fen = -9223372036854775808, paid_at = NULL, state = 'closed'
        WHERE payment_no = 'P000002'
        """),
    .init("one fen less than nothing", .ordersOutOfBounds, "payment X1", PoisonedShop.payment(fen: "-1")),
    .init("no amount", .ordersNullValue, "payment X1 has no amount", PoisonedShop.payment(fen: "NULL")),
    .init("no state", .ordersNullValue, "payment X1", PoisonedShop.payment(state: "NULL")),
    .init("neither state nor time", .ordersNullValue, "payment X1", PoisonedShop.payment(state: "NULL", at: "NULL")),
    .init("no currency", .ordersNullValue, "payment X1", PoisonedShop.payment(currency: "NULL")),
    .init("no channel", .ordersWithoutOwner, "payment X1", PoisonedShop.payment(channel: "NULL")),
    .init("no account", .ordersWithoutOwner, "payment X1", PoisonedShop.payment(account: "NULL")),
    .init("an empty account", .ordersWithoutOwner, "payment X1", PoisonedShop.payment(account: "''")),
    .init(
        "neither account nor time", .ordersWithoutOwner, "payment X1",
        PoisonedShop.payment(account: "NULL", at: "NULL")),
    .init(
        "a refund of no account", .ordersWithoutOwner, "refund R1 of payment P000001",
        PoisonedShop.refund(account: "NULL")),
    .init(
        "escape sequences, twice", .ordersDuplicateKey, #"payment "X\u{1b}]0;title\u{7}\u{1b}[31m""#,
        PoisonedShop.payment(#"E'X\x1b]0;title\x07\x1b[31m'"#) + ";"
            + PoisonedShop.payment(#"E'X\x1b]0;title\x07\x1b[31m'"#)),
]

@Suite(.serialized, .waiting) struct ShopRecordTests {
    private static let day = "2026-11-20"
    private static let bill = (1...2).map {
        Row(payment: "P00000\($0)", fen: 1000, at: "2026-11-20 10:00:00", channelNo: "C\($0)")
    }

    private func agreeing(_ name: String) throws -> LedgerBench {
        let bench = try LedgerBench(name)
        for row in Self.bill { try bench.pay(row.payment, row.fen, at: row.at) }
        try bench.sql(
            """
            ALTER TABLE taobao.payment_record DROP CONSTRAINT payment_record_pkey, ALTER payment_no DROP NOT NULL,
                ALTER channel DROP NOT NULL, ALTER account DROP NOT NULL;
            ALTER TABLE taobao.refund_record DROP CONSTRAINT refund_record_pkey, ALTER payment_no DROP NOT NULL,
                ALTER refund_no DROP NOT NULL, ALTER channel DROP NOT NULL, ALTER account DROP NOT NULL
            """)
        return bench
    }

    private func expectIncomplete(_ bench: LedgerBench, _ code: ProblemCode, _ words: String) throws {
        #expect(try bench.conclude(Self.day, Self.bill) == .incomplete)
        let reason = try bench.rows(
            "SELECT reason_code || ': ' || reason FROM recon.runs WHERE verdict = 'incomplete' ORDER BY run_id DESC LIMIT 1"
        )
        #expect(reason.first?.hasPrefix("\(code.name): ") == true && reason.first?.contains(words) == true, "\(reason)")
        #expect(reason.first?.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
        for view in ["discrepancies", "pending", "statement", "ageing", "days_not_green", "daily_summary"] {
            _ = try bench.rows("SELECT * FROM recon.\(view)")
        }
    }

    @Test(arguments: poisons) func aRowThatCannotBeTakenIsNamed(_ poison: PoisonedShop) throws {
        let bench = try agreeing("poison_\(poisons.firstIndex { $0.name == poison.name } ?? 0)")
        try bench.sql(poison.spoil)
        try expectIncomplete(bench, poison.code, poison.words)
        try bench.sql("DELETE FROM taobao.payment_record; DELETE FROM taobao.refund_record")
        for row in Self.bill {
            try bench.sql(PoisonedShop.payment("'\(row.payment)'", fen: "1000", at: "'2026-11-20 10:00:00+08'"))
        }
        #expect(try bench.conclude(Self.day, Self.bill) == .balanced)
    }

    /// Another day's row, another account's, and one that is no money and has no time say nothing about this day.
    @Test func aRowThatIsOfNoConcernHoldsNothingUp() throws {
        let bench = try agreeing("poison_elsewhere")
        try bench.sql(
            [
                PoisonedShop.payment("'X1'", account: "NULL", at: "'2026-11-22 11:00:00+08'"),
                PoisonedShop.payment("'X2'", account: "'B'", fen: "-1"),
                PoisonedShop.payment("'X3'", fen: "-1", state: "'unpaid'", at: "NULL"),
                PoisonedShop.payment("'X4'", channel: "'cash'", account: "NULL"),
            ].joined(separator: ";"))
        #expect(try bench.conclude(Self.day, Self.bill) == .balanced)
    }

    /// A view that gives other rows each time it is read.
    @Test func whatTheServerCountsMustBeWhatWasRead() throws {
        let bench = try agreeing("poison_count")
        try bench.sql(
            """
            ALTER TABLE taobao.payment_record RENAME TO payment;
            CREATE VIEW taobao.payment_record AS
            SELECT * FROM taobao.payment WHERE payment_no <> 'P000002' OR current_query() NOT LIKE 'SELECT count(%'
            """)
        try expectIncomplete(bench, .ordersCountDiffers, "expected 1 records, 1000 fen, found 2 records, 2000 fen")
    }

    // MARK: Types

    /// The column, what it becomes, and how the reason calls that.
    @Test(arguments: [
        ("payment", "paid_at", "timestamp", "timestamp without time zone"), ("payment", "paid_at", "date", "date"),
        ("payment", "amount_fen", "numeric(18,2)", "numeric(18,2)"),
        ("payment", "amount_fen", "double precision", "double precision"),
        ("payment", "payment_no", "bigint", "bigint"), ("payment", "payment_no", "character(40)", "character(40)"),
        ("payment", "state", "\"char\"", "\"char\""), ("payment", "order_nos", "text", "text"),
        ("refund", "refunded_at", "timestamp", "timestamp without time zone"),
        ("refund", "refund_no", "bigint", "bigint"),
        ("refund", "amount_fen", "numeric", "numeric"),
    ])
    func aTypeThatHasToBeGuessedAtIsNamed(relation: String, column: String, type: String, shown: String) throws {
        let name = "taobao.\(relation)_record"
        let bench = try LedgerBench("type_\(relation)_\(column)_\(abs(type.utf8.reduce(0) { $0 &* 31 &+ Int($1) }))")
        try bench.sql("ALTER TABLE \(name) ALTER \(column) TYPE \(type) USING NULL")
        let reason = try typeProblem(bench)
        #expect(reason.code == .ordersColumnType)
        #expect(
            reason.summary
                .hasPrefix(
                    "orders.column_type: column \(column) of \(name) is of a type whose meaning would have to be"))
        #expect(reason.found == shown)
    }

    @Test func typesThatMeanTheSameAreTaken() throws {
        let bench = try agreeing("types_taken")
        try bench.sql(
            """
            CREATE DOMAIN public.number AS varchar(64); CREATE DOMAIN public.moment AS timestamptz;
            ALTER TABLE taobao.payment_record ALTER payment_no TYPE public.number, ALTER amount_fen TYPE integer,
                ALTER paid_at TYPE public.moment, ALTER state TYPE varchar(10), ALTER order_nos TYPE varchar(30)[]
            """)
        #expect(try bench.conclude(Self.day, Self.bill) == .balanced)
    }

    @Test func aCollationThatTakesTwoNumbersForOneIsRefused() throws {
        let bench = try LedgerBench("types_collation")
        try bench.sql(
            """
            CREATE COLLATION public.loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
            ALTER TABLE taobao.payment_record ALTER payment_no TYPE text COLLATE public.loose
            """)
        #expect(try typeProblem(bench).found == "text whose collation loose takes different texts for one")
    }

    @Test func aColumnThatIsNotThereIsNamed() throws {
        let bench = try LedgerBench("types_missing")
        try bench.sql("ALTER TABLE taobao.refund_record RENAME channel_refund_no TO refund_id")
        #expect(
            try typeProblem(bench).summary == """
                orders.column_missing: taobao.refund_record has no column channel_refund_no; expected channel_refund_no \
                text, found no such column
                """)
    }

    private func typeProblem(_ bench: LedgerBench) throws -> Problem {
        let problem = #expect(throws: Problem.self) {
            try OrderSnapshot(OrdersSource(conninfo: bench.conninfo, channels: [.wechatpay, .alipay]), wholeAfter: 0)
        }
        #expect(try bench.conclude(Self.day, []) == .incomplete)
        return try #require(problem)
    }

    // MARK: Rows that are hidden

    @Test(arguments: ["relation", "view"]) func aPolicyThatHidesRowsIsAnError(of what: String) throws {
        let bench = try agreeing("hidden_\(what)")
        let role = "shop_reader_\(what)"
        try bench.sql(
            """
            CREATE ROLE \(role) LOGIN; GRANT USAGE, CREATE ON SCHEMA taobao TO \(role);
            GRANT SELECT ON ALL TABLES IN SCHEMA taobao TO \(role);
            ALTER TABLE taobao.payment_record ENABLE ROW LEVEL SECURITY;
            CREATE POLICY one_missing ON taobao.payment_record TO \(role) USING (payment_no <> 'P000002')
            """)
        var source = OrdersSource(
            conninfo: bench.conninfo.replacing("user='postgres'", with: "user='\(role)'"),
            channels: [.wechatpay, .alipay])
        if what == "view" {
            try bench.sql(
                """
                SET ROLE \(role); CREATE VIEW taobao.payments AS SELECT * FROM taobao.payment_record; RESET ROLE
                """)
            source = OrdersSource(
                conninfo: bench.conninfo, channels: [.wechatpay, .alipay], paymentRelation: "taobao.payments")
        }
        let problem = #expect(throws: Problem.self) { try OrderSnapshot(source, wholeAfter: 0) }
        #expect(problem?.code == .ordersRowsHidden)
        #expect(problem?.code.exit == .incomplete)
    }

    // MARK: Nothing, and other accounts

    @Test func aRecordOfNothingIsMoneyOnlyWhenABillHasItsKey() throws {
        let bench = try agreeing("money_of_nothing")
        try bench.pay(nothing: "Z0")
        #expect(try bench.conclude(Self.day, Self.bill) == .balanced)
        let orders = "SELECT entries, amount FROM recon.statement WHERE line = 'orders' AND entry_type = 'payment'"
        #expect(try bench.rows(orders) == ["2|20.00"])
        let with = Self.bill + [Row(payment: "Z0", fen: 0, at: "2026-11-20 11:00:00", channelNo: "C9")]
        #expect(try bench.conclude(Self.day, with) == .balanced)
        #expect(try bench.rows(orders) == ["3|20.00"])
        let another = Self.bill + [Row(payment: "Z0", fen: 5, at: "2026-11-20 11:00:00", channelNo: "C9")]
        #expect(try bench.conclude(Self.day, another) == .discrepancies)
        #expect(
            try bench.rows("SELECT code, difference FROM recon.discrepancies WHERE status = 'open'")
                == ["amount_mismatch|0.05"])
    }

    /// An account that the shop's view calls otherwise: a broken side, no thousand differences.
    @Test func recordsOfAnotherAccountAreNoneInTheShareLimit() throws {
        let bench = try LedgerBench("renamed")
        let rows = (0..<100).map { Row(payment: "K\($0)", fen: 100, at: "2026-11-20 10:00:00", channelNo: "N\($0)") }
        for (index, row) in rows.enumerated() {
            try bench.pay(row.payment, row.fen, at: row.at, account: index < 21 ? "A old" : "A")
        }
        #expect(try bench.conclude(Self.day, rows) == .incomplete)
        #expect(try bench.rows("SELECT reason_code FROM recon.runs") == ["orders.unmatched_share"])
        try bench.sql("UPDATE taobao.payment_record SET account = 'A' WHERE payment_no = 'K0'")
        #expect(try bench.conclude(Self.day, rows) == .discrepancies)
    }

    // MARK: Texts

    /// `é` as one sign and as two: two numbers, for PostgreSQL and for the channel.
    @Test func numbersInTwoUnicodeFormsAreTwo() throws {
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        try #require(composed == decomposed && ExactText(composed) != ExactText(decomposed))
        let bench = try LedgerBench("unicode")
        try bench.pay(composed, 100, at: "2026-11-20 10:00:00")
        try bench.pay(decomposed, 200, at: "2026-11-20 10:00:00")
        let rows = [
            Row(payment: composed, fen: 101, at: "2026-11-20 10:00:00", channelNo: "C1"),
            Row(payment: decomposed, fen: 202, at: "2026-11-20 10:00:00", channelNo: "C2"),
        ]
        #expect(try bench.conclude(Self.day, rows) == .discrepancies)
        #expect(
            try bench.rows("SELECT code, difference FROM recon.discrepancies ORDER BY difference")
                == ["amount_mismatch|0.01", "amount_mismatch|0.02"])
    }

    @Test(arguments: [
        ("T1", "T1"), ("", "\"\""), (" T1", "\" T1\""), ("T1\n", "\"T1\\u{a}\""), ("T1\u{A0}", "\"T1\\u{a0}\""),
        ("T 1", "T 1"), ("试卖", "试卖"), ("T\u{202E}1", "\"T\\u{202e}1\""), ("T\u{1B}[31m", "\"T\\u{1b}[31m\""),
        (String(repeating: "9", count: 81), String(repeating: "9", count: 79) + "…"),
    ])
    func aNumberIsShownWithItsEdges(number: String, shown: String) {
        #expect(shownNumber(number) == shown)
        #expect(RecordKey(type: .payment, paymentNo: number, refundNo: "").text == "payment \(shown)")
    }
}

extension LedgerBench {
    fileprivate func pay(nothing number: String) throws {
        try sql(PoisonedShop.payment("'\(number)'", fen: "0"))
    }
}
