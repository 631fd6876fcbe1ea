import Vocabulary

/// What an answer other than success means: the tables of Alipay 3.
enum AlipayRefusal: Hashable, Sendable {
    /// Not generated yet, or a zero day of a merchant with a configuration of its own: no proof either way.
    case noBill
    /// Nothing happened in the period.
    case noData
    case beforeRegistration
    case malformedRequest
    case typeNotSupported
    case signatureRefused
    case timestampRefused
    case noPermission
    case tooFast
    case fault
    case unknown

    init(code: String, subCode: String?) {
        switch Self.plain(subCode ?? "") {
        case "BILL_NOT_EXIST": self = .noBill
        case "NO_BILL_DATA": self = .noData
        case "BILL_DATE_BEFORE_REGISTRATION": self = .beforeRegistration
        case "INVAILID_ARGUMENTS", "INVALID_ARGUMENTS": self = .malformedRequest
        case "TYPE_NOT_SUPPORTED": self = .typeNotSupported
        case "SYSTEM_RATE_LIMIT", "USER_RATE_LIMIT", "APP_CALL_LIMITED", "METHOD_CALL_LIMITED": self = .tooFast
        case "UNKNOWN_ERROR", "UNKNOW_ERROR", "SYSTEM_ERROR": self = .fault
        case "INVALID_SIGNATURE", "MISSING_SIGNATURE": self = .signatureRefused
        case "INVALID_TIMESTAMP", "MISSING_TIMESTAMP": self = .timestampRefused
        default:
            switch code {
            case "20000": self = .fault
            case "20001", "40006": self = .noPermission
            case "40001", "40002", "40003": self = .malformedRequest
            case "40005": self = .tooFast
            default: self = .unknown
            }
        }
    }

    /// Upper case, with `_` for `-`, and without the `isp.` or `isv.` of older documents.
    static func plain(_ subCode: String) -> String {
        var text = subCode.uppercased().replacing("-", with: "_")
        for prefix in ["ISP.", "ISV.", "AOP."] where text.hasPrefix(prefix) { text = String(text.dropFirst(4)) }
        return text
    }
}
