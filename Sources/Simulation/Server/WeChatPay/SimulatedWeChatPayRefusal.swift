import Vocabulary

/// An answer of WeChat Pay's error tables (WeChatPay 4).
struct SimulatedWeChatPayRefusal: Error {
    let status: Int
    let code: String
    let message: String
    var detail: [(String, JSONText)] = []

    static func signError(_ message: String, detail: [(String, JSONText)] = []) -> SimulatedWeChatPayRefusal {
        SimulatedWeChatPayRefusal(status: 401, code: "SIGN_ERROR", message: message, detail: detail)
    }
    static func parameter(_ field: String, _ value: String, _ issue: String) -> SimulatedWeChatPayRefusal {
        SimulatedWeChatPayRefusal(
            status: 400, code: "PARAM_ERROR", message: "参数错误",
            detail: [
                ("field", .text("/query/\(field)")), ("value", .text(value)), ("issue", .text(issue)),
                ("location", .text("query")),
            ])
    }
    static func invalidRequest(_ message: String) -> SimulatedWeChatPayRefusal {
        SimulatedWeChatPayRefusal(status: 400, code: "INVALID_REQUEST", message: message)
    }
    static let creating = SimulatedWeChatPayRefusal(
        status: 400, code: "STATEMENT_CREATING", message: "账单生成中，请先检查下商户号当前是否有成功的交易，如确认有则过几分钟后再重试")
    static let noStatement = SimulatedWeChatPayRefusal(status: 400, code: "NO_STATEMENT_EXIST", message: "请求的账单文件不存在")
    static let systemError = SimulatedWeChatPayRefusal(status: 500, code: "SYSTEM_ERROR", message: "系统错误")
    static let noAuthority = SimulatedWeChatPayRefusal(status: 403, code: "NO_AUTH", message: "没有权限")
    static let notFound = SimulatedWeChatPayRefusal(status: 404, code: "RESOURCE_NOT_EXISTS", message: "查询的资源不存在")
    static let methodNotAllowed = SimulatedWeChatPayRefusal(status: 405, code: "METHOD_NOT_ALLOWED", message: "请求方法不支持")

    var body: String {
        var members: [(String, JSONText)] = [("code", .text(code)), ("message", .text(message))]
        if !detail.isEmpty { members.append(("detail", .object(detail))) }
        return JSONText.object(members).printed()
    }
}
