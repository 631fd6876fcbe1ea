import Bills
import Vocabulary

extension BillKind {
    /// What moved in the deposit over some days, under the last of them in the archive. No run concludes anything from it.
    static let deposit = BillKind("deposit", "deposit statement", "保证金账单")
}

/// A movement in an answer of `bail.query` (Alipay 7). Its own words for the kind of deposit say nothing that was not asked.
struct AlipayDepositRow: Decodable, Hashable, Sendable {
    /// In place of a balance that is not worked out yet.
    static let openBalance = "--"

    var trans_dt: String
    var trans_log_id: String
    var amount: String
    var balance: String
    var biz_desc: String?
    var biz_orig_no: String?
    var memo: String?

    var movement: DepositMovement {
        DepositMovement(
            bookedAt: trans_dt, amount: amount, balance: balance, serialNo: trans_log_id, orderNo: biz_orig_no ?? "",
            description: biz_desc ?? "", remark: memo ?? "")
    }
}

/// The kinds of deposits that a seller can have, by their words in the configuration.
package enum AlipayDeposit: String, Sendable {
    case tmall
    case taobao

    /// `bail_type`.
    var type: String {
        switch self {
        case .tmall: "TMALL_S_BAIL"
        case .taobao: "TAOBAO_BAIL"
        }
    }
}
