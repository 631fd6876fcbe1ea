import Vocabulary

/// An error of the gateway or of the interface (Alipay 3).
struct SimulatedAlipayRefusal: Error {
    let code: String
    let message: String
    let subCode: String
    let subMessage: String
    /// Refused before the interface was reached: the node is `error_response` (Alipay 2.6).
    var isOfGateway = false

    static func missing(_ parameter: String, _ text: String) -> SimulatedAlipayRefusal {
        SimulatedAlipayRefusal(
            code: "40001", message: "Missing Required Arguments", subCode: "isv.missing-\(parameter)", subMessage: text,
            isOfGateway: true)
    }
    static func invalid(_ parameter: String, _ text: String, isOfGateway: Bool = true) -> SimulatedAlipayRefusal {
        SimulatedAlipayRefusal(
            code: "40002", message: "Invalid Arguments", subCode: "isv.invalid-\(parameter)", subMessage: text,
            isOfGateway: isOfGateway)
    }
    static func business(_ subCode: String, _ text: String) -> SimulatedAlipayRefusal {
        SimulatedAlipayRefusal(code: "40004", message: "Business Failed", subCode: subCode, subMessage: text)
    }
    static let billNotExist = business("BILL_NOT_EXIST", "账单不存在")
    static let noBillData = business("NO_BILL_DATA", "该周期内无账单数据")

    static let insufficientPermissions = SimulatedAlipayRefusal(
        code: "40006", message: "Insufficient Permissions", subCode: "isv.insufficient-isv-permissions",
        subMessage: "ISV权限不足，建议在开发者中心检查对应功能是否已经添加")

    /// The gateway's own code for an answer that a fault names by its sub-code or by the code itself.
    init(named name: String) {
        let gateway: [String: String] = [
            "20000": "Service Currently Unavailable", "20001": "Insufficient Token Permissions",
            "40001": "Missing Required Arguments", "40002": "Invalid Arguments", "40003": "Conditional Error",
            "40005": "Call Limited", "40006": "Insufficient Permissions",
        ]
        if let message = gateway[name] {
            self.init(code: name, message: message, subCode: "isp.unknow-error", subMessage: message, isOfGateway: true)
        } else {
            self = .business(name, name)
        }
    }

    init(code: String, message: String, subCode: String, subMessage: String, isOfGateway: Bool = false) {
        self.code = code
        self.message = message
        self.subCode = subCode
        self.subMessage = subMessage
        self.isOfGateway = isOfGateway
    }

    var node: JSONText {
        .object([
            ("code", .text(code)), ("msg", .text(message)), ("sub_code", .text(subCode)),
            ("sub_msg", .text(subMessage)),
        ])
    }
}
