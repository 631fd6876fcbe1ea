import Orders
import Postgres
import TestCluster
import Vocabulary

/// A shop of two plain tables in a database of its own.
struct ShopBench {
    let conninfo: String
    var source: OrdersSource { OrdersSource(conninfo: conninfo, channels: [.wechatpay, .alipay]) }

    static let account = ChannelAccount(channel: .wechatpay, account: "1900000109")
    static let day = BusinessDay("2026-11-20") ?? BusinessDay(number: 0)

    private static let template = Result {
        let connection = try Connection(TestCluster.database("shop_template"), name: "tests")
        try connection.execute(
            """
            CREATE SCHEMA taobao;
            CREATE TABLE taobao.payment_record (payment_no text, channel text, account text, channel_trade_no text,
                amount_fen bigint, currency text, state text, paid_at timestamptz, order_nos text[]);
            CREATE TABLE taobao.refund_record (refund_no text, payment_no text, channel text, account text,
                channel_refund_no text, amount_fen bigint, currency text, state text, refunded_at timestamptz)
            """)
        return "shop_template"
    }

    init(_ name: String) throws {
        conninfo = try TestCluster.database("shop_\(name)", template: Self.template.get())
    }

    func sql(_ text: String) throws { try Connection(conninfo, name: "tests").execute(text) }

    /// - Parameters: SQL constants; a usual payment of the day but for what is given.
    func pay(
        _ number: String = "'P1'", channel: String = "'wechatpay'", account: String = "'1900000109'",
        channelNo: String = "NULL", fen: String = "100", currency: String = "'CNY'", state: String = "'paid'",
        at: String = "'2026-11-20 12:00:00+08'", orders: String = "'{T1}'"
    ) throws {
        try sql(
            """
            INSERT INTO taobao.payment_record
            VALUES (\(number), \(channel), \(account), \(channelNo), \(fen), \(currency), \(state), \(at), \(orders))
            """)
    }

    func refund(
        _ number: String = "'R1'", of payment: String = "'P1'", channel: String = "'wechatpay'",
        account: String = "'1900000109'", channelNo: String = "NULL", fen: String = "100", currency: String = "'CNY'",
        state: String = "'succeeded'", at: String = "'2026-11-20 12:00:00+08'"
    ) throws {
        try sql(
            """
            INSERT INTO taobao.refund_record
            VALUES (\(number), \(payment), \(channel), \(account), \(channelNo), \(fen), \(currency), \(state), \(at))
            """)
    }

    /// What a run reads of the day, one record a line.
    func money(_ account: ChannelAccount = Self.account, day: BusinessDay = Self.day) throws -> [String] {
        let snapshot = try OrderSnapshot(source, wholeAfter: 0)
        var records: [String] = []
        try snapshot.streamMoney(account, day: day) { record in
            let numbers = [record.paymentNo, record.refundNo].map { String(decoding: $0, as: UTF8.self) }
            let flags = (record.isCNY ? "" : " foreign") + (record.hasTime ? "" : " timeless")
            records.append(
                "\(record.type) \(numbers.filter { !$0.isEmpty }.joined(separator: "/")) \(record.amountFen)\(flags)")
        }
        return records
    }
}
