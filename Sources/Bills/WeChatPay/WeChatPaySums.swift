import Vocabulary

/// Sums of the columns that the summary row repeats.
struct WeChatPaySums {
    var rows: Int64 = 0
    var settled = ExactSum()
    var order = ExactSum()
    var refund = ExactSum()
    var refundVoucher = ExactSum()
    /// Rows whose 充值券退款金额 cannot be read. Nothing else needs that column, so its total is not compared then.
    var unreadRefundVouchers: Int64 = 0
    var applied = ExactSum()
    var fee = ExactSum()

    var isBeyondAllMoney: Bool {
        [settled, order, refund, refundVoucher, applied, fee].contains { $0.isBeyondAllMoney }
    }
}

/// What the summary row says about both entry types; nil where the file's kind says nothing.
struct WeChatPayTotals {
    var paymentFen: Int64?
    var refundFen: Int64?
    /// 应结订单总金额, legacy 总交易额.
    var settledFen: Int64?
    /// 退款总金额, legacy 总退款金额.
    var takenFen: Int64?
}

/// What stands in 应结订单金额 and 退款金额 of rows whose entry moves something else than that: refunds that were not
/// executed, `REVOKED` rows, rows of an unknown kind. With it, what the entries move adds up to the bill's own totals to
/// the fen; a row of any other kind must do so by itself.
struct WeChatPayApart {
    /// 应结订单金额 less what the payment moves.
    var settled = ExactSum()
    /// 退款金额 less what the refund takes.
    var taken = ExactSum()

    mutating func add(_ other: WeChatPayApart) {
        settled.add(other.settled.value)
        taken.add(other.taken.value)
    }
}

/// The two lines at the end of a WeChat Pay bill: names, and one row that repeats count and sums of the rows above.
enum WeChatPaySummary {
    /// Names by which a summary header is known; the channel writes 总交易单数 first.
    private static let names = [
        "总交易单数", "应结订单总金额", "退款总金额", "充值券退款总金额", "手续费总金额", "订单总金额", "申请退款总金额", "总交易额", "总退款金额",
        "总企业红包退款金额", "总代金券或立减优惠退款金额",
    ].map { Array($0.utf8) }

    static let shownNames = "总交易单数 …"

    /// True if a summary header begins at `offset` from here.
    static func begins(in text: inout TextWindow, at offset: Int = 0) throws -> Bool {
        for name in names where try text.matches(name, at: offset) { return true }
        return false
    }

    /// Reads both lines and the end of the text, and compares every total with the rows.
    static func check(
        _ text: inout TextWindow, columns: WeChatPayColumns, sums: WeChatPaySums
    ) throws -> WeChatPayTotals {
        let trailer = try WeChatPayTrailer(&text, names: shownNames)
        func compare(_ name: String, mandatory: Bool, with sum: ExactSum) throws -> Int64? {
            let total = try trailer.amount(name, mandatory: mandatory, AmountText.signedFen)
            if let total, total != sum.value {
                throw trailer.mismatch(name, total: Shown.yuan(total), sum: Shown.yuan(sum.value))
            }
            return total
        }

        let count = try trailer.count("总交易单数")
        if let count, count != sums.rows {
            throw trailer.mismatch("总交易单数", total: Shown.rows(count), sum: Shown.rows(sums.rows))
        }
        if sums.isBeyondAllMoney {
            throw Problem(
                .billTooLarge, "the sums of the bill's columns are beyond all money", at: text.place,
                hint: ProblemCode.askChannel)
        }
        let fees = try trailer.amount("手续费总金额", AmountText.signedE5)
        if let fees, fees != sums.fee.value {
            throw trailer.mismatch("手续费总金额", total: Shown.yuan(e5: fees), sum: Shown.yuan(e5: sums.fee.value))
        }

        let hasRefunds = columns.kind != .success
        var totals = WeChatPayTotals()
        if columns.isLegacy {
            let payments = try compare("总交易额", mandatory: true, with: sums.order)
            let refunds = try compare("总退款金额", mandatory: hasRefunds, with: sums.refund)
            totals = WeChatPayTotals(
                paymentFen: payments, refundFen: refunds, settledFen: payments, takenFen: refunds)
        } else {
            totals.settledFen = try compare("应结订单总金额", mandatory: true, with: sums.settled)
            totals.takenFen = try compare("退款总金额", mandatory: hasRefunds, with: sums.refund)
            totals.paymentFen = try compare("订单总金额", mandatory: true, with: sums.order)
            totals.refundFen = try compare("申请退款总金额", mandatory: hasRefunds, with: sums.applied)
        }
        // A control of a column that no entry needs: not made where the column or its total cannot be read.
        for name in ["充值券退款总金额", "总企业红包退款金额", "总代金券或立减优惠退款金额"] {
            guard sums.unreadRefundVouchers == 0, let text = trailer.text(name),
                let total = SlowCell.with(text, AmountText.signedFen), total != sums.refundVoucher.value
            else { continue }
            throw trailer.mismatch(name, total: Shown.yuan(total), sum: Shown.yuan(sums.refundVoucher.value))
        }
        return totals
    }

    /// What the bill's entries move against what its totals say, over all its files.
    static func checkMoved(
        _ name: String, bill totalFen: Int64, entries movedFen: Int64, apart: ExactSum, at place: Place
    ) throws {
        let (sum, overflow) = movedFen.addingReportingOverflow(apart.value)
        if overflow || apart.isBeyondAllMoney {
            throw Problem(
                .billTooLarge, "the sums of the bill's rows are beyond all money", at: place,
                hint: ProblemCode.askChannel)
        }
        guard sum != totalFen else { return }
        throw WeChatPayTrailer.mismatch(
            name, total: Shown.yuan(totalFen), sum: "\(Shown.yuan(sum)) moved", at: place)
    }
}
