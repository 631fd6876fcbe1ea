import Testing
import Vocabulary

@testable import Simulation

/// A sharing bill read by the plainest means, apart from how the simulator prints it.
struct ReadSharing {
    struct Row: Hashable {
        var time: Int64
        var transactionID: String
        var channelSharingNo: String
        var detailNo: String
        var sharingNo: String
        var orderFen: Int64
        var receiver: String
        /// Less than 0 for what is given back.
        var amountFen: Int64
        /// Cells of the row that have a backquote in front.
        var quotedCells: Int
    }

    var rows: [Row] = []

    init(_ bill: RenderedBill) throws {
        var text = String(decoding: bill.text, as: UTF8.self)
        if text.unicodeScalars.first?.value == 0xFEFF { text = String(text.unicodeScalars.dropFirst()) }
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        #expect(
            lines[0]
                == "分账时间,分账发起方,分账方,微信订单号,微信分账/回退单号,分账明细单号,商户分账/回退单号,订单金额,分账接收方,金额,业务类型,处理状态,备注")
        for line in lines.dropFirst() {
            var raw = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            // A comma within the remark.
            if raw.count > 13 { raw[12...] = [raw[12...].joined(separator: ",")] }
            try #require(raw.count == 13, "\(line)")
            let cells = raw.map { $0.hasPrefix("`") ? String($0.dropFirst()) : $0 }
            let account = bill.accountDay.account.account
            #expect(cells[1] == account && cells[2] == account && cells[11] == "成功")
            #expect(["分账", "分账回退"].contains(cells[10]))
            let amount = try fen(cells[9])
            #expect(amount > 0)
            rows.append(
                Row(
                    time: try #require(ShanghaiTime.epochSeconds(cells[0])), transactionID: cells[3],
                    channelSharingNo: cells[4], detailNo: cells[5], sharingNo: cells[6], orderFen: try fen(cells[7]),
                    receiver: cells[8], amountFen: cells[10] == "分账" ? amount : -amount,
                    quotedCells: raw.count { $0.hasPrefix("`") }))
        }
    }

    private func fen(_ text: String) throws -> Int64 {
        let parts = text.split(separator: ".")
        try #require(parts.count == 2 && parts[1].count == 2, "\(text)")
        return try #require(Int64(parts[0])) * 100 + (try #require(Int64(parts[1])))
    }
}

/// A world that shares, with all that it prints.
struct SharingWorld {
    let funds: SimulatedFunds
    var world: World { funds.world }
    /// The range and the day after it, to which shares of its last minutes belong.
    let days: [BusinessDay]

    static func accounts(_ moves: SharingStyle.Moves? = nil, shares: Bool = true) -> [SimulatedAccount] {
        [
            SimulatedAccount.weChatPay("1900999001"), .weChatPay("1900999002", form: .legacy),
            .alipay("2088000000000001"),
        ]
        .map { account in
            var account = account
            account.sharesProfit = shares
            account.moneyStyle = MoneyStyle()
            if account.weChatForm == .legacy { account.hasCarriageReturns = false }
            if let moves {
                account.sharingStyle = SharingStyle()
                account.sharingStyle?.moves = moves
                account.sharingStyle?.isTradeSharing = moves == .byReceiver
            }
            return account
        }
    }

    init(
        _ seed: UInt64, _ plan: FundsPlan = .none, _ moves: SharingStyle.Moves? = nil, days count: Int = 3,
        payments: Int = 300, shares: Bool = true
    ) throws {
        funds = SimulatedFunds(
            try WorldFixture.world(
                seed, .full, days: count, payments: payments, accounts: Self.accounts(moves, shares: shares)), plan)
        days = (0...count).map { WorldFixture.first.advanced(by: $0) }
    }

    func sharing(_ account: SimulatedAccount, _ day: BusinessDay) throws -> [ReadSharing.Row] {
        try funds.sharingBill(account.id, day).map { try ReadSharing($0).rows } ?? []
    }

    /// Rows of shares in the pot that has them.
    func moved(_ account: SimulatedAccount, _ day: BusinessDay) throws -> [ReadFunds.Row] {
        let pot: SimulatedPot = account.channel == .wechatpay ? .basic : .balance
        let rows = try funds.bill(account.id, day, pot).map { try ReadFunds($0).rows } ?? []
        return rows.filter { ["分账", "交易分账", "分账回退"].contains($0.type) }
    }

    func records(_ account: SimulatedAccount) -> [SimulatedShare] {
        var found: [SimulatedShare] = []
        world.forEachShare { share in
            if share.account == account.id, share.sharedAt >= WorldFixture.first.startEpochSeconds {
                found.append(share)
            }
        }
        return found
    }
}
