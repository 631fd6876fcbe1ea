import Vocabulary

/// An answer of WeChat Pay's error tables (wechatpay-bills 4).
struct WeChatPayRefusal: Error {
    let status: Int
    let code: String
    let message: String
    var detail: [(String, JSONText)] = []

    static func signError(_ message: String, detail: [(String, JSONText)] = []) -> WeChatPayRefusal {
        WeChatPayRefusal(status: 401, code: "SIGN_ERROR", message: message, detail: detail)
    }
    static func parameter(_ field: String, _ value: String, _ issue: String) -> WeChatPayRefusal {
        WeChatPayRefusal(
            status: 400, code: "PARAM_ERROR", message: "参数错误",
            detail: [
                ("field", .text("/query/\(field)")), ("value", .text(value)), ("issue", .text(issue)),
                ("location", .text("query")),
            ])
    }
    static func invalidRequest(_ message: String) -> WeChatPayRefusal {
        WeChatPayRefusal(status: 400, code: "INVALID_REQUEST", message: message)
    }
    static let creating = WeChatPayRefusal(
        status: 400, code: "STATEMENT_CREATING", message: "账单生成中，请先检查下商户号当前是否有成功的交易，如确认有则过几分钟后再重试")
    static let noStatement = WeChatPayRefusal(status: 400, code: "NO_STATEMENT_EXIST", message: "请求的账单文件不存在")
    static let systemError = WeChatPayRefusal(status: 500, code: "SYSTEM_ERROR", message: "系统错误")
    static let noAuthority = WeChatPayRefusal(status: 403, code: "NO_AUTH", message: "没有权限")
    static let notFound = WeChatPayRefusal(status: 404, code: "RESOURCE_NOT_EXISTS", message: "查询的资源不存在")
    static let methodNotAllowed = WeChatPayRefusal(status: 405, code: "METHOD_NOT_ALLOWED", message: "请求方法不支持")

    var body: String {
        var members: [(String, JSONText)] = [("code", .text(code)), ("message", .text(message))]
        if !detail.isEmpty { members.append(("detail", .object(detail))) }
        return JSONText.object(members).printed()
    }
}
