import Cryptography
import TestTurns
import Testing
import Vocabulary

@testable import Simulation

/// Funds bills over the wire, of a world whose last day is the fixture's.
@Suite(.serialized, .waiting) struct ServerFundsTests {
    static let funds = Result { () throws(Problem) in
        var accounts = [SimulatedAccount.weChatPay(Channels.mchid), .alipay(Channels.partnerID)]
        for index in accounts.indices { accounts[index].moneyStyle = MoneyStyle() }
        return SimulatedFunds(
            try World(
                seed: 3, days: FixedBills.day.advanced(by: -2)...FixedBills.day, accounts: accounts, paymentsPerDay: 40,
                faults: .full),
            faults: .none)
    }

    private func with<Result>(
        faults: [ChannelFault] = [], options: (inout SimulatedChannelsOptions) -> Void = { _ in },
        _ body: (Channels, SimulatedFunds) throws -> Result
    ) throws -> Result {
        let funds = try Self.funds.get()
        return try Channels.with(WorldBillSource(funds), faults: faults, options: options) { try body($0, funds) }
    }

    private static func target(_ more: String) -> String { "/v3/bill/fundflowbill?bill_date=2026-11-21\(more)" }

    private static func digest(_ bytes: [UInt8]) -> String {
        Hexadecimal.text(Digest.of(bytes, by: .sha1)).lowercased()
    }

    @Test(arguments: [
        ("", SimulatedPot.basic), ("&account_type=BASIC", .basic), ("&account_type=OPERATION", .operation),
    ])
    func aFundsBillOfAPotIsAppliedForAndDownloaded(more: String, pot: SimulatedPot) throws {
        try with { channels, funds in
            let expected = try #require(try funds.bill(Channels.wechatPay, FixedBills.day, pot)).text
            for packing in ["", "&tar_type=GZIP"] {
                var caller = try WeChatPayTestCaller(channels)
                let (target, hash) = try caller.applied(Self.target(more + packing))
                caller.nonce = Nonce.text()
                let file = try caller.get(target)
                let plain = packing.isEmpty ? file.body : inflated(file.body)
                #expect(plain == expected)
                #expect(Self.digest(expected) == hash)
            }
            #expect(channels.running.requests.count(.apply, bill: SimulatedBillKind(fundsOf: pot)) == 2)
            #expect(channels.running.requests.count(.download, bill: .all) == 0)
        }
    }

    @Test(arguments: [
        ("&account_type=FEES", 400, "NO_STATEMENT_EXIST"), ("&account_type=basic", 400, "PARAM_ERROR"),
        ("&account_type=BALANCE", 400, "PARAM_ERROR"), ("&account_type=ALL", 400, "PARAM_ERROR"),
        ("&account_type=", 400, "PARAM_ERROR"), ("&tar_type=ZIP", 400, "PARAM_ERROR"),
        ("&sub_mchid=1900999002", 403, "NO_AUTH"), ("&bill_date=2026-11-20", 400, "PARAM_ERROR"),
    ])
    func aPotWithoutMovementAndAWrongQuestionAreRefused(more: String, status: Int, code: String) throws {
        try with { channels, _ in
            let answer = try channels.asking(Self.target(more))
            #expect(answer.status == status && answer.code == code)
        }
    }

    @Test(arguments: [("2026-11-22", "INVALID_REQUEST"), ("2026-08-01", "INVALID_REQUEST")])
    func aFundsBillHasTheSameDaysAsATradeBill(day: String, code: String) throws {
        try with { channels, _ in
            let answer = try channels.asking("/v3/bill/fundflowbill?bill_date=\(day)")
            #expect(answer.code == code)
        }
        try Channels.with(WorldBillSource(Self.funds.get()), at: Channels.noon - 2 * 3600) { channels in
            let answer = try channels.asking(Self.target(""))
            #expect(answer.code == "STATEMENT_CREATING")
        }
    }

    @Test func aFaultCanBeKeptToOneBillOfADay() throws {
        let late = ChannelFault(.notReady, at: .apply, of: Channels.wechatPay, bill: .operation, .always)
        try with(faults: [late]) { channels, _ in
            let struck = try channels.asking(Self.target("&account_type=OPERATION"))
            #expect(struck.code == "STATEMENT_CREATING")
            #expect(try channels.asking(Self.target("&account_type=BASIC")).status == 200)
            #expect(try channels.asking(WeChatPayTestCaller.apply).status == 200)
        }
        let plan = try ChannelFaultFile.plan(
            """
            {"faults": [{"account": "alipay:1", "bill": "signcustomer", "step": "apply", "kind": "late"}]}
            """, file: "faults.json")
        #expect(plan.met.first?.fault.bill == .signcustomer)
        #expect(throws: Problem.self) {
            try ChannelFaultFile.plan(
                """
                {"faults": [{"account": "alipay:1", "bill": "funds", "step": "apply", "kind": "late"}]}
                """, file: "faults.json")
        }
    }

    @Test func alipaysFundsBillIsAskedForLikeItsTradeBill() throws {
        try with { channels, funds in
            var caller = try AlipayTestCaller(channels)
            caller.parameters["biz_content"] = "{\"bill_type\":\"signcustomer\",\"bill_date\":\"2026-11-21\"}"
            let answer = try AlipayTestAnswer(caller.call())
            #expect(answer.isSigned(by: try caller.keys.platform.key.publicKey))
            #expect(answer.node.bill_download_url?.contains("bizType=signcustomer&") == true)
            let bill = try #require(try funds.bill(Channels.alipay, FixedBills.day, .balance))
            let archive = try bill.delivered()
            #expect(try caller.download(answer).body == archive)
            #expect(channels.running.requests.count(.download, bill: .signcustomer) == 1)
        }
    }

    /// Days long after the world's last booking.
    @Test(arguments: [("2026-12-18", false), ("2026-12-19", true)])
    func aDayWithoutMovementIsAnEmptyFileOrNoData(day: String, isFile: Bool) throws {
        try Channels.with(WorldBillSource(Self.funds.get()), at: Channels.noon + 30 * 86_400) { channels in
            var caller = try AlipayTestCaller(channels)
            caller.parameters["biz_content"] = "{\"bill_type\":\"signcustomer\",\"bill_date\":\"\(day)\"}"
            let answer = try AlipayTestAnswer(caller.call())
            #expect(answer.node.sub_code == (isFile ? nil : "NO_BILL_DATA"))
            #expect(answer.node.bill_file_code == (isFile ? "EMPTY_DATA_WITH_BILL_FILE" : nil))
            if isFile { #expect(try caller.download(answer).body.starts(with: [0x50, 0x4B, 3, 4])) }
        }
    }

    @Test func alipayTellsTheBalanceAtBothEndsOfADay() throws {
        try with { channels, funds in
            var caller = try AlipayTestCaller(channels)
            caller.parameters["method"] = "alipay.data.bill.balancehis.query"
            caller.parameters["biz_content"] = "{\"biz_date\":\"2026-11-21\"}"
            let answer = try AlipayTestAnswer(caller.call())
            #expect(answer.nodeName == "alipay_data_bill_balancehis_query_response")
            #expect(answer.isSigned(by: try caller.keys.platform.key.publicKey))
            let potDay = SimulatedFunds.PotDay(Channels.alipay, .balance, FixedBills.day)
            #expect(answer.node.beginning_balance == Fen.yuan(funds.openingFen(potDay)))
            #expect(answer.node.ending_balance == Fen.yuan(funds.closingFen(potDay)))
            #expect(answer.node.beginning_balance != answer.node.ending_balance)
            for content in ["{\"biz_month\":\"2026-10\"}", "{\"biz_date\":\"2026-11-22\"}", "no JSON"] {
                caller.parameters["biz_content"] = content
                #expect(try AlipayTestAnswer(caller.call()).node.sub_code == "INVAILID_ARGUMENTS")
            }
            #expect(channels.running.requests.count(.balance) == 4)
        }
    }

    @Test func balancesAreRefusedToWhoMayNotAskAndStruckByFaults() throws {
        func asked(_ channels: Channels) throws -> AlipayTestAnswer {
            var caller = try AlipayTestCaller(channels)
            caller.parameters["method"] = "alipay.data.bill.balancehis.query"
            caller.parameters["biz_content"] = "{\"biz_date\":\"2026-11-21\"}"
            return try AlipayTestAnswer(caller.call())
        }
        try with(options: { $0.refusesBalance = true }) { channels, _ in
            let answer = try asked(channels)
            #expect(answer.node.code == "40006" && answer.node.sub_code == "isv.insufficient-isv-permissions")
            #expect(answer.nodeName == "alipay_data_bill_balancehis_query_response")
        }
        try Channels.with { channels in
            let answer = try asked(channels)
            #expect(answer.node.sub_code == "isv.insufficient-isv-permissions")
        }
        let error = ChannelFaultKind.error(status: 200, code: "SYSTEM_ERROR", isSigned: true)
        try with(faults: [
            ChannelFault(error, at: .balance, of: Channels.alipay),
            ChannelFault(.wrongSignature, at: .balance, of: Channels.alipay),
        ]) { channels, _ in
            let struck = try asked(channels)
            #expect(struck.node.sub_code == "SYSTEM_ERROR")
            let key = try channels.alipayKeys().platform.key.publicKey
            let wrong = try asked(channels)
            #expect(wrong.node.code == "10000" && !wrong.isSigned(by: key))
            #expect(try asked(channels).isSigned(by: key))
        }
        #expect(throws: Problem.self) {
            try ChannelFaultPlan([ChannelFault(.unsigned, at: .balance, of: Channels.wechatPay)])
        }
    }
}
