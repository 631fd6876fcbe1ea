/// What merchants write into the free-text columns: commas, backticks, quotes, JSON, CJK and characters that take four
/// bytes in GB18030.
enum FreeText {
    /// Goods. At Alipay, the ones with a comma keep it in one row of 32 only.
    static let goods = [
        "有机茶叶,两罐装", "保温杯", "铁观音礼盒", "雨伞", "Wireless mouse", "儿童雨靴 24码", "坚果礼包（混合）",
        "手工皂·薰衣草", "𠮷野家优惠餐", "笔记本 \"A5\" 方格", "T恤`纯棉`白", "数据线,1m,黑色", "茶具🍵套装", "㐀㐁古籍影印",
    ]
    /// Only in a WeChat bill: they hold the very separator, an escaped line end, a leading backtick.
    static let thornyGoods = ["套餐A,`加大", "第一行\\n第二行", "`反引号开头", "{\"sku\":\"a,b\",\"n\":2}"]
    static let dataPackages = [
        "", "", "", "{\"shop\":\"s1\",\"lines\":[1,2]}", "attach=1&from=app", "赠品,请随箱", "{\"k\":\"`v`\"}",
    ]
    static let remarks = ["", "", "", "请尽快发货", "备注：送礼，勿放发票", "\"急\""]
    /// Of a funds bill's rows that no trade stands behind. The last holds the very separator.
    static let fundsRemarks = ["", "自动提现", "活动结算,第2期", "备注 \"内部\"", "第一行\\n第二行", "期初`调整", "A,`B"]
    static let payers = ["**明(138******00)", "*芳(f***@example.com)", "**军(186******11)"]
    /// Each openid and payer begins so that a search for leaked personal data finds it.
    static let openIDMark = "oSimBuyer"
    static let partnerMark = "oSimPartner"
    /// Of a sharing bill's rows; the last cannot be told from cells in a bill whose cells lack their backquotes.
    static let sharingRemarks = ["", "", "达人佣金", "平台服务费", "分给合作方 \"A\"", "技术服务费,第2期"]

    /// Which goods a row has: one in 32 is thorny.
    static func isThorny(_ flavour: UInt64) -> Bool { flavour >> 50 % 32 == 0 }
    static func index(_ flavour: UInt64, _ count: Int) -> Int { Int((flavour >> 13) % UInt64(count)) }
}
