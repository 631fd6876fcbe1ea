/// What the platform takes from an order, or adds to it.
struct SellerDeduction: Sendable {
    var code: String
    var text: String
    /// Of how many orders one has it.
    var every: Int
    /// Of what was paid, in thousandths; in is positive.
    var perMille: Int64 = 0
    /// Where it does not depend on what was paid.
    var fixedFen: Int64 = 0
    /// Around the order's number in the remark, where Alipay's row names it nowhere else.
    var remark: (before: String, after: String)?

    var words: SellerWords { SellerWords(type: amountFen(of: 1000) > 0 ? "其它" : "收费", code: code, text: text) }

    func amountFen(of paidFen: Int64) -> Int64 {
        let share = paidFen * perMille / 1000
        // Never nothing, which is no row.
        return fixedFen + (perMille == 0 ? 0 : perMille < 0 ? min(share, -1) : max(share, 1))
    }

    static let all = [
        SellerDeduction(
            code: "0030130", text: "基础软件服务费", every: 1, perMille: -6, remark: ("基础软件服务费(", ")")),
        SellerDeduction(
            code: "0030003", text: "类目软件服务费", every: 2, perMille: -20, remark: ("天猫佣金（类目）{", "}扣款")),
        SellerDeduction(code: "0050005", text: "卖家版运费险", every: 3, fixedFen: -85),
        SellerDeduction(code: "0030001", text: "天猫返点积分", every: 4, perMille: -5, remark: ("代扣返点积分 ", "")),
        SellerDeduction(
            code: "0060011", text: "淘宝客佣金", every: 5, perMille: -50, remark: ("淘宝客佣金代扣款[", "]")),
        SellerDeduction(code: "0240004T", text: "百亿补贴激励前返", every: 7, fixedFen: 150),
        SellerDeduction(code: "0070023", text: "百亿补贴预收", every: 14, fixedFen: -100),
        SellerDeduction(code: "0110001", text: "公益宝贝", every: 9, fixedFen: -2),
        // Of those with a letter: it is a text and no number.
        SellerDeduction(code: "0170155T", text: "U先供应链", every: 11, fixedFen: -30),
    ]
}
