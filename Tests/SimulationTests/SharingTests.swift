import Cryptography
import FoundationEssentials
import Glibc
import Testing
import Vocabulary

@testable import Simulation

// MARK: Records

@Test func someTwentiethOfThePaymentsIsSharedAndNoneTooMuch() throws {
    let sharing = try SharingWorld(1, payments: 2_000)
    var payments: [String: SimulatedPayment] = [:]
    sharing.world.forEachPayment { payments[$0.paymentNo] = $0 }
    for account in sharing.world.accounts {
        let records = sharing.records(account)
        let ofPayment = Dictionary(grouping: records, by: \.paymentNo)
        #expect((200...340).contains(ofPayment.count), "\(ofPayment.count) of 6000")
        for (paymentNo, shares) in ofPayment {
            let payment = try #require(payments[paymentNo])
            let given = shares.filter { !$0.isReturn }
            #expect(given.reduce(0) { $0 + $1.amountFen } * 10 <= payment.amountFen * 3)
            #expect(shares.reduce(0) { $0 + $1.amountFen } >= 0)
            for order in Dictionary(grouping: given, by: \.sharingNo).values {
                #expect((1...3).contains(order.count) && Set(order.map(\.receiver)).count == order.count)
            }
            #expect(Set(given.map(\.sharingNo)).count <= 2)
            let paidAt = try #require(payment.paidAt)
            #expect(
                given.allSatisfy { $0.sharedAt > paidAt && BusinessDay(epochSeconds: $0.sharedAt) == payment.bookedOn })
            for share in shares where share.isReturn {
                #expect(
                    shares.contains {
                        $0.receiver == share.receiver && !$0.isReturn && $0.amountFen >= -share.amountFen
                    })
                #expect(!share.receiver.hasPrefix("o"))
            }
        }
        #expect(ofPayment.values.contains { shares in Set(shares.filter { !$0.isReturn }.map(\.sharingNo)).count == 2 })
        #expect(Set(records.map(\.state)) == [.succeeded, .closed] && records.contains(where: \.isReturn))
        let isWeChat = account.channel == .wechatpay
        #expect(records.contains { $0.receiver.hasPrefix("o") } == isWeChat)
        for share in records {
            let length = share.receiver.utf8.count
            #expect(isWeChat ? length == (share.receiver.hasPrefix("o") ? 28 : 10) : length == 16)
        }
        let late = records.filter { $0.executedOn > BusinessDay(epochSeconds: $0.sharedAt) }
        #expect(!late.isEmpty)
        for share in late {
            #expect(share.executedAt - share.sharedAt <= 1_200)
            #expect(share.sharedAt >= share.executedOn.startEpochSeconds - 600)
        }
    }
}

@Test func paymentsOfThirtyDaysBeforeHaveTheirRecordsAndNoBill() throws {
    let sharing = try SharingWorld(2)
    var paid: [String: BusinessDay] = [:]
    var former: [String: BusinessDay] = [:]
    sharing.world.forEachPayment { payment in
        #expect(
            paid.updateValue(payment.bookedOn ?? WorldFixture.first, forKey: payment.paymentNo) == nil || payment.id < 0
        )
    }
    sharing.world.forEachShare { share in
        let day = BusinessDay(epochSeconds: share.sharedAt)
        guard day < WorldFixture.first else { return }
        #expect(share.account.channel == .wechatpay && !share.isReturn)
        former[share.paymentNo] = paid[share.paymentNo]
    }
    let limits = Set(former.values.map { $0.advanced(by: 30) })
    #expect(limits == Set(sharing.world.dayList) && former.count > 6)
    for account in sharing.world.accounts {
        for day in sharing.days {
            #expect(try sharing.sharing(account, day).allSatisfy { BusinessDay(epochSeconds: $0.time) == day })
        }
    }
}

// MARK: Bills

@Test func everySucceededShareIsARowOfTheBillInOrderOfTime() throws {
    let sharing = try SharingWorld(3)
    for account in sharing.world.accounts {
        var expected = sharing.records(account).filter { $0.state == .succeeded }
        guard account.channel == .wechatpay else {
            for day in sharing.days { #expect(sharing.funds.sharingBill(account.id, day) == nil) }
            continue
        }
        for day in sharing.days {
            let rows = try sharing.sharing(account, day)
            #expect(rows.map(\.time) == rows.map(\.time).sorted())
            #expect(rows.allSatisfy { $0.quotedCells == 13 })
            #expect(Set(rows.map(\.detailNo)).count == rows.count)
            for row in rows {
                let place = try #require(
                    expected.firstIndex { $0.sharingNo == row.sharingNo && $0.receiver == row.receiver })
                let record = expected.remove(at: place)
                #expect(record.amountFen == row.amountFen && record.channelTradeNo == row.transactionID)
                #expect(record.orderFen == row.orderFen && record.executedAt == row.time)
            }
        }
        #expect(expected.isEmpty)
        let bill = try #require(sharing.funds.sharingBill(account.id, WorldFixture.first))
        #expect(bill.fileName == "\(account.id.account)Sharing2026-11-19.csv")
        let ends = String(decoding: bill.text, as: UTF8.self).unicodeScalars.count { $0 == "\r" }
        #expect(ends == (account.hasCarriageReturns ? bill.rows + 1 : 0))
    }
}

@Test func cellsLackTheirBackquotesBeforeTheMiddleOfJanuary2025() throws {
    let first = try #require(BusinessDay("2025-01-13"))
    let world = try World(
        seed: 4, days: first...first.advanced(by: 2), accounts: SharingWorld.accounts(), paymentsPerDay: 300,
        faults: .none)
    let funds = SimulatedFunds(world)
    for (day, quoted) in [(first, 10), (first.next, 10), (first.next.next, 13)] {
        let rows = try ReadSharing(try #require(funds.sharingBill(world.accounts[0].id, day))).rows
        #expect(Set(rows.map(\.quotedCells)) == [quoted], "\(day)")
    }
}

@Test(arguments: SharingStyle.Moves.allCases)
func sharesMoveAsTheStyleSaysAndEveryBalanceChains(moves: SharingStyle.Moves) throws {
    let sharing = try SharingWorld(5, .none, moves)
    for account in sharing.world.accounts {
        let records = sharing.records(account).filter { $0.state == .succeeded }
        var movedFen: Int64 = 0
        for day in sharing.days {
            let pot: SimulatedPot = account.channel == .wechatpay ? .basic : .balance
            let read = try ReadFunds(try #require(try sharing.funds.bill(account.id, day, pot)))
            var balance = sharing.funds.openingFen(SimulatedFunds.PotDay(account.id, pot, day))
            for row in read.rows {
                balance += row.amountFen
                #expect(row.balanceFen == balance)
            }
            #expect(balance == sharing.funds.closingFen(SimulatedFunds.PotDay(account.id, pot, day)))
            let into = read.rows.filter { $0.amountFen > 0 }
            #expect(into.count == read.intoRows && into.reduce(0) { $0 + $1.amountFen } == read.intoFen)
            let moved = try sharing.moved(account, day)
            movedFen += moved.reduce(0) { $0 + $1.amountFen }
            let line = sharing.funds.expectedStatement(SimulatedFunds.PotDay(account.id, pot, day))
                .first { $0.name == .sharing }
            #expect(line?.movements == Int64(moved.count))
            guard account.channel == .wechatpay else {
                #expect(Set(moved.map(\.type)).isSubset(of: [moves == .byReceiver ? "交易分账" : "分账"]))
                #expect(
                    moved.allSatisfy { row in
                        records.contains { $0.channelTradeNo == row.business && $0.paymentNo == row.voucher }
                    })
                continue
            }
            let rows = try sharing.sharing(account, day)
            #expect(moved.allSatisfy { ($0.amountFen > 0) == ($0.type == "分账回退") })
            let key: (ReadSharing.Row) -> String = moves == .byReceiver ? \.detailNo : \.channelSharingNo
            let keys = rows.map(key)
            #expect(moved.map(\.business).sorted() == (moves == .byOrder ? Array(Set(keys)) : keys).sorted())
            for row in moved {
                let own = rows.filter { key($0) == row.business }
                #expect(own.contains { $0.sharingNo == row.voucher })
                if moves != .byReceiverUnderOrder { #expect(own.reduce(0) { $0 + $1.amountFen } == -row.amountFen) }
            }
        }
        #expect(movedFen == -records.reduce(0) { $0 + $1.amountFen })
    }
}

// MARK: Truth

/// What differs, worked out from the shop's records and the printed bills alone.
private func differences(_ sharing: SharingWorld, _ account: SimulatedAccount) throws -> Set<ExpectedSharingItem> {
    var found: Set<ExpectedSharingItem> = []
    let records = sharing.records(account).filter { $0.state == .succeeded }
    func add(
        _ code: ExpectedSharingItem.Code, _ day: BusinessDay, _ payment: String, _ difference: Int64,
        _ sharingNo: String = "", _ receiver: String = ""
    ) {
        found.insert(
            ExpectedSharingItem(
                code: code, account: account.id, billDate: day, paymentNo: payment, sharingNo: sharingNo,
                receiver: receiver, differenceFen: difference))
    }
    if account.channel == .alipay {
        let moved = try sharing.days.flatMap { try sharing.moved(account, $0) }
        let ofPayment = Dictionary(grouping: records, by: \.paymentNo)
        let movedOf = Dictionary(grouping: moved, by: \.voucher)
        for number in Set(ofPayment.keys).union(movedOf.keys) {
            let booked = (ofPayment[number] ?? []).reduce(0) { $0 + $1.amountFen }
            let out = -(movedOf[number] ?? []).reduce(0) { $0 + $1.amountFen }
            guard out != booked, let moment = movedOf[number]?.first?.time ?? ofPayment[number]?.first?.sharedAt else {
                continue
            }
            add(
                ofPayment[number] == nil ? .shareOnly : movedOf[number] == nil ? .shareMissing : .shareAmountMismatch,
                BusinessDay(epochSeconds: moment), number, out - booked)
        }
        return found
    }
    var paymentNos: [String: String] = [:]
    for day in sharing.world.dayList {
        sharing.world.forEachRow(World.AccountDay(account.id, day)) { paymentNos[$0.channelTradeNo] = $0.paymentNo }
    }
    let rows = try sharing.days.flatMap { try sharing.sharing(account, $0) }
    for record in records {
        let row = rows.first { $0.sharingNo == record.sharingNo && $0.receiver == record.receiver }
        let day = BusinessDay(epochSeconds: record.sharedAt)
        guard row?.amountFen != record.amountFen else { continue }
        add(
            row == nil ? .shareMissing : .shareAmountMismatch, day, record.paymentNo,
            (row?.amountFen ?? 0) - record.amountFen, record.sharingNo, record.receiver)
    }
    for row in rows where !records.contains(where: { $0.sharingNo == row.sharingNo }) {
        add(
            .shareOnly, BusinessDay(epochSeconds: row.time), try #require(paymentNos[row.transactionID]), row.amountFen,
            row.sharingNo, row.receiver)
    }
    let moved = try sharing.days.flatMap { try sharing.moved(account, $0) }
    for (sharingNo, own) in Dictionary(grouping: rows, by: \.sharingNo) {
        let listed = own.reduce(0) { $0 + $1.amountFen }
        let out = -moved.filter { $0.voucher == sharingNo }.reduce(0) { $0 + $1.amountFen }
        guard out != listed else { continue }
        #expect(out == 0)
        add(
            .shareMissing, BusinessDay(epochSeconds: own[0].time), try #require(paymentNos[own[0].transactionID]),
            -listed, sharingNo)
    }
    sharing.world.forEachPayment { payment in
        guard payment.account == account.id, let number = payment.channelTradeNo, let day = payment.bookedOn else {
            return
        }
        let frozen = sharing.funds.unsplitFen(account.id, transactionID: number) ?? 0
        if frozen != 0 { add(.shareFrozen, day.advanced(by: 30), payment.paymentNo, frozen) }
    }
    return found
}

@Test(arguments: 1...10 as ClosedRange<UInt64>)
func everyFaultOfTheSharesIsInTheBillsAsTheTruthSays(seed: UInt64) throws {
    let sharing = try SharingWorld(seed, .full)
    let sound = try SharingWorld(seed)
    let truth = SharingTruth(sharing.funds)
    for account in sharing.world.accounts {
        let told = truth.items.filter { $0.account == account.id }
        let isWeChat = account.channel == .wechatpay
        #expect(told.count == (isWeChat ? 6 : 4), "\(account.id) \(told)")
        #expect(try differences(sharing, account) == Set(told))
        #expect(
            Set(told.map(\.code))
                == Set(ExpectedSharingItem.Code.allCases).subtracting(isWeChat ? [] : [.shareFrozen]))
        #expect(Set(told.map(\.paymentNo)).count == told.count && told.allSatisfy { $0.differenceFen != 0 })
        let inner = account.cutOffWindowSeconds..<86_400 - account.cutOffWindowSeconds
        for item in told {
            #expect(truth.items(account.id, item.billDate).contains(item))
            for share in sharing.records(account) where share.paymentNo == item.paymentNo {
                #expect(inner.contains(share.sharedAt - item.billDate.startEpochSeconds))
            }
        }
        #expect(try differences(sound, account).isEmpty)
    }
}

@Test func faultsAreRepeatedAndInLongWorldsThirtyDaysLieWithin() throws {
    var plan = FundsPlan.full
    plan.repeats = 3
    let funds = try SharingWorld(6, plan, days: 40, payments: 60).funds
    let items = SharingTruth(funds).items
    #expect(items.count == 3 * (6 + 6 + 4))
    let frozen = items.filter { $0.code == .shareFrozen }
    #expect(frozen.count == 6)
    var paidOn: [String: BusinessDay] = [:]
    funds.world.forEachPayment { paidOn[$0.paymentNo] = $0.bookedOn }
    for item in frozen { #expect(paidOn[item.paymentNo] == item.billDate.advanced(by: -30)) }
}

// MARK: Other worlds

/// The product's own rules find the money of such a world as the truth says, shares of its trades among it.
@Test(arguments: [1, 2] as [UInt64]) func sharesDisturbNoOtherMoney(seed: UInt64) throws {
    let accounts = SimulatedAccount.ofEveryMoneyStyle().map { account in
        var account = account
        account.sharesProfit = true
        return account
    }
    let funds = SimulatedFunds(try WorldFixture.world(seed, payments: 200, accounts: accounts), .full)
    let days = (0..<14).map { WorldFixture.first.advanced(by: $0) }
    for account in accounts {
        let decoded = try DecodedMoney(funds, account, fundsDays: days)
        for count in [14, 3, 1] { try holdMoneyToTruth(funds, account, decoded, Set(days.prefix(count))) }
    }
}

@Test func aWorldThatSharesHasTheTradeBillsOfOneThatDoesNot() throws {
    let (plain, sharing) = (try SharingWorld(7, .full, shares: false), try SharingWorld(7, .full))
    #expect(SharingTruth(plain.funds).items.isEmpty)
    for account in sharing.world.accounts {
        for day in sharing.days {
            let kind: SimulatedBillKind = account.channel == .alipay ? .trade : .all
            #expect(
                try plain.world.bill(account.id, day, kind)?.text == sharing.world.bill(account.id, day, kind)?.text)
            #expect(plain.funds.sharingBill(account.id, day) == nil)
        }
    }
    plain.world.forEachShare { Issue.record("\($0)") }
    let other = try SharingWorld(8)
    let account = sharing.world.accounts[0]
    #expect(try other.sharing(account, WorldFixture.first) != sharing.sharing(account, WorldFixture.first))
    #expect(SharingStyle.chosen(7) != SharingStyle.chosen(8))
}

/// Bytes of before there was any sharing.
@Test func fundsBillsOfAWorldThatDoesNotShareHaveTheBytesThatTheyAlwaysHad() throws {
    let world = try WorldFixture.world(7, payments: 60)
    let funds = SimulatedFunds(world, .full)
    var bytes: [UInt8] = []
    for account in world.accounts {
        for pot in funds.pots(account) {
            for day in world.dayList { bytes += try funds.bill(account.id, day, pot)?.text ?? [] }
        }
    }
    bytes += Array(TruthJSON.text(of: world, funds).text.utf8)
    #expect(
        Hexadecimal.text(Digest.of(bytes, by: .sha256)).lowercased()
            == "2942ce343661433f1e0bb6038caf62f5a65d31927ed360fe2368c2c87ade1933")
}

@Test func sharingIsWrittenToFilesWhereThereIsAny() throws {
    let sharing = try SharingWorld(9, .full, payments: 150)
    let plain = try SharingWorld(9, .full, payments: 150, shares: false)
    let directory = "/tmp/simulation-sharing-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: directory) }
    for (name, world) in [("sharing", sharing), ("plain", plain)] {
        _ = try WorldFiles(directory: "\(directory)/\(name)", hasGzip: false).write(world.funds)
    }
    func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: "\(directory)/\(path)").map { String(decoding: $0, as: UTF8.self) }
    }
    let account = sharing.world.accounts[0].id
    let bill = try #require(sharing.funds.sharingBill(account, WorldFixture.first))
    let place = "sharing/\(account.account)/2026-11-19/\(bill.fileName)"
    #expect(text("sharing/\(place)").map { Array($0.utf8) } == bill.text)
    #expect(text("sharing/orders/schema.sql")?.contains("VIEW taobao.sharing_record") == true)
    #expect(text("sharing/orders/load.sql")?.contains("taobao.sharing (channel") == true)
    struct Truth: Decodable {
        struct Item: Decodable {
            let code: String
            let sharing_no: String
        }
        let sharing_items: [Item]?
    }
    let items = SharingTruth(sharing.funds).items
    let truth = try JSONDecoder().decode(Truth.self, from: Data(try #require(text("sharing/truth.json")).utf8))
    #expect(truth.sharing_items?.map(\.code) == items.map(\.code.rawValue))
    #expect(truth.sharing_items?.map(\.sharing_no) == items.map(\.sharingNo))
    #expect(text("plain/orders/schema.sql") == TaobaoSchema.sql + "\n")
    #expect(text("plain/truth.json")?.contains("sharing_items") == false)
    let written = try FileManager.default.subpathsOfDirectory(atPath: "\(directory)/plain")
    #expect(!written.contains { $0.contains("haring") })
}
