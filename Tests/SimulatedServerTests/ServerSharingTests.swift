import Cryptography
import FoundationEssentials
import TestTurns
import Testing
import Vocabulary

@testable import Simulation

/// Sharing bills over the wire, and what is frozen of a payment.
@Suite(.serialized, .waiting) struct ServerSharingTests {
    static let funds = Result { () throws(Problem) in
        var shares = SimulatedAccount.weChatPay(Channels.mchid)
        shares.sharesProfit = true
        let days = FixedBills.day.advanced(by: -2)...FixedBills.day
        return SimulatedFunds(
            try World(
                seed: 3, days: days, accounts: [shares, .weChatPay(Channels.otherMchid), .alipay(Channels.partnerID)],
                paymentsPerDay: 200, faults: .none),
            .full)
    }

    private func with(
        faults: [ChannelFault] = [], _ body: (Channels, SimulatedFunds) throws -> Void
    ) throws {
        let funds = try Self.funds.get()
        try Channels.with(WorldBillSource(funds), faults: faults) { try body($0, funds) }
    }

    private static let target = "/v3/profitsharing/bills?bill_date=2026-11-21"

    private func amounts(_ transaction: String) -> String {
        "/v3/profitsharing/transactions/\(transaction)/amounts"
    }

    private func frozen(_ funds: SimulatedFunds) throws -> (transaction: String, amountFen: Int64) {
        try #require(funds.faults.sharing.frozen.first.map { ($0.key, $0.value) })
    }

    @Test(arguments: ["", "&tar_type=GZIP"])
    func aSharingBillIsAppliedForAndDownloaded(packing: String) throws {
        try with { channels, funds in
            let expected = try #require(funds.sharingBill(Channels.wechatPay, FixedBills.day)).text
            var caller = try WeChatPayTestCaller(channels)
            let (target, hash) = try caller.applied(Self.target + packing)
            caller.nonce = Nonce.text()
            let file = try caller.get(target)
            #expect((packing.isEmpty ? file.body : inflated(file.body)) == expected)
            #expect(Hexadecimal.text(Digest.of(expected, by: .sha1)).lowercased() == hash)
            #expect(channels.running.requests.count(.apply, bill: .sharing) == 1)
            #expect(channels.running.requests.count(.download, bill: .sharing) == 1)
        }
    }

    @Test(arguments: [
        ("bill_date=2026-11-10", 400, "NO_STATEMENT_EXIST"), ("bill_date=2026-11-22", 400, "INVALID_REQUEST"),
        ("bill_date=2026-11-21&sub_mchid=1900999002", 403, "NO_AUTH"), ("tar_type=GZIP", 400, "PARAM_ERROR"),
        ("bill_date=2026-11-21&tar_type=ZIP", 400, "PARAM_ERROR"),
    ])
    func aDayWithoutSharesAndAWrongQuestionAreRefused(query: String, status: Int, code: String) throws {
        try with { channels, _ in
            let answer = try channels.asking("/v3/profitsharing/bills?\(query)")
            #expect(answer.status == status && answer.code == code)
        }
    }

    @Test func whoDoesNotShareHasNoBill() throws {
        try with { channels, _ in
            let answer = try WeChatPayTestCaller(channels, mchid: Channels.otherMchid).get(Self.target)
            #expect(answer.code == "NO_STATEMENT_EXIST")
        }
        // A world without funds bills still shares.
        let world = try Self.funds.get().world
        try Channels.with(WorldBillSource(world)) { channels in
            let answer = try channels.asking(Self.target)
            #expect(answer.status == 200)
        }
    }

    @Test func faultsStrikeTheSharingBillLikeAnyOther() throws {
        let late = ChannelFault(.notReady, at: .apply, of: Channels.wechatPay, bill: .sharing)
        let hash = ChannelFault(.brokenHash, at: .apply, of: Channels.wechatPay, bill: .sharing)
        let flipped = ChannelFault(.flippedByte, at: .download, of: Channels.wechatPay, bill: .sharing)
        try with(faults: [late, hash, flipped]) { channels, funds in
            #expect(try channels.asking("/v3/bill/fundflowbill?bill_date=2026-11-21").status == 200)
            #expect(try channels.asking(Self.target).code == "STATEMENT_CREATING")
            var caller = try WeChatPayTestCaller(channels)
            let (target, wrong) = try caller.applied(Self.target)
            caller.nonce = Nonce.text()
            let expected = try #require(funds.sharingBill(Channels.wechatPay, FixedBills.day)).text
            #expect(try caller.get(target).body != expected)
            #expect(Hexadecimal.text(Digest.of(expected, by: .sha1)).lowercased() != wrong)
            #expect(channels.running.faults.unmet == [])
        }
        let plan = try ChannelFaultFile.plan(
            """
            {"faults": [{"account": "wechatpay:1", "bill": "sharing", "step": "apply", "kind": "late"}]}
            """, file: "faults.json")
        #expect(plan.met.first?.fault.bill == .sharing)
    }

    @Test func whatIsFrozenOfAPaymentIsTold() throws {
        struct Answer: Decodable {
            let transaction_id: String
            let unsplit_amount: Int64
        }
        try with { channels, funds in
            let signer = try channels.wechatPayKeys().platform.current
            let (transaction, amount) = try frozen(funds)
            let traffic = funds.world.traffic(funds.world.accounts[0], FixedBills.day)
            for (number, unsplit) in [(transaction, amount), (traffic.numbers.channelTradeNo(5), 0)] {
                let answer = try channels.asking(amounts(number))
                #expect(answer.status == 200)
                #expect(answer.isSigned(by: try signer.certificate.publicKey, serial: signer.serial))
                let told = try JSONDecoder().decode(Answer.self, from: Data(answer.body))
                #expect(told.transaction_id == number && told.unsplit_amount == unsplit)
            }
            // Another account's payment, and no payment at all.
            let other = try WeChatPayTestCaller(channels, mchid: Channels.otherMchid).get(amounts(transaction))
            #expect(other.status == 404 && other.code == "RESOURCE_NOT_EXISTS")
            for path in [amounts("1"), amounts(""), amounts("x/y"), "/v3/profitsharing/transactions/1"] {
                #expect(try channels.asking(path).status == 404, "\(path)")
            }
            #expect(channels.running.requests.count(.amounts) == 5)
        }
    }

    @Test func theQuestionWhatIsFrozenIsStruckByFaults() throws {
        let busy = ChannelFault(
            .error(status: 500, code: "SYSTEM_ERROR", isSigned: true), at: .amounts, of: Channels.wechatPay)
        let wrong = ChannelFault(.wrongSignature, at: .amounts, of: Channels.wechatPay)
        try with(faults: [busy, wrong]) { channels, funds in
            let transaction = try frozen(funds).transaction
            let signer = try channels.wechatPayKeys().platform.current
            let key = try signer.certificate.publicKey
            #expect(try channels.asking(amounts(transaction)).code == "SYSTEM_ERROR")
            #expect(try !channels.asking(amounts(transaction)).isSigned(by: key, serial: signer.serial))
            #expect(try channels.asking(amounts(transaction)).isSigned(by: key, serial: signer.serial))
        }
        #expect(throws: Problem.self) {
            try ChannelFaultPlan([ChannelFault(.unsigned, at: .amounts, of: Channels.alipay)])
        }
    }

    @Test func theConfigurationNamesTheLimitOfWhoShares() throws {
        try with { channels, funds in
            let directory = "/tmp/server-sharing-\(UInt64.random(in: 0 ... .max))"
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let description = try channels.running.writeKeys(to: directory)
            let text = ConfigurationFile(
                conninfo: "dbname=x", archive: "/tmp/x", world: funds.world, channels: description, funds: funds
            ).text
            #expect(text.split(separator: "\n").count { $0 == "    sharing_limit: 30d" } == 1)
        }
    }
}
