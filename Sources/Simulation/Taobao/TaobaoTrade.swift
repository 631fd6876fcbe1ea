import Vocabulary

/// The words of the open platform and of the mirrored tables.
package enum TaobaoStatus {
    package static let shopID = "shop-1"

    static func channel(_ channel: Channel) -> String { channel == .wechatpay ? "wechat" : "alipay" }

    static func payment(_ state: SimulatedPayment.State) -> String {
        switch state {
        case .paid: "SUCCESS"
        case .unpaid: "NOTPAY"
        case .closed: "CLOSED"
        }
    }

    static func refundInstruction(_ state: SimulatedRefund.State) -> String {
        switch state {
        case .succeeded: "SUCCESS"
        case .processing: "PROCESSING"
        case .closed: "CLOSED"
        }
    }

    /// Of the refund itself (Orders A5).
    static func refund(_ state: SimulatedRefund.State) -> String {
        switch state {
        case .succeeded: "SUCCESS"
        case .processing: "WAIT_SELLER_CONFIRM_GOODS"
        case .closed: "CLOSED"
        }
    }
}

/// One trade of the shop, as far as its money goes. Worked out from the payment, so that nothing has to be kept.
struct TaobaoTrade: Hashable, Sendable {
    struct Line: Hashable, Sendable {
        var number: Int
        var quantity: Int64
        var priceFen: Int64
        /// price × quantity.
        var totalFen: Int64
        /// The trade's discount, spread.
        var sharedDiscountFen: Int64
        var dividedFen: Int64
    }

    var tid: String
    var status: String
    var paymentFen: Int64
    /// What this payment pays of it; less than `paymentFen` for one stage of two.
    var allocatedFen: Int64
    var postFen: Int64
    var discountFen: Int64
    var totalFen: Int64
    var lines: [Line]

    static func trades(of payment: SimulatedPayment) -> [TaobaoTrade] {
        let count = Int64(payment.tradeCount)
        let share = payment.amountFen / count
        return (1...payment.tradeCount).map { number in
            let allocated = number == 1 ? payment.amountFen - share * (count - 1) : share
            let whole = payment.stage == 0 ? allocated : payment.tradePaymentFen
            return TaobaoTrade(
                tid: payment.tradePrefix + String(number), payment: payment, paymentFen: whole, allocatedFen: allocated)
        }
    }

    private init(tid: String, payment: SimulatedPayment, paymentFen: Int64, allocatedFen: Int64) {
        self.tid = tid
        self.paymentFen = paymentFen
        self.allocatedFen = allocatedFen
        status =
            switch payment.state {
            case .paid: "WAIT_SELLER_SEND_GOODS"
            case .unpaid: "WAIT_BUYER_PAY"
            case .closed: payment.paidAt == nil ? "TRADE_CLOSED_BY_TAOBAO" : "TRADE_CLOSED"
            }
        let flavour = UInt64(bitPattern: payment.id) &* 0x9E37_79B9_7F4A_7C15 >> 40
        // Σ divided + postage = payment; Σ price × quantity - discount = Σ divided.
        let postFen: Int64 = flavour % 4 == 0 && paymentFen > 2_000 ? 600 : 0
        let discountFen: Int64 = flavour % 5 == 0 ? Int64(1 + flavour % 300) : 0
        self.postFen = postFen
        self.discountFen = discountFen
        let goods = paymentFen - postFen
        let count = goods >= 300 ? 1 + Int64(flavour % 8) / 6 + Int64(flavour % 32) / 31 : 1
        lines = (1...count).map { number in
            let divided = number == 1 ? goods - goods / count * (count - 1) : goods / count
            let shared = number == 1 ? discountFen : 0
            let total = divided + shared
            // A price times a quantity only where it comes out even.
            let quantity: Int64 = total % 2 == 0 && flavour % 3 == 0 ? 2 : 1
            return Line(
                number: Int(number), quantity: quantity, priceFen: total / quantity, totalFen: total,
                sharedDiscountFen: shared, dividedFen: divided)
        }
        totalFen = goods + discountFen
    }

    /// Equals the trade's number when there is one line (Orders A3).
    func oid(_ line: Line) -> String { lines.count == 1 ? tid : tid + String(line.number) }
}
