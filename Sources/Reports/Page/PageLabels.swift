import Vocabulary

/// A name in both languages of the page.
struct PageLabel: Hashable {
    let english: String
    let chinese: String

    init(_ english: String, _ chinese: String) {
        self.english = english
        self.chinese = chinese
    }
}

enum PageLabels {
    static func verdict(_ verdict: String) -> (label: PageLabel, symbol: String) {
        switch verdict {
        case "balanced": (PageLabel("balanced", "平"), "✓")
        case "pending": (PageLabel("pending", "仅存疑"), "…")
        case "discrepancies": (PageLabel("discrepancies", "有差错"), "≠")
        case "incomplete": (PageLabel("incomplete", "无法下结论"), "‼")
        case "failed": (PageLabel("failed", "失败"), "✕")
        case "not run": (PageLabel("not run", "未对账"), "?")
        default: (PageLabel(verdict, ""), "?")
        }
    }

    static func entryType(_ type: String?) -> PageLabel {
        switch type {
        case EntryType.refund.rawValue: PageLabel("refund", "退款")
        // A break of balances is about no entry.
        case nil: PageLabel("pot", "资金账户")
        default: PageLabel("payment", "支付")
        }
    }

    static func status(_ status: String) -> PageLabel {
        switch status {
        case "open": PageLabel("open", "待处理")
        case "acknowledged": PageLabel("acknowledged", "已认领")
        case "resolved": PageLabel("resolved", "已核销")
        case "reopened": PageLabel("reopened", "重开")
        case "pending": PageLabel("pending", "存疑")
        default: PageLabel(status, "")
        }
    }

    /// Lines of the statement (Contract 3.6).
    static func line(_ line: String) -> PageLabel {
        switch line {
        case "orders": PageLabel("orders of the shop", "我方记账")
        case "booked_other_day": PageLabel("paired in another day's bill", "在他日账单")
        case "from_other_day": PageLabel("booked on another day", "他日记账")
        case "pending_orders": PageLabel("waiting for a bill", "我方存疑")
        case "order_only": PageLabel("only in the shop", "我方有渠道无")
        case "channel_only": PageLabel("only at the channel", "渠道有我方无")
        case "pending_channel": PageLabel("waiting for the shop", "渠道存疑")
        case "account_mismatch": PageLabel("another account's number", "商户号不一致")
        case "duplicate_in_channel": PageLabel("listed or paid twice", "渠道重复")
        case "unclassified": PageLabel("unknown kind", "未识别")
        case "status_mismatch": PageLabel("states differ", "状态不一致")
        case "currency_mismatch": PageLabel("currencies differ", "币种不一致")
        case "not_executed": PageLabel("not executed", "未执行")
        case "amount_mismatch": PageLabel("amounts differ", "金额不一致")
        case "channel": PageLabel("rows of the bill", "渠道明细合计")
        case "other_discounts": PageLabel("other discounts", "其他优惠")
        case "channel_total": PageLabel("the bill's own total", "渠道账单总额")
        case "residual": PageLabel("residual", "差额")
        default: PageLabel(line, "")
        }
    }
}
