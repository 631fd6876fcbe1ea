import Orders
import Postgres
import TestCluster
import TestTurns
import Testing
import Vocabulary

/// What is wrong with a relation is said before a row of it is read, and in its own words.
@Suite(.serialized, .waiting) struct RelationTests {
    private func problems(_ shop: ShopBench, _ type: EntryType = .payment, user: String = "postgres") throws
        -> [Problem]
    {
        let connection = try OrdersSource(
            conninfo: shop.conninfo.replacing("user='postgres'", with: "user='\(user)'"), channels: []
        ).connect(name: "tests")
        return try shop.source.relation(type).problems(connection)
    }

    @Test func theContractsColumnsAreEnough() throws {
        let shop = try ShopBench("usual")
        #expect(try problems(shop) == [])
        #expect(try problems(shop, .refund) == [])
        // Types that mean the same, and what more there is.
        try shop.sql(
            """
            CREATE DOMAIN taobao.fen AS integer; CREATE DOMAIN taobao.number AS varchar(32) CHECK (VALUE <> '');
            ALTER TABLE taobao.payment_record ALTER payment_no TYPE taobao.number, ALTER amount_fen TYPE taobao.fen,
                ALTER account TYPE varchar, ALTER order_nos TYPE varchar[], ADD note json
            """)
        #expect(try problems(shop) == [])
    }

    @Test func whatIsNotThereIsNamed() throws {
        let shop = try ShopBench("missing")
        try shop.sql("ALTER TABLE taobao.payment_record DROP paid_at, DROP currency; DROP TABLE taobao.refund_record")
        let columns = try problems(shop)
        #expect(columns.map(\.code) == [.ordersColumnMissing, .ordersColumnMissing])
        #expect(columns.map(\.expected) == ["currency text", "paid_at timestamp with time zone"])
        let relation = try problems(shop, .refund)
        #expect(relation.map(\.code) == [.ordersRelationMissing])
        #expect(relation.first?.expected == "taobao.refund_record")
        #expect(relation.first?.hint.contains("orders.refund_relation") == true)
        try shop.sql("CREATE TABLE taobao.refund_record (other text)")
        #expect(try problems(shop, .refund).count == 9)
        // A run ends with the first of them.
        let problem = try #require(throws: Problem.self) { try OrderSnapshot(shop.source, wholeAfter: 0) }
        #expect(problem.code == .ordersColumnMissing && problem.what.contains("taobao.payment_record"))
    }

    @Test(arguments: [
        ("payment_no", "bigint USING 1"), ("channel", "char(20)"), ("amount_fen", "numeric"),
        ("amount_fen", "double precision"), ("amount_fen", "text"), ("paid_at", "timestamp"), ("paid_at", "date"),
        ("order_nos", "text USING ''"), ("order_nos", "bigint[] USING NULL"), ("state", "name"),
    ])
    func aTypeThatWouldHaveToBeGuessedIsRefused(column: String, type: String) throws {
        let shop = try ShopBench("type_\(column)_\(type.prefix { $0.isLetter })_\(type.count)")
        try shop.sql("ALTER TABLE taobao.payment_record ALTER \(column) TYPE \(type)")
        let problems = try problems(shop)
        #expect(problems.map(\.code) == [.ordersColumnType])
        #expect(problems.first?.what.contains("column \(column) of taobao.payment_record") == true)
    }

    @Test func aCollationThatTakesTwoTextsForOneIsRefused() throws {
        let shop = try ShopBench("collation")
        try shop.sql(
            """
            CREATE COLLATION taobao.careless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            ALTER TABLE taobao.refund_record ALTER refund_no TYPE text COLLATE taobao.careless
            """)
        let problems = try problems(shop, .refund)
        #expect(problems.map(\.code) == [.ordersColumnType])
        #expect(problems.first?.found?.contains("careless") == true)
    }

    @Test func whatTheRoleMayNotReadIsToldApart() throws {
        let shop = try ShopBench("rights")
        try shop.pay()
        try shop.sql("CREATE ROLE orders_reader LOGIN")
        func ending() throws -> ProblemCode? {
            var source = shop.source
            source.conninfo = shop.conninfo.replacing("user='postgres'", with: "user='orders_reader'")
            let problem = #expect(throws: Problem.self) {
                let snapshot = try OrderSnapshot(source, wholeAfter: 0)
                try snapshot.streamMoney(ShopBench.account, day: ShopBench.day) { _ in }
            }
            return problem?.code
        }
        #expect(try ending() == .databasePermission)
        try shop.sql("GRANT USAGE ON SCHEMA taobao TO orders_reader")
        #expect(try ending() == .databasePermission)
        try shop.sql(
            """
            GRANT SELECT ON ALL TABLES IN SCHEMA taobao TO orders_reader;
            ALTER TABLE taobao.payment_record ENABLE ROW LEVEL SECURITY
            """)
        #expect(try ending() == .ordersRowsHidden)
    }

    /// A view that is whole to look at, and cannot be read.
    @Test func aViewThatFailsIsToldAsTheRelation() throws {
        let shop = try ShopBench("failing")
        try shop.pay()
        try shop.sql(
            """
            ALTER TABLE taobao.payment_record RENAME TO kept;
            CREATE FUNCTION taobao.fails() RETURNS boolean LANGUAGE plpgsql AS
                $$ BEGIN RAISE undefined_function USING MESSAGE = 'none of that name'; END $$;
            CREATE VIEW taobao.payment_record AS SELECT * FROM taobao.kept WHERE taobao.fails()
            """)
        let problem = try #require(throws: Problem.self) { try shop.money() }
        #expect(problem.code == .ordersUnusable && problem.sqlState == "42883")
        #expect(problem.hint.contains("orders.payment_relation"))
    }

    @Test func theFirstBadValueOfASampleIsNamed() throws {
        let shop = try ShopBench("sample")
        let connection = try shop.source.connect(name: "tests")
        func bad(_ type: EntryType) throws -> ProblemCode? {
            let relation = shop.source.relation(type)
            return try relation.firstBadValue(in: relation.sqlName, connection)?.code
        }
        try shop.pay()
        try shop.refund(at: "NULL")
        #expect(try bad(.payment) == nil)
        #expect(try bad(.refund) == nil)
        for (code, insert) in [
            (ProblemCode.ordersWithoutOwner, { try shop.pay(account: "''") }),
            (.ordersNullValue, { try shop.pay("''") }),
            (.ordersNullValue, { try shop.pay(fen: "NULL") }), (.ordersOutOfBounds, { try shop.pay(fen: "-1") }),
            (.ordersOutOfBounds, { try shop.pay(at: "'infinity'") }),
        ] as [(ProblemCode, () throws -> Void)] {
            try shop.sql("TRUNCATE taobao.payment_record")
            try insert()
            #expect(try bad(.payment) == code)
        }
        try shop.refund("''")
        #expect(try bad(.refund) == .ordersNullValue)
    }

    @Test func aRelationMayHaveAnyName() throws {
        let shop = try ShopBench("names")
        try shop.sql(
            """
            CREATE SCHEMA "My ""Shop"; CREATE VIEW "My ""Shop"."a.b" AS SELECT * FROM taobao.payment_record
            """)
        try shop.pay()
        var source = shop.source
        source.paymentRelation = "My \"Shop.a.b"
        let snapshot = try OrderSnapshot(source, wholeAfter: 0)
        var count = 0
        try snapshot.streamMoney(ShopBench.account, day: ShopBench.day) { _ in count += 1 }
        #expect(count == 1)
    }
}
