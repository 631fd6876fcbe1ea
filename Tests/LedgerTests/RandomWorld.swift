import Rules
import TestRandom
import Vocabulary

/// A tiny world, small on purpose so that everything collides: a few days, two accounts, a handful of keys.
struct RandomWorld {
    var generator: SeededGenerator
    let days: [BusinessDay]
    var rules: [ChannelAccount: AccountRules] = [:]
    private let keys: [RandomKey]
    /// Half of the worlds also hold what makes a run reach no conclusion.
    private let allowsIncomplete: Bool
    /// In some, times do not keep to their bill's day.
    private let strays: Bool
    var records: [RandomRecord] = []
    var bills: [AccountDay: RandomBill] = [:]

    private let accounts: [ChannelAccount]
    /// A payment that the shop at first knows nothing of.
    private static let unrecorded = "L"
    /// Nobody reconciles this one.
    private static let stranger = ChannelAccount(channel: .wechatpay, account: "C")

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let first = BusinessDay(number: 20_780).advanced(by: generator.below(20))
        days = (0..<generator.pick([3, 3, 4, 4, 5, 6])).map { first.advanced(by: $0) }
        let isCrowded = seed % 20 == 7
        allowsIncomplete = isCrowded || generator.chance(50)
        strays = generator.chance(20)
        // The same merchant number at two channels is two accounts.
        let all = [("A", Channel.wechatpay), ("B", .wechatpay), ("A", .alipay)]
        accounts = all.prefix(generator.chance(30) ? 3 : 2).map { ChannelAccount(channel: $1, account: $0) }
        // Numbers that begin alike, so that a key is never mistaken for another that reads the same when run together.
        let names = ["K", "K1", "K12", "K2", "k1", "单1", "K3"].shuffled(using: &generator)
        let payments = names.prefix(2 + generator.below(4)) + [Self.unrecorded]
        let refunds = ["R", "2R", "1R", "r"].shuffled(using: &generator).prefix(1 + generator.below(3))
        keys = payments.flatMap { payment in
            [RandomKey(type: .payment, payment: payment, refund: "")]
                + (refunds + [payment]).map { RandomKey(type: .refund, payment: payment, refund: $0) }
        }.shuffled(using: &generator)
        self.generator = generator
        makeRules()
        makeRecords()
        for account in accounts {
            for day in days { makeBill(AccountDay(account: account, day: day)) }
        }
        if isCrowded { crowd(unrecorded: seed % 40 == 7 ? 40 : self.generator.pick([15, 20, 21, 22, 25])) }
    }

    /// A day of so many entries that the share of those without a record is looked at; some are another account's.
    private mutating func crowd(unrecorded: Int) {
        let accountDay = AccountDay(account: accounts[0], day: generator.pick(days))
        let at = accountDay.day.startEpochSeconds + 43_200
        for number in 0..<100 {
            let key = RandomKey(type: .payment, payment: "Q\(number)", refund: "")
            var record = RandomRecord(key: key, account: accountDay.account, fen: 700, state: "paid", at: at)
            bills[accountDay]?.rows.append(
                RandomRow(
                    type: .payment, payment: key.payment, tradeNo: "t\(key.payment)", fen: 700, settledFen: 700, at: at)
            )
            if number < unrecorded {
                if number.isMultiple(of: 3) { continue }
                record.account = number.isMultiple(of: 2) ? accounts[1] : Self.stranger
            }
            records.append(record)
        }
    }

    private mutating func makeRules() {
        for account in accounts {
            var rules = AccountRules(startDate: days[0])
            if generator.chance(50) { rules.startDate = days[0].advanced(by: generator.pick([-30, -1])) }
            rules.cutOffWindowSeconds = generator.pick([1800, 1800, 1800, 3600, 3600, 0, 43_200])
            if generator.chance(50) {
                rules.contractedRate = ContractedRate(perTenMillion: generator.pick([60_000, 38_000, 54_321]))
            }
            self.rules[account] = rules
        }
    }

    // MARK: times

    /// Seconds of a day, most of them at an edge of the window or of the day.
    private mutating func moment(_ day: BusinessDay, window: Int64) -> Int64 {
        let length = BusinessDay.secondsPerDay
        let offsets = [
            0, 0, 1, window - 1, window - 1, window, window, length - window - 1, length - window - 1, length - window,
            length - window, length - 1, length - 1, 36_000, 36_000, Int64(generator.below(Int(length))),
        ]
        return day.startEpochSeconds + min(max(generator.pick(offsets), 0), length - 1)
    }

    private mutating func window(_ account: ChannelAccount) -> Int64 { rules[account]?.cutOffWindowSeconds ?? 1800 }

    // MARK: records

    private mutating func makeRecords() {
        for key in keys where key.payment != Self.unrecorded && generator.chance(key.type == .payment ? 80 : 55) {
            records.append(makeRecord(key))
            // A buyer opens one channel and then pays by another, under the same number.
            if generator.chance(25) {
                var other = makeRecord(key)
                other.account = generator.pick(accounts + [Self.stranger])
                if !records.contains(where: { $0.key == key && $0.account == other.account }) { records.append(other) }
            }
        }
        for account in accounts {
            for day in days where !allowsIncomplete || generator.chance(90) {
                let at = day.startEpochSeconds + 43_200
                let key = RandomKey(type: .payment, payment: anchor(account, day), refund: "")
                records.append(RandomRecord(key: key, account: account, fen: 1000, state: "paid", at: at))
            }
        }
    }

    /// The number of a payment that both sides of a day have, so that no bill stands against an empty shop.
    private func anchor(_ account: ChannelAccount, _ day: BusinessDay) -> String {
        "N\(account.channel.rawValue.prefix(1))\(account.account)\(day.number)"
    }

    mutating func makeRecord(_ key: RandomKey) -> RandomRecord {
        let owner = records.first { $0.key.payment == key.payment }?.account
        var record = RandomRecord(
            key: key,
            account: owner.flatMap { generator.chance(85) ? $0 : nil }
                ?? generator.pick(accounts + accounts + [Self.stranger]),
            fen: amount(), state: "")
        if generator.chance(4) { record.account = ChannelAccount(channel: .alipay, account: record.account.account) }
        if generator.chance(7) { record.currency = "USD" }
        if generator.chance(40) { record.knows = channelNo(key, refund: key.type == .refund) }
        record.state =
            key.type == .payment
            ? generator.pick(["paid", "paid", "paid", "paid", "unpaid", "closed"])
            : generator.pick(["succeeded", "succeeded", "succeeded", "processing", "processing", "closed", "closed"])
        record.at = moment(generator.pick(days), window: window(record.account))
        // A day before and a day after those that are run are booking days, too.
        if generator.chance(8), let at = record.at {
            record.at = at + generator.pick([-1, 1]) * Int64(days.count) * BusinessDay.secondsPerDay
        }
        let timeless = record.needsTime ? (allowsIncomplete ? 8 : 0) : 50
        if generator.chance(timeless) { record.at = nil }
        return record
    }

    private mutating func amount() -> Int64 { generator.pick([100, 100, 200, 300, 500, 1000, 1001, 83, 250_050, 0]) }

    /// Few numbers for a key; in byte order a capital comes before a small letter, in a language's order after it.
    private mutating func channelNo(_ key: RandomKey, refund: Bool) -> String {
        (refund ? "f" : "t") + key.payment + generator.pick(["a", "B", "_", "c"])
    }

    // MARK: bills

    private mutating func makeBill(_ accountDay: AccountDay) {
        if generator.chance(allowsIncomplete ? 15 : 0) {
            bills[accountDay] = RandomBill()
            if generator.chance(70) {
                let anchor = anchor(accountDay.account, accountDay.day)
                records.removeAll { $0.key.payment == anchor }
            }
            return
        }
        var rows: [RandomRow] = []
        for record in records where record.account == accountDay.account {
            let isAnchor = record.key.payment.hasPrefix("N")
            guard generator.chance(isAnchor || record.at == nil ? 96 : 75) else { continue }
            let booked = record.at.map { BusinessDay(epochSeconds: $0) } ?? days[Int(record.fen) % days.count]
            let shift = isAnchor || generator.chance(70) ? 0 : generator.pick([-1, 1, 1])
            guard booked.advanced(by: shift) == accountDay.day else { continue }
            rows.append(makeRow(record.key, accountDay, like: record))
        }
        for _ in 0..<generator.below(4) { rows.append(noise(accountDay)) }
        while generator.chance(25), let row = rows.randomElement(using: &generator) {
            var copy = row
            if generator.chance(60) { copy.tradeNo = channelNo(row.key, refund: false) }
            if generator.chance(30), !row.refundNo.isEmpty { copy.refundNo = channelNo(row.key, refund: true) }
            if generator.chance(40) { copy.at = moment(accountDay.day, window: window(accountDay.account)) }
            // WeChat Pay demands that a refund that failed is sent again under its number.
            if copy.state == "FAIL" || copy.state == "CHANGE", generator.chance(70) {
                copy.state = "SUCCESS"
                copy.settledFen = -copy.fen
            }
            rows.append(copy)
        }
        // The same row once more, in another day's bill.
        if strays, generator.chance(40) {
            let other = AccountDay(account: accountDay.account, day: generator.pick(days))
            if let row = bills[other]?.rows.randomElement(using: &generator) { rows.append(row) }
        }
        var bill = RandomBill(rows: rows.shuffled(using: &generator))
        if generator.chance(10) { bill.otherDiscountPaymentFen = generator.pick([-100, 30]) }
        if generator.chance(10) { bill.otherDiscountRefundFen = generator.pick([-20, 70]) }
        bills[accountDay] = bill
    }

    private mutating func noise(_ accountDay: AccountDay) -> RandomRow {
        var row = makeRow(generator.pick(keys), accountDay, like: nil)
        if generator.chance(15) { row.state = RandomRow.unknownState }
        if generator.chance(4) {
            row.payment = ""
            row.refund = ""
        }
        return row
    }

    private mutating func makeRow(_ key: RandomKey, _ accountDay: AccountDay, like record: RandomRecord?) -> RandomRow {
        let fen = record?.fen ?? amount()
        // Half of what has a record agrees with it in every respect.
        let isFaithful = record != nil && generator.chance(50)
        let isRefund = key.type == .refund
        var row = RandomRow(
            type: key.type, payment: key.payment, refund: key.refund, tradeNo: channelNo(key, refund: false),
            refundNo: isRefund && generator.chance(80) ? channelNo(key, refund: true) : "", fen: fen, settledFen: fen,
            at: moment(accountDay.day, window: window(accountDay.account)))
        if !isFaithful, generator.chance(20) { row.fen = max(0, fen + generator.pick([-1, 1, 100])) }
        row.currency = isFaithful ? record?.currency ?? "CNY" : generator.chance(5) ? "USD" : "CNY"
        if generator.chance(10) { row.settledFen = max(0, fen - 50) }
        if isRefund {
            let states = ["SUCCESS", "SUCCESS", "SUCCESS", "PROCESSING", "FAIL", "CHANGE", "FAIL"]
            let isClosed = record?.state == "closed" && generator.chance(60)
            row.state =
                key.refund == key.payment
                ? "REVOKED" : isClosed ? "FAIL" : isFaithful ? "SUCCESS" : generator.pick(states)
        }
        if accountDay.account.channel == .alipay {
            row.state = isRefund ? "退款" : "交易"
            row.refundNo = ""
        }
        row.feeE5 = fee(row, rules[accountDay.account]?.contractedRate)
        if isRefund { row.settledFen = row.state == "FAIL" || row.state == "CHANGE" ? 0 : -row.settledFen }
        // A row that its channel puts on another day's bill than its own time says.
        if strays, generator.chance(10) { row.at += generator.pick([-1, 1]) * BusinessDay.secondsPerDay }
        return row
    }

    /// Mostly the contracted fee, to the last place that still rounds to it.
    private mutating func fee(_ row: RandomRow, _ rate: ContractedRate?) -> Int64 {
        guard let rate else { return generator.pick([0, 600, 1234]) }
        let exact = row.settledFen * rate.perTenMillion  // fen × 10^-7
        let fen = (exact + 5_000_000) / 10_000_000
        let fee = fen * 1000 + generator.pick([0, 0, 0, 0, 0, 0, 0, 0, 499, -500, 500, -501])
        return row.type == .refund ? -fee : fee
    }
}

// MARK: the script

extension RandomWorld {
    /// Days in random order, some twice; then bills are replaced and records change, and what must be run again is.
    mutating func makeScript() -> RandomScript {
        var steps: [RandomScript.Step] = [.shop(records)]
        let isLate = generator.chance(60)
        for day in bills.keys.sorted().shuffled(using: &generator) where !isLate || generator.chance(80) {
            steps.append(.run(day, bills[day] ?? RandomBill()))
            if generator.chance(10) { steps.append(.run(day, bills[day] ?? RandomBill())) }
        }
        for _ in 0..<generator.below(4) {
            if generator.chance(60) {
                let day = generator.pick(bills.keys.sorted())
                makeBill(day)
                steps.append(.run(day, bills[day] ?? RandomBill()))
            } else {
                changeRecords()
                steps.append(.shop(records))
                for day in bills.keys.sorted().shuffled(using: &generator) {
                    steps.append(.run(day, bills[day] ?? RandomBill()))
                }
            }
        }
        return RandomScript(rules: rules, steps: steps)
    }

    private mutating func changeRecords() {
        for _ in 0..<(1 + generator.below(3)) {
            let key = generator.pick(keys)
            let old = records.firstIndex { $0.key == key }
            if let old, generator.chance(25) {
                records.remove(at: old)
                continue
            }
            guard let old, generator.chance(70) else {
                records.removeAll { $0.key == key }
                records.append(makeRecord(key))
                continue
            }
            let new = makeRecord(key)
            switch generator.below(5) {
            case 0: records[old].fen = new.fen
            case 1 where new.state == records[old].state || records[old].at != nil: records[old].state = new.state
            case 2 where new.at != nil: records[old].at = new.at
            case 3:
                let isFree = !records.contains { $0.key == key && $0.account == new.account }
                if isFree { records[old].account = new.account }
            default: records[old].knows = new.knows
            }
        }
    }
}
