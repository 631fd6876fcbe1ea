import Postgres
import Vocabulary

/// The shop's two relations as plain tables with the indexes that a shop would have.
enum ShopTables {
    static let create = """
        CREATE SCHEMA taobao;
        CREATE TABLE taobao.payment_record (payment_no text, channel text, account text, channel_trade_no text,
            amount_fen bigint, currency text, state text, paid_at timestamptz, order_nos text[]);
        CREATE TABLE taobao.refund_record (refund_no text, payment_no text, channel text, account text,
            channel_refund_no text, amount_fen bigint, currency text, state text, refunded_at timestamptz)
        """
    static let keys = """
        ALTER TABLE taobao.payment_record ADD PRIMARY KEY (payment_no);
        ALTER TABLE taobao.refund_record ADD PRIMARY KEY (payment_no, refund_no);
        """
    static let index = """
        CREATE INDEX ON taobao.payment_record (paid_at);
        CREATE INDEX ON taobao.refund_record (refunded_at);
        """
    /// As `Orders.docc` asks for it, where many accounts share the tables.
    static let indexByAccount = """
        CREATE INDEX ON taobao.payment_record (channel, account, paid_at);
        CREATE INDEX ON taobao.refund_record (channel, account, refunded_at);
        """

    static func fill(_ days: [BenchDay], _ connection: borrowing Connection) throws {
        try connection.execute(create)
        for day in days { try copy(day, connection) }
        try connection.execute(keys)
        try connection.execute(days.count > 1 ? indexByAccount : index)
        try connection.execute("VACUUM (ANALYZE) taobao.payment_record")
        try connection.execute("VACUUM (ANALYZE) taobao.refund_record")
    }

    private static func copy(_ day: BenchDay, _ connection: borrowing Connection) throws {
        try connection.copyIn("COPY taobao.payment_record FROM STDIN (FORMAT binary)") { writer in
            try writer.header()
            for key in day.keyRange where !day.isRefund(key) {
                let fault = day.fault(key)
                if fault == .channelOnly { continue }
                try writer.beginRow(columns: 9)
                try writer.field(day.paymentNo(key))
                try owner(day, &writer)
                try writer.field(day.channelNo(key))
                try writer.field(day.amountFen(key) + (fault == .amountMismatch ? 1 : 0))
                try writer.field("CNY")
                try writer.field(fault == .statusMismatch ? "unpaid" : "paid")
                if fault == .statusMismatch {
                    try writer.null()
                } else {
                    try writer.timestamp(epochSeconds: day.occurredAt(key))
                }
                try orderNos(key, &writer)
            }
            try writer.trailer()
        }
        try connection.copyIn("COPY taobao.refund_record FROM STDIN (FORMAT binary)") { writer in
            try writer.header()
            for key in day.keyRange where day.isRefund(key) {
                try writer.beginRow(columns: 9)
                try writer.field(day.refundNo(key))
                try writer.field(day.paymentNo(key - 1))
                try owner(day, &writer)
                try writer.field("5" + day.channelNo(key))
                try writer.field(day.amountFen(key))
                try writer.field("CNY")
                try writer.field("succeeded")
                try writer.timestamp(epochSeconds: day.occurredAt(key))
            }
            try writer.trailer()
        }
    }

    private static func owner(_ day: BenchDay, _ writer: inout CopyWriter) throws {
        try writer.field(day.account.channel.rawValue)
        try writer.field(day.account.account)
    }

    /// A `text[]` of one trade number.
    private static func orderNos(_ key: Int, _ writer: inout CopyWriter) throws {
        let text = Array("3261120\(1_000_000_000_000 + key)".utf8)
        let textType: Int32 = 25
        var array: [UInt8] = []
        for word in [1, 0, textType, 1, 1, Int32(text.count)] {
            withUnsafeBytes(of: word.bigEndian) { array.append(contentsOf: $0) }
        }
        array.append(contentsOf: text)
        try array.withUnsafeBytes { try writer.field($0) }
    }
}
