import Vocabulary

/// Tells cases: puts records and rows into a world and writes down what must come of them. It knows the rules only in
/// the form of the stories it tells; nothing is searched, paired or compared.
struct CaseWriter {
    let seed: UInt64
    let accounts: [SimulatedAccount]
    let days: ClosedRange<BusinessDay>
    let zeroDays: Set<World.AccountDay>
    var random: SeededRandom
    private(set) var cases: [InjectedCase] = []
    private var current = InjectedCase(number: 0, name: "")
    private var account = SimulatedAccount.weChatPay("")
    private var serial = NumberSeries.casesFrom

    init(seed: UInt64, accounts: [SimulatedAccount], days: ClosedRange<BusinessDay>, zeroDays: Set<World.AccountDay>) {
        self.seed = seed
        self.accounts = accounts
        self.days = days
        self.zeroDays = zeroDays
        random = SeededRandom(seed, 0xCA5E)
    }

    /// Begins a case, tells it by `body`, and keeps it.
    mutating func tell(_ name: String, at account: SimulatedAccount, _ body: (inout CaseWriter) -> Void) {
        current = InjectedCase(number: cases.count + 1, name: name)
        self.account = account
        body(&self)
        cases.append(current)
    }

    /// Moments chosen in `body` keep to the windows of another account.
    mutating func keeping<T>(windowsOf other: SimulatedAccount, _ body: (inout CaseWriter) -> T) -> T {
        let own = account
        account = other
        defer { account = own }
        return body(&self)
    }

    var channel: Channel { account.channel }
    var theAccount: SimulatedAccount { account }

    // MARK: Days and moments

    /// Days of the account that have business, on which the neighbour that `relation` names has business too.
    func daysWith(_ relation: CaseRelation, _ account: SimulatedAccount, distance: Int = 1) -> [BusinessDay] {
        var found: [BusinessDay] = []
        var day = days.lowerBound
        while day <= days.upperBound {
            let other =
                switch relation {
                case .sameDay: day
                case .dayBefore: day.advanced(by: -distance)
                case .nextBill: day.advanced(by: distance)
                }
            if days.contains(other), hasBusiness(account, day), hasBusiness(account, other) { found.append(day) }
            day = day.next
        }
        return found
    }

    private func hasBusiness(_ account: SimulatedAccount, _ day: BusinessDay) -> Bool {
        !account.isQuiet && !zeroDays.contains(World.AccountDay(account.id, day))
    }

    mutating func day(_ relation: CaseRelation, distance: Int = 1) -> BusinessDay {
        random.pick(daysWith(relation, account, distance: distance)) ?? days.lowerBound
    }

    private var windowSeconds: Int64 { account.cutOffWindowSeconds }

    /// Outside both windows: a one-sided item does not wait. `part` of `parts` orders several moments of a day.
    mutating func noon(_ day: BusinessDay, part: Int = 0, of parts: Int = 1) -> Moment {
        let first = windowSeconds + 1
        let width = (86_400 - 2 * windowSeconds - 2) / Int64(parts)
        let start = first + width * Int64(part)
        return Moment(day: day, second: random.within(start...start + width - 1), waits: .no)
    }

    /// In the last window.
    mutating func evening(_ day: BusinessDay) -> Moment {
        Moment(day: day, second: random.within(86_400 - windowSeconds...86_399), waits: .forNextBill)
    }

    /// In the first window. Nothing waits for a day before the first one.
    mutating func smallHours(_ day: BusinessDay) -> Moment {
        at(day, random.within(0...windowSeconds - 1), waits: .forBillBefore)
    }

    func at(_ day: BusinessDay, _ second: Int64, waits: Moment.Waits) -> Moment {
        let isBeforeStart = waits == .forBillBefore && day == days.lowerBound
        return Moment(day: day, second: second, waits: isBeforeStart ? .no : waits)
    }

    /// A moment to book the record of an entry of bill `day` at.
    mutating func booking(_ relation: CaseRelation, of day: BusinessDay) -> Moment {
        switch relation {
        case .sameDay: noon(day)
        case .dayBefore: random.flip() ? evening(day.previous) : noon(day.previous)
        case .nextBill: random.flip() ? smallHours(day.next) : noon(day.next)
        }
    }

    // MARK: What is told to the shop and the channel

    private func position(of id: ChannelAccount) -> Int { accounts.firstIndex { $0.id == id } ?? 99 }

    private func numbers(_ id: ChannelAccount, _ day: BusinessDay) -> NumberSeries {
        NumberSeries(seed: seed, channel: id.channel, position: position(of: id), day: day)
    }

    private mutating func nextSerial() -> Int {
        serial += 1
        return serial
    }

    mutating func amount() -> Int64 { random.within(2_000...60_000) }

    /// A payment in the shop's books. `at` nil: without a time. Its entry, if any, is told apart.
    mutating func payment(
        _ amountFen: Int64, at moment: Moment?, of other: ChannelAccount? = nil, createdOn day: BusinessDay? = nil
    ) -> RecordHandle {
        let id = other ?? account.id
        let numberDay = moment?.day ?? day ?? days.lowerBound
        let numbers = numbers(id, numberDay)
        let serial = nextSerial()
        let time = moment?.epochSeconds ?? numberDay.startEpochSeconds + 40_000
        var payment = SimulatedPayment(
            account: id, id: numbers.id(serial), paymentNo: numbers.paymentNo(serial), amountFen: amountFen,
            paidAt: moment?.epochSeconds, createdAt: time - 120, tradePrefix: numbers.tradePrefix(serial),
            tradePaymentFen: amountFen)
        payment.tradeCount = 1 + random.below(8) / 6
        current.payments.append(payment)
        return .payment(current.payments.count - 1)
    }

    /// A payment of days before the world began, for refunds: the shop has it, no bill of the range lists it.
    mutating func earlierPayment(_ amountFen: Int64, of other: ChannelAccount? = nil) -> RecordHandle {
        let day = days.lowerBound.advanced(by: -3 - random.below(20))
        return payment(amountFen, at: noon(day), of: other)
    }

    /// A refund in the shop's books, of `payment` or of one large enough that no sum of refunds exceeds it.
    mutating func refund(
        _ amountFen: Int64, at moment: Moment?, of payment: RecordHandle? = nil, account other: ChannelAccount? = nil,
        createdOn day: BusinessDay? = nil
    ) -> RecordHandle {
        let handle = payment ?? earlierPayment(amountFen * 6, of: other)
        let base = self[payment: handle]
        let numberDay = moment?.day ?? day ?? days.lowerBound
        let numbers = numbers(base.account, numberDay)
        let serial = nextSerial()
        let refund = SimulatedRefund(
            account: base.account, id: numbers.id(serial) * 10, refundNo: numbers.refundNo(serial, part: 0),
            paymentNo: base.paymentNo, paymentID: base.id, orderNo: base.tradePrefix + "1", orderNos: base.orderNos,
            amountFen: amountFen, refundedAt: moment?.epochSeconds,
            createdAt: (moment?.epochSeconds ?? numberDay.startEpochSeconds + 40_000) - 60)
        current.refunds.append(refund)
        return .refund(current.refunds.count - 1)
    }

    mutating func record(
        _ type: EntryType, _ amountFen: Int64, at moment: Moment?, of other: ChannelAccount? = nil,
        createdOn day: BusinessDay? = nil
    ) -> RecordHandle {
        switch type {
        case .payment: payment(amountFen, at: moment, of: other, createdOn: day)
        case .refund: refund(amountFen, at: moment, account: other, createdOn: day)
        }
    }

    /// A row in this account's bill with the key of `record`, and a channel number of its own.
    mutating func row(for record: RecordHandle, _ amountFen: Int64? = nil, at moment: Moment) -> Int {
        switch record {
        case .payment:
            let payment = self[payment: record]
            return row(
                .payment, paymentNo: payment.paymentNo, refundNo: "", amountFen ?? payment.amountFen, at: moment,
                createdAt: min(payment.createdAt, moment.epochSeconds))
        case .refund(let index):
            let refund = current.refunds[index]
            return row(
                .refund, paymentNo: refund.paymentNo, refundNo: refund.refundNo, amountFen ?? refund.amountFen,
                at: moment, createdAt: refund.createdAt - 86_400)
        }
    }

    /// A row that the shop knows nothing of. A refund's payment is known, so that it is checked for over-refund.
    mutating func unknownRow(_ type: EntryType, _ amountFen: Int64, at moment: Moment) -> Int {
        let serial = nextSerial()
        let numbers = numbers(account.id, moment.day)
        let key = type == .refund ? self[payment: earlierPayment(amountFen * 6)].paymentNo : numbers.paymentNo(serial)
        return row(
            type, paymentNo: key, refundNo: type == .refund ? numbers.refundNo(serial, part: 0) : "", amountFen,
            at: moment, createdAt: moment.epochSeconds - 9)
    }

    private mutating func row(
        _ type: EntryType, paymentNo: String, refundNo: String, _ amountFen: Int64, at moment: Moment, createdAt: Int64
    ) -> Int {
        let serial = nextSerial()
        let numbers = numbers(account.id, moment.day)
        var fee = Traffic.feeE5(account, settledFen: amountFen)
        if type == .refund { fee = channel == .wechatpay ? -fee : 0 }
        current.rows.append(
            SimulatedRow(
                account: account.id, day: moment.day, kind: type == .payment ? .payment : .refund,
                time: moment.epochSeconds, createdAt: createdAt, paymentNo: paymentNo, refundNo: refundNo,
                channelTradeNo: numbers.channelTradeNo(serial),
                channelRefundNo: type == .refund ? numbers.channelRefundNo(serial, part: 0) : "",
                amountFen: amountFen, settledFen: amountFen, feeE5: fee, flavour: random.next()))
        return current.rows.count - 1
    }

    // MARK: Changing what was told

    subscript(payment handle: RecordHandle) -> SimulatedPayment {
        get {
            guard case .payment(let index) = handle else { return current.payments[0] }
            return current.payments[index]
        }
        set {
            guard case .payment(let index) = handle else { return }
            current.payments[index] = newValue
        }
    }

    subscript(refund handle: RecordHandle) -> SimulatedRefund {
        get {
            guard case .refund(let index) = handle else { return current.refunds[0] }
            return current.refunds[index]
        }
        set {
            guard case .refund(let index) = handle else { return }
            current.refunds[index] = newValue
        }
    }

    subscript(row index: Int) -> SimulatedRow {
        get { current.rows[index] }
        set { current.rows[index] = newValue }
    }

    /// The shop knows the channel's number of the row.
    mutating func know(_ row: Int, of record: RecordHandle) {
        switch record {
        case .payment: self[payment: record].channelTradeNo = self[row: row].channelTradeNo
        case .refund:
            let number = self[row: row].channelRefundNo
            self[refund: record].channelRefundNo = number.isEmpty ? nil : number
        }
    }

    /// The shop has noted a channel number that no row carries.
    mutating func knowAnotherNumber(of record: RecordHandle, on day: BusinessDay) {
        let serial = nextSerial()
        let numbers = numbers(account.id, day)
        switch record {
        case .payment: self[payment: record].channelTradeNo = numbers.channelTradeNo(serial)
        case .refund:
            // Alipay's refunds have no number; the shop notes the trade's.
            let number = numbers.channelRefundNo(serial, part: 0)
            self[refund: record].channelRefundNo = number.isEmpty ? numbers.channelTradeNo(serial) : number
        }
    }

    func isNumberKnown(_ record: RecordHandle) -> Bool {
        switch record {
        case .payment: self[payment: record].channelTradeNo != nil
        case .refund: self[refund: record].channelRefundNo != nil
        }
    }

    /// Another record with the same key, as it is after the change.
    mutating func changed(_ record: RecordHandle) -> RecordHandle {
        switch record {
        case .payment(let index):
            current.payments[index].existence = .untilChange
            var copy = current.payments[index]
            copy.existence = .fromChange
            current.payments.append(copy)
            return .payment(current.payments.count - 1)
        case .refund(let index):
            current.refunds[index].existence = .untilChange
            var copy = current.refunds[index]
            copy.existence = .fromChange
            current.refunds.append(copy)
            return .refund(current.refunds.count - 1)
        }
    }

    mutating func change(_ kind: OrderChange.Kind, _ statements: [String], rerun: [BusinessDay]) {
        current.change = OrderChange(
            number: current.number, kind: kind, statements: statements,
            rerun: rerun.map { World.AccountDay(account.id, $0) })
    }

    mutating func write(_ fate: EntryFate) { current.entryFates.append(fate) }
    mutating func write(_ fate: RecordFate) { current.recordFates.append(fate) }
}
