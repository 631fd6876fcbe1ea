import FoundationEssentials
import Vocabulary

/// What an answer outside 2xx means: the error table of WeChatPay 4, by HTTP status and `code` only.
enum WeChatPayRefusal: Hashable, Sendable {
    case noStatement
    case creating
    case linkExpired
    case malformedRequest
    case signatureRefused
    case noPermission
    /// A merchant in public-key mode has no platform certificates.
    case noCertificates
    case tooFast
    case fault(maySwitchHost: Bool)
    case unknown

    enum Step: Sendable {
        case certificates
        case application
        /// Whose answer is no bill.
        case question
        case download
    }

    init(status: Int, code: String?, step: Step) {
        switch (status, code) {
        case (429, _), (_, "FREQUENCY_LIMITED"?), (_, "RATELIMIT_EXCEEDED"?), (_, "RATE_LIMITED"?): self = .tooFast
        case (400, "NO_STATEMENT_EXIST"?), (400, "NO_BILL_EXIST"?):
            self = step == .application ? .noStatement : .unknown
        case (400, "STATEMENT_CREATING"?), (400, "BILL_CREATING"?): self = step == .application ? .creating : .unknown
        case (400, "INVALID_REQUEST"?): self = step == .download ? .linkExpired : .malformedRequest
        case (400, "PARAM_ERROR"?): self = .malformedRequest
        case (401, _): self = .signatureRefused
        case (403, _): self = .noPermission
        case (404, "RESOURCE_NOT_EXISTS"?):
            self = step == .certificates ? .noCertificates : step == .question ? .noStatement : .unknown
        case (502...504, _): self = .fault(maySwitchHost: true)
        case (500..., _): self = .fault(maySwitchHost: false)
        default: self = .unknown
        }
    }

    private struct Body: Decodable {
        let code: String
    }

    /// The `code` of an error body; nil where it is not WeChat Pay's JSON or no plain word. The message is Chinese text
    /// that changes, and details can hold the download token: neither is ever used.
    static func code(_ body: [UInt8]) -> String? {
        guard let code = try? JSONDecoder().decode(Body.self, from: Data(body)).code,
            (1...64).contains(code.utf8.count),
            code.utf8.allSatisfy({ $0 == UInt8(ascii: "_") || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
            )
        else { return nil }
        return code
    }
}
