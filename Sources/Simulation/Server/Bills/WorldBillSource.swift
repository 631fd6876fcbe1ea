import Vocabulary

/// The bills of a simulated world, made when they are asked for.
package struct WorldBillSource: SimulatedBillSource {
    private let world: World
    private let funds: SimulatedFunds?
    /// Of a world without funds bills too.
    private let sharing: SimulatedFunds
    /// A seller whose deposit the world's first account at Alipay may ask for.
    package var seller: SellerMonth?

    package init(_ world: World) {
        self.world = world
        funds = nil
        sharing = SimulatedFunds(world)
    }

    /// Trade bills and funds bills.
    package init(_ funds: SimulatedFunds) {
        world = funds.world
        self.funds = funds
        sharing = funds
    }

    package var hasFunds: Bool { funds != nil }

    package func bill(_ request: BillRequest) -> BillAnswer {
        if let pot = request.kind.pot { return fundsBill(request, pot) }
        if request.kind == .sharing {
            let bill = sharing.sharingBill(request.account, request.day)
            return bill.map { .bytes($0.text) } ?? .noData(.noStatementExist)
        }
        guard (request.kind == .trade) == (request.account.channel == .alipay) else { return .noData(.noBillData) }
        do throws(Problem) {
            guard let bill = try world.bill(request.account, request.day, request.kind) else {
                // A SUCCESS or REFUND file can be without rows on a day that has a bill otherwise.
                let own: ZeroDayAnswer = request.account.channel == .alipay ? .noBillData : .noStatementExist
                return .noData(world.zeroDay(request.account, request.day) ?? own)
            }
            return .bytes(try bill.delivered())
        } catch {
            return .failed(error)
        }
    }

    private func fundsBill(_ request: BillRequest, _ pot: SimulatedPot) -> BillAnswer {
        let isAlipay = request.account.channel == .alipay
        guard let funds, isAlipay == (pot == .balance) else { return .noData(.noStatementExist) }
        do throws(Problem) {
            guard let bill = try funds.bill(request.account, request.day, pot) else {
                guard isAlipay else { return .noData(.noStatementExist) }
                return .noData(request.day.number % 2 == 0 ? .emptyFile : .noBillData)
            }
            return .bytes(try bill.delivered())
        } catch {
            return .failed(error)
        }
    }

    package func emptyAlipayFundsBill(account: ChannelAccount, day: BusinessDay) -> BillAnswer {
        do throws(Problem) {
            guard let bill = try funds?.emptyBill(account, day) else { return .noData(.noBillData) }
            return .bytes(try bill.delivered())
        } catch {
            return .failed(error)
        }
    }

    package func alipayBalance(account: ChannelAccount, day: BusinessDay) -> AlipayDayBalance? {
        funds.map { funds in
            let potDay = SimulatedFunds.PotDay(account, .balance, day)
            return AlipayDayBalance(
                beginningFen: funds.openingFen(potDay), endingFen: funds.closingFen(potDay))
        }
    }

    package func unsplitFen(account: ChannelAccount, transactionID: String) -> Int64? {
        sharing.unsplitFen(account, transactionID: transactionID)
    }

    package func alipayDeposit(account: ChannelAccount) -> [SimulatedDepositRow]? {
        world.accounts.first { $0.id.channel == .alipay }?.id == account ? seller?.depositRows : nil
    }

    package func emptyAlipayBill(account: ChannelAccount, day: BusinessDay) -> BillAnswer {
        do throws(Problem) {
            guard let bill = try world.emptyBill(account, day) else { return .noData(.noBillData) }
            return .bytes(try bill.delivered())
        } catch {
            return .failed(error)
        }
    }
}
