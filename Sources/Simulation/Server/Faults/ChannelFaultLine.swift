import FoundationEssentials
import Vocabulary

/// One fault of a fault file, before its words are understood.
struct ChannelFaultLine: Decodable {
    private static let known: Set<String> = [
        "account", "day", "bill", "step", "kind", "times", "until", "always", "status", "code", "signed", "seconds",
        "bytes",
        "host", "text", "other", "signature",
    ]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    let account: String
    let day: String?
    let bill: String?
    let step: String
    let kind: String
    let times: Int?
    let until: String?
    let always: Bool?
    let status: Int?
    let code: String?
    let signed: Bool?
    let seconds: Int64?
    let bytes: Int?
    let host: String?
    let text: String?
    let other: String?
    let signature: String?

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        if let unknown = values.allKeys.first(where: { !Self.known.contains($0.stringValue) }) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath, debugDescription: "has the unknown key \"\(unknown.stringValue)\""))
        }
        func text(_ name: String) throws -> String? {
            try values.decodeIfPresent(String.self, forKey: Key(stringValue: name))
        }
        func number(_ name: String) throws -> Int? {
            try values.decodeIfPresent(Int.self, forKey: Key(stringValue: name))
        }
        account = try values.decode(String.self, forKey: Key(stringValue: "account"))
        step = try values.decode(String.self, forKey: Key(stringValue: "step"))
        kind = try values.decode(String.self, forKey: Key(stringValue: "kind"))
        day = try text("day")
        bill = try text("bill")
        times = try number("times")
        until = try text("until")
        always = try values.decodeIfPresent(Bool.self, forKey: Key(stringValue: "always"))
        status = try number("status")
        code = try text("code")
        signed = try values.decodeIfPresent(Bool.self, forKey: Key(stringValue: "signed"))
        seconds = try number("seconds").map(Int64.init)
        bytes = try number("bytes")
        host = try text("host")
        self.text = try text("text")
        other = try text("other")
        signature = try text("signature")
    }

    func fault() throws(Problem) -> ChannelFault {
        guard let step = ChannelStep(rawValue: step) else {
            throw unclear("step", expected: ChannelStep.allCases.map(\.rawValue).joined(separator: ", "), found: step)
        }
        return ChannelFault(
            try faultKind(), at: step, of: try channelAccount(), day: try businessDay(day), bill: try billKind(),
            try duration())
    }

    private func billKind() throws(Problem) -> SimulatedBillKind? {
        guard let bill else { return nil }
        guard let kind = SimulatedBillKind(rawValue: bill) else {
            throw unclear(
                "bill", expected: SimulatedBillKind.allCases.map(\.rawValue).joined(separator: ", "), found: bill)
        }
        return kind
    }

    private func unclear(_ key: String, expected: String, found: String?) -> Problem {
        Problem(
            .simulatorFaultPlan, "\"\(key)\" is \(found == nil ? "missing" : "not understood")", expected: expected,
            found: found)
    }

    private func channelAccount() throws(Problem) -> ChannelAccount {
        let parts = account.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let channel = Channel(rawValue: String(parts[0])) else {
            throw unclear("account", expected: "wechatpay:<mchid> or alipay:<PID>", found: account)
        }
        return ChannelAccount(channel: channel, account: String(parts[1]))
    }

    private func businessDay(_ text: String?) throws(Problem) -> BusinessDay? {
        guard let text else { return nil }
        guard let day = BusinessDay(text) else { throw unclear("day", expected: "yyyy-MM-dd", found: text) }
        return day
    }

    private func duration() throws(Problem) -> ChannelFault.Duration {
        switch (times, until, always) {
        case (nil, nil, nil): return .times(1)
        case (let times?, nil, nil) where times > 0: return .times(times)
        case (nil, nil, true?): return .always
        case (nil, let until?, nil):
            guard let epochSeconds = ShanghaiTime.epochSeconds(until) else {
                throw unclear("until", expected: "yyyy-MM-dd HH:mm:ss in Shanghai", found: until)
            }
            return .until(epochSeconds: epochSeconds)
        default:
            throw unclear("times", expected: "one of times (1 or more), until, always", found: "several or none")
        }
    }

    private func need<Value>(_ value: Value?, _ key: String, _ expected: String) throws(Problem) -> Value {
        guard let value else { throw unclear(key, expected: expected, found: nil) }
        return value
    }

    private func faultKind() throws(Problem) -> ChannelFaultKind {
        switch kind {
        case "late": return .notReady
        case "error":
            return .error(
                status: status ?? 400, code: try need(code, "code", "an error code"), isSigned: signed ?? true)
        case "no_data":
            let signers = NoDataSignature.allCases.map(\.rawValue).joined(separator: ", ")
            guard let signature = NoDataSignature(rawValue: try need(signature, "signature", signers)) else {
                throw unclear("signature", expected: signers, found: signature)
            }
            return .noData(signature)
        case "status": return .status(try need(status, "status", "404, 429, 500, 502 or 503"))
        case "wrong_signature": return .wrongSignature
        case "probe": return .probeSignature
        case "probe_not_base64": return .probeInvalidBase64
        case "probe_unknown_serial": return .probeUnknownSerial
        case "unsigned": return .unsigned
        case "clock_skew": return .clockSkew(seconds: try need(seconds, "seconds", "seconds ahead"))
        case "broken_hash": return .brokenHash
        case "hash_type": return .hashType(try need(text, "text", "a name in place of SHA1"))
        case "foreign_host": return .foreignHost(try need(host, "host", "scheme and host, http://example.com"))
        case "expired_link": return .expiredLink
        case "other_day": return .otherDay(try need(try businessDay(other), "other", "yyyy-MM-dd"))
        case "other_account": return .otherAccount(try need(other, "other", "a merchant number"))
        case "content": return .content(Array(try need(text, "text", "the text in place of the bill").utf8))
        case "redirect": return .redirect(try need(host, "host", "scheme and host, http://example.com"))
        case "drop_connection": return .dropConnection
        case "cut_connection": return .cutConnection(afterBytes: bytes ?? 100)
        case "slow_body": return .slowBody(bytesPerSecond: try need(bytes, "bytes", "bytes a second"))
        case "truncated": return .truncated(byBytes: bytes ?? 10)
        case "flipped_byte": return .flippedByte
        case "empty_body": return .emptyBody
        case "huge_body": return .hugeBody(bytes: try need(bytes, "bytes", "size of the body"))
        case "json_garbage": return .jsonGarbage
        case "html": return .html
        case "bomb": return .bomb(inflatedBytes: try need(bytes, "bytes", "size when inflated"))
        default: throw unclear("kind", expected: ChannelFaultLine.kinds.joined(separator: ", "), found: kind)
        }
    }

    static let kinds = [
        "late", "error", "no_data", "status", "wrong_signature", "probe", "probe_not_base64", "probe_unknown_serial",
        "unsigned",
        "clock_skew", "broken_hash", "hash_type", "foreign_host", "expired_link", "other_day", "other_account",
        "content", "redirect", "drop_connection", "cut_connection", "slow_body", "truncated", "flipped_byte",
        "empty_body", "huge_body", "json_garbage", "html", "bomb",
    ]
}
