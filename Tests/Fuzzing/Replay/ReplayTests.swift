import FoundationEssentials
import Testing

/// Every input that is kept, seeds and ones that once failed, through the function it is for.
struct ReplayTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "corpus")

    private static func run(_ target: FuzzTarget, _ file: String) throws -> Bool {
        let bytes = try Data(contentsOf: corpus.appending(path: target.name).appending(path: file))
        return try bytes.withUnsafeBytes { try target.run($0) }
    }

    @Test("Kept inputs keep the promises", arguments: FuzzTarget.all.map(\.name))
    func keptInputs(_ name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.appending(path: name).path)
        #expect(!files.isEmpty)
        for file in files.sorted() {
            do { _ = try Self.run(target, file) } catch { Issue.record("\(name)/\(file): \(error)") }
        }
    }

    /// Seeds that lead a target deep into its decoder. One that is refused has to follow the rule that refuses it now, or
    /// the fuzzer starts at the door.
    @Test(
        "Seeds get through",
        arguments: [
            ("wechatpay-bill", "all"), ("wechatpay-bill", "every-state"), ("wechatpay-bill", "legacy"),
            ("wechatpay-bill", "success-and-refund"), ("wechatpay-bill", "without-rows"), ("alipay-bill", "detail"),
            ("alipay-bill", "utf8"), ("alipay-bill", "unknown-kind"), ("wechatpay-funds", "day"),
            ("wechatpay-funds", "by-time"), ("wechatpay-funds", "exported"), ("wechatpay-funds", "without-rows"),
            ("alipay-funds", "detail"), ("alipay-funds", "wide"), ("alipay-funds", "console"), ("alipay-funds", "utf8"),
            ("wechatpay-sharing", "day"), ("wechatpay-sharing", "without-backquotes"), ("wechatpay-sharing", "totals"),
            ("statements", "aggregated"), ("statements", "deposit"), ("deposit-answers", "two"),
            ("statements", "alipay"),
            ("statements", "spreadsheet-xml"), ("statements", "xlsx-shared"), ("statements", "xlsx-inline"),
            ("statements", "zip-of-csv"), ("zip", "detail-and-summary"), ("zip", "stored"),
            ("zip", "zip64"), ("zip", "wechatpay"), ("gzip", "wechatpay"), ("gzip", "two-members"), ("gzip", "alipay"),
            ("wechatpay-answers", "bill"), ("wechatpay-answers", "bill-with-certificates"),
            ("wechatpay-answers", "no-statement"), ("wechatpay-answers", "probe"), ("alipay-answers", "bill"),
            ("alipay-answers", "no-data"), ("alipay-answers", "balances"), ("keys", "certificate.pem"),
            ("keys", "certificate.der"),
            ("keys", "public.pem"), ("configuration", "whole.yaml"), ("configuration", "small.yaml"),
            ("addresses", "alipay"), ("http-requests", "tradebill"), ("http-requests", "gateway"),
            ("copy-rows", "first"), ("copy-rows", "row"), ("fault-plans", "plan"),
        ])
    func seeds(_ name: String, _ file: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        #expect(try Self.run(target, file), "\(name)/\(file) is refused")
    }
}
