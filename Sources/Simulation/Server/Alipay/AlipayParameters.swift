import Vocabulary

/// The parameters of a call, from the query string and the form together, decoded (Alipay 2.4).
struct AlipayParameters {
    private let values: [String: String]

    init(_ request: SimulatedHTTPRequest) throws(SimulatedAlipayRefusal) {
        guard let type = request.header("Content-Type")?.lowercased(),
            type.prefix(while: { $0 != ";" }) == "application/x-www-form-urlencoded"
        else { throw .invalid("format", "请求不是表单") }
        guard let form = String(validating: request.body, as: UTF8.self), let inBody = PercentCoding.pairs(form),
            let inQuery = PercentCoding.pairs(request.query ?? "")
        else { throw .invalid("charset", "参数编码有误") }
        var values: [String: String] = [:]
        for (place, pairs) in [inQuery, inBody].enumerated() {
            var here: Set<String> = []
            for (name, value) in pairs {
                // The same name in both places is the custom for charset; twice in one place, or with two values, is
                // nothing that could have been signed.
                let isDoubled = !here.insert(name).inserted || (place == 1 && values[name] ?? value != value)
                guard !isDoubled else { throw .invalid("parameter", "参数重复: \(name)") }
                values[name] = value
            }
        }
        self.values = values
    }

    /// nil when it is missing or empty.
    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Every parameter but `sign` that has a value, sorted by the bytes of its name (Alipay 2.5).
    var signedText: String {
        values.filter { $0.key != "sign" && !$0.value.isEmpty }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    }

    func required(_ name: String) throws(SimulatedAlipayRefusal) -> String {
        let hyphened = ["sign": "signature", "sign_type": "signature-type"][name] ?? name.replacing("_", with: "-")
        guard let value = self[name] else { throw .missing(hyphened, "缺少\(name)参数") }
        return value
    }
}
