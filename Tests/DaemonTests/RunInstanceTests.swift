import Testing
import Vocabulary

@testable import Daemon

@Suite struct RunInstanceTests {
    @Test(arguments: [
        ("wechatpay:1900999001:2026-11-21", ["reconcile", "wechatpay", "2026-11-21", "--account", "1900999001"]),
        ("alipay:2088000000000001:yesterday", ["reconcile", "alipay", "yesterday", "--account", "2088000000000001"]),
    ])
    func anInstanceStandsForACommand(name: String, arguments: [String]) throws {
        #expect(try expandingInstance(["reconcile", "--instance", name]) == arguments)
        #expect(
            try expandingInstance(["reconcile", "--instance", name, "--config", "r.yaml"])
                == arguments + ["--config", "r.yaml"])
    }

    @Test(arguments: [["reconcile", "wechatpay", "yesterday"], ["report"], [], ["reconcile"]])
    func everyOtherCommandStays(arguments: [String]) throws {
        #expect(try expandingInstance(arguments) == arguments)
    }

    @Test(arguments: [
        "", "wechatpay", "wechatpay:1900999001", "wechatpay:1900999001:2026-11-21:again",
        "paypal:1900999001:2026-11-21", "wechatpay::2026-11-21", "wechatpay:--local:2026-11-21",
        "wechatpay:1900999001:2026/11/21", "wechatpay:1900999001:2026-02-30", "wechatpay:1900999001:",
    ])
    func whatNamesNoRunIsRefusedWithAnExample(name: String) throws {
        let problem = try #require(throws: Problem.self) { try expandingInstance(["reconcile", "--instance", name]) }
        #expect(problem.code == .commandInstance)
        #expect(problem.found == (name.isEmpty ? "nothing" : name))
        #expect(problem.expected?.contains("wechatpay:1900999001:2026-11-21") == true)
    }

    @Test func anInstanceWithoutItsNameIsRefused() throws {
        let problem = try #require(throws: Problem.self) { try expandingInstance(["reconcile", "--instance"]) }
        #expect(problem.code == .commandInstance)
    }
}
