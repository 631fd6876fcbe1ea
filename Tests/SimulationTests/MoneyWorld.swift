import Bills
import Glibc
import Rules
import Testing
import Vocabulary

@testable import Simulation

/// All that the product's decoders find in an account's bills, of both kinds, and nothing that the simulator knows besides.
struct DecodedMoney {
    struct Entry {
        let expected: Rules.ExpectedEntry
        let numbers: MoneyNumbers
        let refundNo: String
        let isClassified: Bool
    }

    struct Movement {
        let booked: BookedMovement
        let numbers: MoneyNumbers
        let pot: Pot
    }

    var entries: [Entry] = []
    /// Of the classes that entries expect.
    var movements: [Movement] = []
    /// Of all classes, by pot and day.
    var funds: [SimulatedFunds.PotDay: (summary: FundsSummary, sums: [MovementClass: Rules.Sum])] = [:]

    init(_ money: SimulatedFunds, _ account: SimulatedAccount, fundsDays: [BusinessDay]) throws {
        var succeeded: Set<String> = []
        money.world.forEachRefund { if $0.state == .succeeded { succeeded.insert($0.refundNo) } }
        for day in money.world.dayList { try readTrade(money.world, account, day, succeeded) }
        for day in fundsDays {
            for pot in money.pots(account) { try readFunds(money, SimulatedFunds.PotDay(account.id, pot, day)) }
        }
    }

    private mutating func readTrade(
        _ world: World, _ account: SimulatedAccount, _ day: BusinessDay, _ succeeded: Set<String>
    ) throws {
        let kinds: [SimulatedBillKind] =
            account.channel == .alipay
            ? [.trade] : account.weChatForm == .successAndRefund ? [.success, .refund] : [.all]
        let bills = try kinds.compactMap { try world.bill(account.id, day, $0) }
        let expected = ExpectedBill(account: account.id, day: day)
        let decoder: any BillDecoder = account.channel == .wechatpay ? WeChatPayBill(expected) : AlipayBill(expected)
        try Self.withFiles(bills.map { try $0.delivered() }) { files in
            _ = try decoder.entries(of: files) { entry in
                let refundNo = Self.text(entry.refundNo)
                let isRefund = entry.type == .refund
                let channelRefundNo = Self.text(entry.channelRefundNo)
                entries.append(
                    Entry(
                        expected: Rules.ExpectedEntry(
                            entry.type, day, occurredAt: entry.occurredAt, settledFen: entry.settledFen,
                            feeE5: entry.feeE5, isExecuted: !entry.isRefundNotExecuted,
                            isSucceededAtShop: succeeded.contains(refundNo)),
                        numbers: MoneyNumbers(
                            channelNo: isRefund && !channelRefundNo.isEmpty
                                ? channelRefundNo : Self.text(entry.channelTradeNo),
                            shopNo: isRefund && account.channel == .wechatpay ? refundNo : Self.text(entry.paymentNo)),
                        refundNo: refundNo, isClassified: entry.isClassified))
            }
        }
    }

    private mutating func readFunds(_ money: SimulatedFunds, _ potDay: SimulatedFunds.PotDay) throws {
        guard let bill = try money.bill(potDay.account, potDay.day, potDay.pot) else { return }
        let pot = Pot(potDay.pot.rawValue)
        let expected = ExpectedFunds(ExpectedBill(account: potDay.account, day: potDay.day), pot: pot)
        let decoder: any FundsDecoder =
            potDay.account.channel == .wechatpay ? WeChatPayFunds(expected) : AlipayFunds(expected)
        var sums: [MovementClass: Rules.Sum] = [:]
        try Self.withFiles([try bill.delivered()]) { files in
            let summary = try decoder.decode(files[0], progress: { _ in }) { movement in
                let movementClass = movement.movementClass
                sums[movementClass, default: Rules.Sum()] += Rules.Sum(1, movement.amountFen)
                guard movementClass.family != nil else { return }
                movements.append(
                    Movement(
                        booked: BookedMovement(movementClass, potDay.day, movement.amountFen),
                        numbers: MoneyNumbers(
                            channelNo: Self.text(movement.businessNo), shopNo: Self.text(movement.voucherNo)),
                        pot: pot))
            }
            funds[potDay] = (summary, sums)
        }
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func withFiles(_ contents: [[UInt8]], _ body: ([BillFile]) throws -> Void) throws {
        let place = "/tmp/simulation-money-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        var files: [BillFile] = []
        defer { for file in files { unlink(file.path) } }
        for (index, bytes) in contents.enumerated() {
            try OutputFile("\(place)-\(index)").write(bytes)
            files.append(BillFile(path: "\(place)-\(index)", sizeBytes: Int64(bytes.count), sha256: ""))
        }
        try body(files)
    }
}

/// What the product's rules make of it, while some funds bills are in force.
struct ResolvedMoney {
    /// A difference, by what both sides can name: its code, the number under which it is found, its size.
    struct Item: Hashable, Comparable, CustomStringConvertible {
        let code: String
        let number: String
        let differenceFen: Int64

        var description: String { "\(code) \(number) \(Fen.yuan(differenceFen))" }
        static func < (left: Item, right: Item) -> Bool { left.description < right.description }
    }

    var items: [Item] = []
    /// Numbers and refund numbers of entries that wait.
    var waiting: Set<[String]> = []
    var bridges: [BusinessDay: Bridge] = [:]
    /// By pot and day: of payments, fees and refunds, those of the day's own entries.
    var ownFen: [[String]: Int64] = [:]
    /// Of each movement the entry that it is taken to be of, or to look like, by its place among those decoded.
    var links: [Int?] = []

    init(_ decoded: DecodedMoney, _ calendar: MoneyCalendar, areOfTrades: Bool) {
        let movements = decoded.movements.filter { calendar.fundsDays.contains($0.booked.day) }
        let groups = groupMoney(
            entries: decoded.entries.map { ($0.expected.type, $0.numbers) },
            movements: movements.map { ($0.booked.movementClass, $0.numbers) }, areOfTrades: areOfTrades)
        links = Array(repeating: nil, count: movements.count)
        for group in groups {
            let places = group.entries.filter { decoded.entries[$0].isClassified }
            let entries = places.map { decoded.entries[$0] }
            let moved = group.movements.map { movements[$0] }
            let resolution = resolveMoney(
                entries: entries.map(\.expected), isKnown: !group.entries.isEmpty, movements: moved.map(\.booked),
                calendar: calendar)
            let number = entries.first?.numbers.channelNo ?? moved.first?.numbers.channelNo ?? ""
            items += resolution.differences.map {
                Item(code: $0.code.rawValue, number: number, differenceFen: $0.amountFen)
            }
            for (entry, outcome) in zip(entries, resolution.entries) {
                if case .waits = outcome { waiting.insert([entry.numbers.channelNo, entry.refundNo]) }
            }
            for ((place, movement), outcome) in zip(zip(group.movements, moved), resolution.movements) {
                let entry: Int?
                switch outcome {
                case .ofEntry(let index): entry = index
                case .surplus(let index): entry = index
                case .alone, .waitsForTrade: entry = nil
                }
                links[place] = entry.map { places[$0] }
                guard let entry, entries[entry].expected.billDate == movement.booked.day else { continue }
                let key = [movement.pot.rawValue, "\(movement.booked.day)", movement.booked.movementClass.rawValue]
                ownFen[key, default: 0] += movement.booked.amountFen
            }
            for (day, bridge) in resolution.bridge { bridges[day, default: Bridge()] += bridge }
        }
    }
}
