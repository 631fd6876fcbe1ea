import Vocabulary

/// The bills of a simulated world, made when they are asked for.
package struct WorldBillSource: SimulatedBillSource {
    private let world: World

    package init(_ world: World) { self.world = world }

    package func bill(_ request: BillRequest) -> BillAnswer {
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

    package func emptyAlipayBill(account: ChannelAccount, day: BusinessDay) -> BillAnswer {
        do throws(Problem) {
            guard let bill = try world.emptyBill(account, day) else { return .noData(.noBillData) }
            return .bytes(try bill.delivered())
        } catch {
            return .failed(error)
        }
    }
}
