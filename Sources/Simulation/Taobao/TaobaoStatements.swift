import Vocabulary

/// SQL of the changes that a shop makes to its books between two runs. All values are of our own making: digits and
/// letters.
enum TaobaoStatements {
    static func setAmount(_ writer: CaseWriter, _ record: RecordHandle) -> [String] {
        switch record {
        case .payment:
            let payment = writer[payment: record]
            let trades = TaobaoTrade.trades(of: payment).map {
                """
                UPDATE taobao.trade SET adjust_fen = adjust_fen + \($0.paymentFen) - payment_fen,
                    payment_fen = \($0.paymentFen) WHERE tid = '\($0.tid)'
                """
            }
            return [
                "DELETE FROM taobao.payment_allocation WHERE payment_id = \(payment.id)",
                "UPDATE taobao.payment SET amount_fen = \(payment.amountFen) WHERE payment_id = \(payment.id)",
            ] + allocations(payment) + trades
        case .refund:
            let refund = writer[refund: record]
            return [
                "UPDATE taobao.refund SET refund_fen = \(refund.amountFen) WHERE refund_id = '\(refund.id)'",
                "UPDATE taobao.refund_source SET amount_fen = \(refund.amountFen) WHERE refund_id = '\(refund.id)'",
            ]
        }
    }

    static func setState(_ writer: CaseWriter, _ record: RecordHandle) -> [String] {
        switch record {
        case .payment:
            let payment = writer[payment: record]
            return [
                """
                UPDATE taobao.payment SET status = '\(TaobaoStatus.payment(payment.state))'
                WHERE payment_id = \(payment.id)
                """
            ]
        case .refund:
            let refund = writer[refund: record]
            return [
                """
                UPDATE taobao.refund SET status = '\(TaobaoStatus.refund(refund.state))'
                WHERE refund_id = '\(refund.id)'
                """,
                """
                UPDATE taobao.refund_source SET status = '\(TaobaoStatus.refundInstruction(refund.state))'
                WHERE refund_id = '\(refund.id)'
                """,
            ]
        }
    }

    static func setTime(_ writer: CaseWriter, _ record: RecordHandle) -> [String] {
        switch record {
        case .payment:
            let payment = writer[payment: record]
            return ["UPDATE taobao.payment SET paid_at = \(time(payment.paidAt)) WHERE payment_id = \(payment.id)"]
        case .refund:
            let refund = writer[refund: record]
            return [
                """
                UPDATE taobao.refund_source SET refunded_at = \(time(refund.refundedAt))
                WHERE refund_id = '\(refund.id)'
                """
            ]
        }
    }

    static func delete(_ writer: CaseWriter, _ record: RecordHandle) -> [String] {
        switch record {
        case .payment:
            let payment = writer[payment: record]
            return [
                "DELETE FROM taobao.payment_allocation WHERE payment_id = \(payment.id)",
                "DELETE FROM taobao.payment WHERE payment_id = \(payment.id)",
            ]
        case .refund:
            let refund = writer[refund: record]
            return [
                "DELETE FROM taobao.refund_source WHERE refund_id = '\(refund.id)'",
                "DELETE FROM taobao.refund WHERE refund_id = '\(refund.id)'",
            ]
        }
    }

    static func insert(_ writer: CaseWriter, _ record: RecordHandle) -> [String] {
        switch record {
        case .payment: insert(writer[payment: record])
        case .refund: insert(writer[refund: record])
        }
    }

    private static func insert(_ payment: SimulatedPayment) -> [String] {
        let shop = TaobaoStatus.shopID
        let trades = TaobaoTrade.trades(of: payment).map { trade in
            """
            INSERT INTO taobao.trade (tid, shop_id, trade_type, status, created_at, paid_at, modified_at, total_fen, \
            discount_fen, adjust_fen, post_fen, payment_fen, received_fen, raw, fetched_at) VALUES ('\(trade.tid)', \
            '\(shop)', 'fixed', '\(trade.status)', \(time(payment.createdAt)), \(time(payment.paidAt)), \
            \(time(payment.paidAt)), \(trade.totalFen), \(trade.discountFen), 0, \(trade.postFen), \
            \(trade.paymentFen), 0, '{}', now())
            """
        }
        return trades + [
            """
            INSERT INTO taobao.payment (payment_id, shop_id, channel, merchant_account, channel_trade_no, \
            merchant_order_no, paid_at, amount_fen, currency, status, provenance) VALUES (\(payment.id), '\(shop)', \
            '\(TaobaoStatus.channel(payment.account.channel))', '\(payment.account.account)', \
            \(text(payment.channelTradeNo)), '\(payment.paymentNo)', \(time(payment.paidAt)), \(payment.amountFen), \
            '\(payment.currency)', '\(TaobaoStatus.payment(payment.state))', 'order_api')
            """
        ] + allocations(payment)
    }

    private static func allocations(_ payment: SimulatedPayment) -> [String] {
        TaobaoTrade.trades(of: payment).map { trade in
            """
            INSERT INTO taobao.payment_allocation (payment_id, tid, oid, amount_fen, basis) \
            VALUES (\(payment.id), '\(trade.tid)', NULL, \(trade.allocatedFen), 'exact')
            """
        }
    }

    private static func insert(_ refund: SimulatedRefund) -> [String] {
        [
            """
            INSERT INTO taobao.refund (refund_id, tid, oid, shop_id, status, total_fen, refund_fen, created_at, \
            modified_at, fetched_at) VALUES ('\(refund.id)', '\(refund.orderNo)', NULL, '\(TaobaoStatus.shopID)', \
            '\(TaobaoStatus.refund(refund.state))', \(refund.amountFen), \(refund.amountFen), \
            \(time(refund.createdAt)), \(time(refund.createdAt)), now())
            """,
            """
            INSERT INTO taobao.refund_source (refund_id, payment_id, amount_fen, channel, merchant_account, \
            merchant_order_no, merchant_refund_no, channel_refund_no, currency, status, refunded_at) VALUES \
            ('\(refund.id)', \(refund.paymentID), \(refund.amountFen), \
            '\(TaobaoStatus.channel(refund.account.channel))', '\(refund.account.account)', '\(refund.paymentNo)', \
            '\(refund.refundNo)', \(text(refund.channelRefundNo)), '\(refund.currency)', \
            '\(TaobaoStatus.refundInstruction(refund.state))', \(time(refund.refundedAt)))
            """,
        ]
    }

    private static func text(_ value: String?) -> String { value.map { "'\($0)'" } ?? "NULL" }

    private static func time(_ epochSeconds: Int64?) -> String {
        epochSeconds.map { "timestamptz '\(ShanghaiTime.rfc3339(epochSeconds: $0))'" } ?? "NULL"
    }
}
