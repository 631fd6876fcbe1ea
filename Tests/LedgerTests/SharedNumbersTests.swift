import Ledger
import TestTurns
import Testing
import Vocabulary

/// Numbers are unique for one merchant number, not for the world (Contract 2 and 3.3): a buyer opens one channel
/// and then pays by another, under the same number.
@Suite(.serialized, .waiting) struct SharedNumbersTests {
    private static let noon = "2026-11-21 12:00:00"
    private static let day = "2026-11-21"
    private static let outcomes = "SELECT account, entry_type, outcome FROM recon.bill_entries ORDER BY 1, 2"
    private static let open = """
        SELECT account, code, difference, order_nos, details ->> 'order_account' FROM recon.discrepancies
        WHERE status = 'open' ORDER BY 1, 2
        """

    private static func bill(_ fen: Int64, refund: Int64? = nil) -> [Row] {
        [Row(payment: "P1", fen: fen, at: noon, channelNo: "C")]
            + (refund.map {
                [Row(type: .refund, payment: "P1", refund: "R1", fen: $0, at: noon, channelNo: "D")]
            } ?? [])
    }

    @Test(arguments: [["A", "B"], ["B", "A"], ["A", "B", "A"]])
    func eachAccountsPaymentIsItsOwn(order: [String]) throws {
        let bench = try LedgerBench("shared_\(order.joined())")
        try bench.pay("P1", 1000, at: Self.noon, account: "A")
        try bench.pay("P1", 700, at: Self.noon, account: "B")
        try bench.refund("P1", "R1", 300, at: Self.noon, account: "A")
        try bench.refund("P1", "R1", 200, at: Self.noon, account: "B")
        let bills = ["A": Self.bill(1000, refund: 300), "B": Self.bill(700, refund: 200)]
        for account in order {
            #expect(try bench.conclude(Self.day, bills[account] ?? [], account: account) == .balanced)
        }
        #expect(
            try bench.rows(Self.outcomes)
                == ["A|payment|matched", "A|refund|matched", "B|payment|matched", "B|refund|matched"])
    }

    /// What is open of the number in one account is looked at together with the other's, and both stay what they are.
    @Test(arguments: [["A", "B"], ["B", "A"], ["A", "B", "A"], ["B", "A", "B"]])
    func eachAccountsDifferencesAreItsOwn(order: [String]) throws {
        let bench = try LedgerBench("shared_differences_\(order.joined())")
        try bench.pay("P1", 1000, at: Self.noon, account: "A")
        try bench.pay("P1", 700, at: Self.noon, account: "B")
        try bench.pay("Z", 1, at: Self.noon, account: "B")
        let bills = ["A": Self.bill(1001), "B": [Row(payment: "Z", fen: 1, at: Self.noon, channelNo: "C2")]]
        for account in order { try bench.conclude(Self.day, bills[account] ?? [], account: account) }
        #expect(
            try bench.rows(Self.open) == ["A|amount_mismatch|0.01|{TP1}|", "B|order_only|-7.00|{TP1}|"])
        #expect(
            try bench.rows("SELECT account, line, amount FROM recon.statement WHERE line = 'orders' AND amount <> 0")
                == ["A|orders|10.00", "B|orders|7.01"])
    }

    @Test func onlyANumberOfOtherAccountsAloneIsAMismatchAndItsDetailsAreAlwaysTheSame() throws {
        let bench = try LedgerBench("shared_mismatch")
        try bench.pay("Z", 1, at: Self.noon, account: "A")
        for (account, channel) in [("Z", "wechatpay"), ("Y", "alipay"), ("B", "wechatpay"), ("Z", "alipay")] {
            try bench.pay("P1", 1000, at: Self.noon, account: account, channel: channel)
        }
        let bill = Self.bill(1000) + [Row(payment: "Z", fen: 1, at: Self.noon, channelNo: "C2")]
        #expect(try bench.conclude(Self.day, bill) == .discrepancies)
        #expect(try bench.rows(Self.open) == ["A|account_mismatch|10.00||alipay:Y"])
        try bench.pay("P1", 1000, at: Self.noon, account: "A")
        #expect(try bench.conclude(Self.day, bill) == .balanced)
    }

    @Test func aNumberThatOneAccountHasTwiceIsRefused() throws {
        let bench = try LedgerBench("shared_twice")
        try bench.sql("ALTER TABLE taobao.payment_record DROP CONSTRAINT payment_record_pkey")
        // Open, so that the number is looked up whatever account bears it.
        try bench.pay2("P1", 999, at: Self.noon, account: "A")
        try bench.pay2("P1", 1000, at: Self.noon, account: "B")
        #expect(try bench.conclude(Self.day, Self.bill(1000)) == .discrepancies)
        try bench.pay2("P1", 1000, at: nil, account: "A", state: "closed")
        #expect(try bench.conclude(Self.day, Self.bill(1000)) == .incomplete)
        #expect(
            try bench.rows("SELECT reason_code FROM recon.runs ORDER BY run_id DESC LIMIT 1")
                == ["orders.duplicate_key"])
    }

    @Test func aRefundsOrdersAndItsPaymentsAmountAreThoseOfItsOwnAccount() throws {
        let bench = try LedgerBench("shared_refunds")
        // Booked on other days, so that the amounts are asked for.
        try bench.pay("P1", 1000, at: "2026-11-01 12:00:00", account: "A")
        try bench.pay("P1", 100, at: "2026-11-01 12:00:00", account: "B")
        try bench.sql("UPDATE taobao.payment_record SET order_nos = ARRAY['T' || account]")
        for account in ["A", "B"] {
            try bench.pay("Z", 1, at: Self.noon, account: account)
            try bench.refund("P1", "R1", 400, at: Self.noon, account: account)
            try bench.refund("P1", "R2", 50, at: Self.noon, account: account)
            try bench.conclude(
                Self.day,
                [
                    Row(payment: "Z", fen: 1, at: Self.noon, channelNo: "C2"),
                    Row(type: .refund, payment: "P1", refund: "R1", fen: 400, at: Self.noon, channelNo: "D"),
                ], account: account)
        }
        #expect(
            try bench.rows(Self.open)
                == ["A|order_only|-0.50|{TA}|", "B|order_only|-0.50|{TB}|", "B|over_refund|3.00||"])
    }

    @Test func explainTellsOfBoth() throws {
        let bench = try LedgerBench("shared_explained")
        try bench.pay("P1", 1000, at: Self.noon, account: "A")
        try bench.pay("P1", 700, at: Self.noon, account: "B")
        try bench.conclude(Self.day, Self.bill(1000), account: "A")
        try bench.conclude(Self.day, Self.bill(700), account: "B")
        let told = try bench.rows("SELECT event FROM recon.explain('P1') WHERE source IN ('shop', 'bill')")
        #expect(told.count == 4 && told.count { $0.contains("wechatpay:A") } == 2)
    }

    @Test func numbersInTwoUnicodeFormsAreTwo() throws {
        let bench = try LedgerBench("unicode_forms")
        let forms = ["K\u{E9}", "Ke\u{301}"]
        for (number, form) in forms.enumerated() {
            // Open, so that both go through the rules.
            try bench.pay(form, Int64(100 + number), at: "2026-11-20 12:00:00")
        }
        let bill = forms.enumerated().map {
            Row(payment: $1, fen: Int64(100 + $0), at: Self.noon, channelNo: "C\($0)")
        }
        try bench.pay("Z", 1, at: Self.noon)
        #expect(
            try bench.conclude(Self.day, bill + [Row(payment: "Z", fen: 1, at: Self.noon, channelNo: "C9")])
                == .balanced)
        #expect(
            try bench.rows("SELECT outcome FROM recon.bill_entries WHERE payment_no <> 'Z'")
                == ["cross_day", "cross_day"])
    }
}

extension LedgerBench {
    /// A record beside any other, where the shop's key is gone.
    fileprivate func pay2(
        _ payment: String, _ fen: Int64, at: String?, account: String, state: String = "paid"
    ) throws {
        try sql(
            """
            INSERT INTO taobao.payment_record (payment_no, channel, account, amount_fen, state, paid_at)
            VALUES ('\(payment)', 'wechatpay', '\(account)', \(fen), '\(state)', \(at.map { "'\($0)'" } ?? "NULL"))
            """)
    }
}
