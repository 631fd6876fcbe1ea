import Bills
import Foundation
import Ledger
import Orders
import Postgres
import PrivateCluster
import Simulation
import TestCluster
import TestPlaces
import Testing
import Vocabulary

@testable import Daemon

/// A ledger, the shop beside it, and a directory for statements.
final class SellerBench {
    /// A database with a ledger and an empty shop, from which every test gets its own copy.
    private static let template = Result {
        let connection = try Connection(TestCluster.database("seller_template"), name: "tests")
        try Schema.migrate(connection)
        try connection.execute(SellerMonth.schema)
        return "seller_template"
    }

    let conninfo: String
    let connection: Connection
    let directory: TemporaryDirectory

    init(_ name: String, _ month: SellerMonth? = nil) throws {
        let cluster = try TestCluster.shared.get()
        try cluster.createDatabase("seller \(name)", template: SellerBench.template.get())
        conninfo = cluster.conninfo(database: "seller \(name)")
        directory = try TemporaryDirectory()
        connection = try Connection(conninfo, name: "tests")
        if let month { try connection.execute(month.records) }
    }

    func `import`(_ month: SellerMonth, _ pot: SellerPot) throws {
        let file = try month.statement(of: pot)
        _ = try self.import(Data(file.bytes), as: file.name)
    }

    func `import`(_ text: String, as name: String, shop: String = "tea", isNew: Bool = true) throws
        -> StatementImport.Result
    {
        try self.import(Data(text.utf8), as: name, shop: shop, isNew: isNew)
    }

    private func `import`(_ data: Data, as name: String, shop: String = "tea", isNew: Bool = true) throws
        -> StatementImport.Result
    {
        let path = "\(directory.path)/\(name)"
        try data.write(to: URL(filePath: path))
        return try StatementImport(
            shop: shop, isNewShop: isNew, person: "tester",
            orders: OrdersSource(conninfo: conninfo, channels: [.wechatpay, .alipay]), limits: BillLimits(),
            progress: { _ in }
        ).run(path, connection)
    }

    /// A refusal, and everything as it was.
    func refusal(_ text: String, as name: String, shop: String = "tea", isNew: Bool = true) throws -> Problem? {
        let before = try everything() + connection.rows("SELECT shop, alipay FROM ledger.shop")
        defer { #expect((try? everything() + connection.rows("SELECT shop, alipay FROM ledger.shop")) == before) }
        do {
            _ = try self.import(text, as: name, shop: shop, isNew: isNew)
            return nil
        } catch let problem as Problem { return problem }
    }

    func classes() throws -> [String] {
        try connection.rows("SELECT pot, class, rows, amount FROM recon.month_money").sorted()
    }

    /// Everything but the statements' own numbers.
    func everything() throws -> [String] {
        try connection.rows(
            "SELECT pot, booked_at, amount, class, reason, counted, order_no, order_rule, code, line_no FROM recon.seller_rows ORDER BY pot, line_no"
        ) + connection.rows("SELECT * FROM recon.order_money ORDER BY order_no")
            + connection.rows(
                "SELECT month, order_no, amount, reason FROM recon.unexplained_money ORDER BY 1, 2, 3")
            + connection.rows("SELECT plus_item, minus_item, amount FROM recon.suggestions ORDER BY 1")
    }

    static let alipayTitles = "入账时间,支付宝流水号,支付宝交易号,商户订单号,账务类型,收入（+元）,支出（-元）,业务描述,业务基础订单号,备注"
    static let depositTitles = "完成时间,操作类型,收支金额(元),来源账户,业务描述,原因,订单编号"

    /// A payment of the shop's records for one order, or for several that a comma divides, and its refunds, all of which succeeded.
    func record(_ orderNos: String, paidFen: Int64?, refundsFen: [Int64]) throws {
        guard let paidFen else { return }
        let paymentNo = "P\(orderNos.prefix { $0 != "," })"
        try connection.execute(
            "INSERT INTO taobao.payment_record VALUES ('\(paymentNo)', 'alipay', '2088', NULL, \(paidFen), 'CNY', 'paid', '2026-07-01', '{\(orderNos)}')"
        )
        for (place, fen) in refundsFen.enumerated() {
            try connection.execute(
                "INSERT INTO taobao.refund_record VALUES ('R\(paymentNo)-\(place)', '\(paymentNo)', 'alipay', '2088', NULL, \(fen), 'CNY', 'succeeded', '2026-07-03')"
            )
        }
    }
}
