import Vocabulary

extension TaobaoTable {
    static let trade = TaobaoTable(
        name: "trade",
        columns: [
            "tid", "shop_id", "trade_type", "status", "step_trade_status", "created_at", "paid_at", "modified_at",
            "total_fen", "discount_fen", "adjust_fen", "post_fen", "payment_fen", "received_fen", "step_paid_fen",
            "alipay_no", "order_group_id", "buyer_open_uid", "raw", "fetched_at",
        ],
        source: .payments { payment, trades, fields in
            // The rest of a staged trade belongs to the trade that its deposit began.
            guard payment.stage != 2 else { return }
            let modifiedAt = payment.paidAt ?? payment.createdAt
            let alipayNo = payment.account.channel == .alipay ? payment.channelTradeNo : nil
            for trade in trades {
                fields.row(20) { row in
                    row.text(trade.tid)
                    row.text("shop-1")
                    row.text(payment.stage == 0 ? "fixed" : "step")
                    row.text(trade.status)
                    if payment.stage == 0 { row.null() } else { row.text("FRONT_PAID_FINAL_PAID") }
                    row.time(payment.createdAt)
                    row.time(payment.paidAt)
                    row.time(modifiedAt)
                    row.bigint(trade.totalFen)
                    row.bigint(trade.discountFen)
                    row.bigint(0)
                    row.bigint(trade.postFen)
                    row.bigint(trade.paymentFen)
                    row.bigint(0)
                    if payment.stage == 0 { row.null() } else { row.bigint(trade.paymentFen) }
                    row.text(alipayNo)
                    row.text(trades.count > 1 ? trades[0].tid : nil)
                    row.text(numbered("AAH", Int(UInt64(bitPattern: payment.id) % 99_999_989), width: 12))
                    row.json("{\"tid\":\"\(trade.tid)\",\"payment\":\"\(Fen.yuan(trade.paymentFen))\"}")
                    row.time(modifiedAt + 60)
                }
            }
        })

    private static let titles = FreeText.goods

    static let tradeOrder = TaobaoTable(
        name: "trade_order",
        columns: [
            "oid", "tid", "line_no", "status", "item_id", "title", "quantity", "price_fen", "total_fen",
            "discount_fen", "adjust_fen", "payment_fen", "divided_fen", "shared_discount_fen",
        ],
        source: .payments { payment, trades, fields in
            guard payment.stage != 2 else { return }
            for trade in trades {
                for line in trade.lines {
                    let item = Int(UInt64(bitPattern: payment.id) % 1009) + line.number
                    fields.row(14) { row in
                        row.text(trade.oid(line))
                        row.text(trade.tid)
                        row.int(line.number)
                        row.text(trade.status)
                        row.text(numbered("6", item, width: 11))
                        row.text(titles[item % titles.count])
                        row.int(Int(line.quantity))
                        row.bigint(line.priceFen)
                        row.bigint(line.totalFen)
                        row.bigint(0)
                        row.bigint(0)
                        // One line: the trade's payment, postage included (A3).
                        row.bigint(trade.lines.count == 1 ? trade.paymentFen : line.totalFen)
                        row.bigint(line.dividedFen)
                        row.bigint(line.sharedDiscountFen)
                    }
                }
            }
        })

    static let payment = TaobaoTable(
        name: "payment",
        columns: [
            "payment_id", "shop_id", "channel", "channel_trade_no", "merchant_order_no", "stage_no", "paid_at",
            "amount_fen", "currency", "status", "provenance", "merchant_account",
        ],
        source: .payments { payment, _, fields in
            fields.row(12) { row in
                row.bigint(payment.id)
                row.text("shop-1")
                // What the shop knows without knowing the channel is in no view.
                row.text(payment.isHidden ? "unknown" : TaobaoStatus.channel(payment.account.channel))
                row.text(payment.isHidden ? nil : payment.channelTradeNo)
                row.text(payment.isHidden ? nil : payment.paymentNo)
                row.int(payment.stage)
                row.time(payment.paidAt)
                row.bigint(payment.amountFen)
                row.text(payment.currency)
                row.text(TaobaoStatus.payment(payment.state))
                row.text("order_api")
                row.text(payment.isHidden ? nil : payment.account.account)
            }
        })

    static let paymentAllocation = TaobaoTable(
        name: "payment_allocation", columns: ["payment_id", "tid", "oid", "amount_fen", "basis"],
        source: .payments { payment, trades, fields in
            for trade in trades {
                // Split over sub-orders only where the spread amounts make up the whole.
                if payment.stage == 0, trade.lines.count > 1, trade.postFen == 0 {
                    for line in trade.lines {
                        fields.row(5) { row in
                            row.bigint(payment.id)
                            row.text(trade.tid)
                            row.text(trade.oid(line))
                            row.bigint(line.dividedFen)
                            row.text("divided_fee")
                        }
                    }
                } else {
                    fields.row(5) { row in
                        row.bigint(payment.id)
                        row.text(trade.tid)
                        row.null()
                        row.bigint(trade.allocatedFen)
                        row.text("exact")
                    }
                }
            }
        })

    static let refund = TaobaoTable(
        name: "refund",
        columns: [
            "refund_id", "tid", "shop_id", "status", "phase", "dispute_type", "total_fen", "refund_fen", "created_at",
            "modified_at", "version", "raw", "fetched_at",
        ],
        source: .refunds { refund, fields in
            fields.row(13) { row in
                row.text(String(refund.id))
                row.text(refund.orderNo)
                row.text("shop-1")
                row.text(TaobaoStatus.refund(refund.state))
                row.text("onsale")
                row.text("REFUND")
                row.bigint(refund.amountFen)
                row.bigint(refund.amountFen)
                row.time(refund.createdAt)
                row.time(refund.refundedAt ?? refund.createdAt)
                row.bigint(1)
                row.json("{\"refund_id\":\"\(refund.id)\",\"refund_fee\":\"\(Fen.yuan(refund.amountFen))\"}")
                row.time((refund.refundedAt ?? refund.createdAt) + 60)
            }
        })

    static let refundSource = TaobaoTable(
        name: "refund_source",
        columns: [
            "refund_id", "payment_id", "amount_fen", "channel", "merchant_account", "merchant_order_no",
            "merchant_refund_no", "channel_refund_no", "currency", "status", "refunded_at",
        ],
        source: .refunds { refund, fields in
            fields.row(11) { row in
                row.text(String(refund.id))
                row.bigint(refund.paymentID)
                row.bigint(refund.amountFen)
                row.text(TaobaoStatus.channel(refund.account.channel))
                row.text(refund.account.account)
                row.text(refund.paymentNo)
                row.text(refund.refundNo)
                row.text(refund.channelRefundNo)
                row.text(refund.currency)
                row.text(TaobaoStatus.refundInstruction(refund.state))
                row.time(refund.refundedAt)
            }
        })
}
