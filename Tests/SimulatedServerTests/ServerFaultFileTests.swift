import TestTurns
import Testing
import Vocabulary

@testable import Simulation

@Suite(.serialized, .waiting) struct ServerFaultFileTests {
    @Test func aFaultFileSaysWhatThePlanHolds() throws {
        let plan = try ChannelFaultFile.plan(
            """
            {"faults": [
                // The first bill is late.
                {"account": "wechatpay:1900999001", "day": "2026-11-21", "step": "apply", "kind": "late", "times": 2},
                {"account": "alipay:2088000000000001", "step": "download", "kind": "bomb", "bytes": 1000, "always": true},
                {"account": "wechatpay:1900999001", "step": "apply", "kind": "error", "code": "SYSTEM_ERROR",
                 "status": 500, "signed": false, "until": "2026-11-22 10:00:00"},
                {"account": "wechatpay:1900999001", "step": "apply", "kind": "other_day", "other": "2026-11-20"},
            ]}
            """, file: "faults.json")
        let account = Channels.wechatPay
        #expect(
            plan.met.map(\.fault) == [
                ChannelFault(.notReady, at: .apply, of: account, day: FixedBills.day, .times(2)),
                ChannelFault(.bomb(inflatedBytes: 1000), at: .download, of: Channels.alipay, .always),
                ChannelFault(
                    .error(status: 500, code: "SYSTEM_ERROR", isSigned: false), at: .apply, of: account,
                    .until(epochSeconds: Channels.noon)),
                ChannelFault(.otherDay(FixedBills.zeroDay), at: .apply, of: account),
            ])
    }

    @Test func everyKindOfTheHelpCanBeWritten() throws {
        for kind in ChannelFaultLine.kinds {
            let step = ["expired_link", "truncated", "flipped_byte", "bomb"].contains(kind) ? "download" : "apply"
            let line =
                "{\"account\": \"wechatpay:1\", \"step\": \"\(step)\", \"kind\": \"\(kind)\", \"code\": \"X\", "
                + "\"status\": 500, \"seconds\": 1, \"bytes\": 1, \"host\": \"http://x\", \"text\": \"x\", "
                + "\"other\": \"2026-11-21\", \"signature\": \"stranger\"}"
            #expect(throws: Never.self) {
                try ChannelFaultFile.plan("{\"faults\": [\(line)]}", file: "faults.json")
            }
        }
    }

    @Test(arguments: [
        ("{", "cannot be read"), ("{\"faults\": [{\"step\": \"apply\"}]}", "lacks \"account\""),
        (
            "{\"faults\": [{\"account\": \"x\", \"step\": \"apply\", \"kind\": \"late\"}]}",
            "\"account\" is not understood"
        ),
        (
            "{\"faults\": [{\"account\": \"alipay:1\", \"step\": \"apply\", \"kind\": \"late\", \"tmes\": 1}]}",
            "unknown key \"tmes\""
        ),
        (
            "{\"faults\": [{\"account\": \"alipay:1\", \"step\": \"apply\", \"kind\": \"late\", \"times\": 0}]}",
            "\"times\" is not understood"
        ),
        (
            "{\"faults\": [{\"account\": \"alipay:1\", \"step\": \"apply\", \"kind\": \"bomb\", \"bytes\": 1}]}",
            "can never strike"
        ),
        (
            "{\"faults\": [{\"account\": \"alipay:1\", \"step\": \"download\", \"kind\": \"bomb\"}]}",
            "\"bytes\" is missing"
        ),
        (
            "{\"faults\": [{\"account\": \"alipay:1\", \"step\": \"apply\", \"kind\": \"late\", \"day\": \"2026-02-30\"}]}",
            "\"day\" is not understood"
        ),
    ])
    func aFaultFileThatIsNotUnderstoodIsRefused(text: String, what: String) throws {
        do {
            _ = try ChannelFaultFile.plan(text, file: "faults.json")
            Issue.record("it was accepted")
        } catch {
            #expect(error.code == .simulatorFaultPlan)
            #expect(error.what.contains(what), "\(error.what)")
            #expect(error.place.file == "faults.json")
        }
    }
}
