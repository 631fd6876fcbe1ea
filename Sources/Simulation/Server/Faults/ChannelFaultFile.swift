import FoundationEssentials
import Vocabulary

/// A fault plan as JSON:
/// `{"faults": [{"account": "wechatpay:1900000001", "day": "2026-11-21", "step": "apply", "kind": "late", "times": 2}]}`.
/// Comments and trailing commas are allowed. Exactly one of `times`, `until`, `always`; without any, once.
package enum ChannelFaultFile {
    package static func plan(_ text: String, file: String) throws(Problem) -> ChannelFaultPlan {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        let list: [ChannelFaultLine]
        do {
            list = try decoder.decode([String: [ChannelFaultLine]].self, from: Data(text.utf8))["faults"] ?? []
        } catch {
            throw Problem(
                .simulatorFaultPlan, "the fault plan cannot be read: \(Self.reason(error))", at: Place(file: file),
                expected: "{\"faults\": [{\"account\", \"day\", \"step\", \"kind\", \"times\"}]}")
        }
        var faults: [ChannelFault] = []
        for (index, line) in list.enumerated() {
            do {
                faults.append(try line.fault())
            } catch {
                throw Problem(
                    .simulatorFaultPlan, "fault \(index + 1): \(error.what)", at: Place(file: file),
                    expected: error.expected, found: error.found, hint: error.hint)
            }
        }
        do { return try ChannelFaultPlan(faults) } catch { throw error.located(Place(file: file)) }
    }

    private static func reason(_ error: any Error) -> String {
        func path(_ context: DecodingError.Context) -> String {
            context.codingPath.map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error as? DecodingError {
        case .dataCorrupted(let context): return "\(path(context)) \(context.debugDescription)"
        case .keyNotFound(let key, let context): return "\(path(context)) lacks \"\(key.stringValue)\""
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(path(context)) \(context.debugDescription)"
        default: return "it is no JSON"
        }
    }
}
