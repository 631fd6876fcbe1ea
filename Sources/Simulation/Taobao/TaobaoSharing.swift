import Postgres
import Vocabulary

/// What the shop shared with partners, in a shop that does; the others have no such table.
extension TaobaoSchema {
    /// After `sql`; a second time it changes nothing.
    package static let sharing = """
        CREATE TABLE IF NOT EXISTS taobao.sharing (
            channel text NOT NULL CHECK (channel IN ('alipay', 'wechat')),
            merchant_account text NOT NULL,
            merchant_order_no text NOT NULL,
            merchant_sharing_no text NOT NULL,
            receiver text NOT NULL,
            amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
            status text NOT NULL,
            shared_at timestamptz
        );
        COMMENT ON TABLE taobao.sharing IS
            'Not in part C. One row per receiver of a sharing order and per return, whose amount is less than 0. No key: '
            'the numbers come from outside.';
        CREATE INDEX IF NOT EXISTS sharing_by_number ON taobao.sharing (merchant_sharing_no);
        CREATE INDEX IF NOT EXISTS sharing_by_payment ON taobao.sharing (merchant_order_no);
        CREATE INDEX IF NOT EXISTS sharing_by_account_and_time
            ON taobao.sharing ((\(channelName)), merchant_account, shared_at);

        CREATE OR REPLACE VIEW taobao.sharing_record AS
        SELECT merchant_order_no AS payment_no,
               merchant_sharing_no AS sharing_no,
               receiver,
               amount_fen,
               CASE status WHEN 'SUCCESS' THEN 'succeeded' WHEN 'PROCESSING' THEN 'processing'
                    WHEN 'CLOSED' THEN 'closed' ELSE status END AS state,
               shared_at,
               \(channelName) AS channel,
               merchant_account AS account
        FROM taobao.sharing;
        COMMENT ON VIEW taobao.sharing_record IS
            'One row per share that the shop ordered, or got back: what reconciled reads.';
        """
}

extension TaobaoTable {
    /// Where shares are told; not among `all`.
    static let sharing = TaobaoTable(
        name: "sharing",
        columns: [
            "channel", "merchant_account", "merchant_order_no", "merchant_sharing_no", "receiver", "amount_fen",
            "status", "shared_at",
        ],
        source: .shares { share, fields in
            fields.row(8) { row in
                row.text(TaobaoStatus.channel(share.account.channel))
                row.text(share.account.account)
                row.text(share.paymentNo)
                row.text(share.sharingNo)
                row.text(share.receiver)
                row.bigint(share.amountFen)
                row.text(TaobaoStatus.refundInstruction(share.state))
                row.time(share.sharedAt)
            }
        })

    /// Of a world's shop.
    static func all(of world: World) -> [TaobaoTable] { world.sharesProfit ? all + [sharing] : all }
}
