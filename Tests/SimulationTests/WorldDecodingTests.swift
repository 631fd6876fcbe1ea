import Bills
import Glibc
import Testing
import Vocabulary

@testable import Simulation

/// The product's own decoder reads what the simulator prints, and finds the rows that the world told.
private struct RowKey: Hashable {
    var type: EntryType
    var paymentNo: String
    var refundNo: String
    var channelTradeNo: String
    var channelRefundNo: String
    var amountFen: Int64
    var settledFen: Int64
    var feeE5: Int64
    var currency: String
    var occurredAt: Int64
    var isClassified: Bool
    var isNotExecuted: Bool
}

private func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

@Test(arguments: [31, 32] as [UInt64])
func theDecoderReadsEveryFormRowByRow(seed: UInt64) throws {
    let providedFor = [SimulatedAccount.WeChatForm.all, .legacy, .successAndRefund].enumerated().map { index, form in
        var account = SimulatedAccount.weChatPay("190099901\(index)", form: form)
        account.payScoreOneIn = 5
        account.providerNumber = "1600777001"
        return account
    }
    let accounts =
        SimulatedAccount.standard + providedFor + [
            .weChatPay("1900999003", form: .successAndRefund), .alipay("2088000000000002"),
        ]
    let world = try WorldFixture.world(seed, payments: 150, accounts: accounts)
    let directory = "/tmp/simulation-decoding-\(getpid())-\(seed)"
    mkdir(directory, 0o700)
    for account in accounts {
        let kinds: [SimulatedBillKind] =
            account.channel == .alipay
            ? [.trade] : account.weChatForm == .successAndRefund ? [.success, .refund] : [.all]
        for day in world.dayList {
            var files: [BillFile] = []
            for kind in kinds {
                let bill = try #require(try world.bill(account.id, day, kind))
                let path = "\(directory)/\(bill.fileName)"
                let bytes = try bill.delivered()
                try OutputFile(path).write(bytes)
                #expect(kind.isZip ? AlipayFunds.isFunds(path) == false : WeChatPayFunds.isFunds(path) == false)
                files.append(BillFile(path: path, sizeBytes: Int64(bytes.count), sha256: ""))
            }
            defer { for file in files { unlink(file.path) } }
            var found: [RowKey: Int] = [:]
            let summary = try decoder(account.id, day).entries(of: files) { entry in
                let key = RowKey(
                    type: entry.type, paymentNo: text(entry.paymentNo), refundNo: text(entry.refundNo),
                    channelTradeNo: text(entry.channelTradeNo), channelRefundNo: text(entry.channelRefundNo),
                    amountFen: entry.amountFen, settledFen: entry.settledFen, feeE5: entry.feeE5,
                    currency: text(entry.currency), occurredAt: entry.occurredAt, isClassified: entry.isClassified,
                    isNotExecuted: entry.isRefundNotExecuted)
                found[key, default: 0] += 1
            }
            var told: [RowKey: Int] = [:]
            var (settledPaymentsFen, settledRefundsFen) = (Int64(0), Int64(0))
            world.forEachRow(World.AccountDay(account.id, day)) { row in
                let key = expected(row, account)
                told[key, default: 0] += 1
                if row.entryType == .payment {
                    settledPaymentsFen += key.settledFen
                } else {
                    settledRefundsFen += key.settledFen
                }
            }
            #expect(summary.payments.settledFen == settledPaymentsFen, "\(account.id) \(day)")
            #expect(summary.refunds.settledFen == settledRefundsFen, "\(account.id) \(day)")
            #expect(Set(found.keys.filter { found[$0] != told[$0] }).isEmpty, "\(account.id) \(day) found")
            #expect(Set(told.keys.filter { found[$0] != told[$0] }).isEmpty, "\(account.id) \(day) told")
            try expectTotals(world, World.AccountDay(account.id, day), summary)
        }
    }
    rmdir(directory)
}

private func expected(_ row: SimulatedRow, _ account: SimulatedAccount) -> RowKey {
    let isFailed = row.kind == .refund && ["FAIL", "CHANGE"].contains(row.refundState)
    var settled = row.settledFen
    if row.entryType == .refund {
        let isWhole = account.weChatForm == .legacy || row.kind == .revoked(inOrderAmount: true)
        settled = isFailed ? 0 : -(account.channel == .wechatpay && isWhole ? row.amountFen : row.settledFen)
    }
    return RowKey(
        type: row.entryType, paymentNo: row.paymentNo, refundNo: row.keyRefundNo ?? "",
        channelTradeNo: row.channelTradeNo, channelRefundNo: row.channelRefundNo, amountFen: row.amountFen,
        settledFen: settled, feeE5: account.channel == .alipay ? Fen.rounded(e5: row.feeE5) * 1000 : row.feeE5,
        currency: row.currency, occurredAt: row.time, isClassified: row.isClassified, isNotExecuted: isFailed)
}

/// The decoder's totals close the world's statement.
private func expectTotals(_ world: World, _ accountDay: World.AccountDay, _ summary: BillSummary) throws {
    let state = World.State(concluded: Set(world.accountDays))
    for (type, totals) in [(EntryType.payment, summary.payments), (.refund, summary.refunds)] {
        for line in world.expectedStatement(accountDay, type, state) {
            switch line.name {
            case .channel:
                #expect(totals.rows == line.entries)
                #expect(totals.amountFen == line.amountFen)
            case .otherDiscounts: #expect(totals.otherDiscountsFen == line.amountFen, "\(accountDay) \(type)")
            case .channelTotal: #expect(totals.channelTotalFen == line.amountFen, "\(accountDay) \(type)")
            default: break
            }
        }
    }
}

@Test func theDecoderRefusesEveryCorruption() throws {
    let world = try WorldFixture.world(33, payments: 50)
    let directory = "/tmp/simulation-corruption-\(getpid())"
    mkdir(directory, 0o700)
    for account in world.accounts {
        let kind: SimulatedBillKind = account.channel == .alipay ? .trade : .all
        for corruption in BillCorruption.allCases {
            let bill = try #require(try world.bill(account.id, WorldFixture.first, kind, corruption: corruption))
            let path = "\(directory)/\(bill.fileName)"
            let bytes = try bill.delivered()
            try OutputFile(path).write(bytes)
            let file = BillFile(path: path, sizeBytes: Int64(bytes.count), sha256: "")
            var problem: Problem?
            do { _ = try decoder(account.id, WorldFixture.first).entries(of: [file]) { _ in } } catch {
                problem = error as? Problem
            }
            #expect(
                problem?.code.name.hasPrefix("bill.") == true,
                "\(account.id) \(corruption): \(String(describing: problem))")
            unlink(path)
        }
    }
    rmdir(directory)
}

private func decoder(_ account: ChannelAccount, _ day: BusinessDay) -> any BillDecoder {
    let expected = ExpectedBill(account: account, day: day)
    return account.channel == .wechatpay ? WeChatPayBill(expected) : AlipayBill(expected)
}
