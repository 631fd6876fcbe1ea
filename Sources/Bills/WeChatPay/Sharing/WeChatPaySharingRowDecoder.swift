import Vocabulary

/// Turns one row of a WeChat Pay sharing bill into a share (page WeChatPaySharing).
struct WeChatPaySharingRowDecoder {
    let columns: WeChatPaySharingColumns
    private let place: Place
    private let account: [UInt8]
    private let clock: DayClock
    private let contentHash: ContentHash
    private let nothing = UnsafeRawBufferPointer(start: nil, count: 0)

    private(set) var totals = SharingTotals()
    private(set) var days = RowDays()

    init(_ header: Header, _ expected: ExpectedBill, place: Place) throws {
        columns = try WeChatPaySharingColumns(header)
        account = Array(expected.account.account.utf8)
        clock = DayClock(expected.day)
        contentHash = ContentHash(header)
        self.place = place
    }

    mutating func decode(_ line: Int, cell: (Int) -> Cell) throws -> Share {
        func optional(_ column: Int?) -> Cell? { column.map { cell($0).trimmed() } }
        try requireOwn(line, optional(columns.initiator), optional(columns.payer))
        let amount = cell(columns.amount)
        guard let amountFen = AmountText.fen(amount) else {
            throw AmountText.problem(
                amount, decimals: 2, isSigned: false,
                at: place.at(line: line, column: WeChatPaySharingColumns.amountName))
        }
        let time = cell(columns.sharedAt)
        let sharedAt: Int64
        if let moment = clock.epochSeconds(time) {
            days.addOnDay()
            sharedAt = moment
        } else {
            sharedAt = try days.moment(
                time, clock.day, mayLieBefore: false, at: place.at(line: line, column: "分账时间"))
        }
        func number(_ column: Int, _ name: String) throws -> UnsafeRawBufferPointer {
            let number = cell(column).trimmed()
            guard IdentifierText.isSound(number) else {
                throw IdentifierText.problem(number, at: place.at(line: line, column: name))
            }
            return number.raw
        }
        let words = SharingWords(type: cell(columns.type).trimmed(), state: optional(columns.state))
        totals.add(words, amountFen)
        return Share(
            lineNumber: Int32(truncatingIfNeeded: line), sharedAt: sharedAt, kind: words.kind,
            isExecuted: words.isExecuted, amountFen: amountFen,
            channelTradeNo: try number(columns.tradeNo, "微信订单号"),
            channelSharingNo: try number(columns.channelSharingNo, "微信分账/回退单号"),
            detailNo: optional(columns.detailNo).map { IdentifierText.isSound($0) ? $0.raw : nothing } ?? nothing,
            sharingNo: try number(columns.sharingNo, "商户分账/回退单号"), receiver: cell(columns.receiver).trimmed().raw,
            type: words.kind == .other ? StateText.bounded(cell(columns.type).trimmed().raw) : nothing,
            state: words.kind == .other
                ? optional(columns.state).map { StateText.bounded($0.raw) } ?? nothing : nothing,
            contentHash: contentHash.of(cell))
    }

    /// A provider starts sharings of its merchants' payments: one of the two is the account asked for.
    private func requireOwn(_ line: Int, _ initiator: Cell?, _ payer: Cell?) throws {
        let named = [initiator, payer].compactMap(\.self).filter { !$0.isEmpty }
        guard !named.isEmpty, !named.contains(where: { $0.raw.elementsEqual(account) }) else { return }
        throw Problem(
            .billWrongAccount, "a row is of another merchant", at: place.at(line: line, column: "分账方"),
            expected: String(decoding: account, as: UTF8.self), found: Shown.size(named[0]))
    }
}

/// What the words of a row say. They are no closed list anywhere: what holds no known one is `other`.
struct SharingWords {
    let kind: Share.Kind
    let isExecuted: Bool

    init(type: Cell, state: Cell?) {
        let kind: Share.Kind =
            if Self.has("解冻", type) || Self.has("完结", type) {
                .release
            } else if Self.has("回退", type) {
                .shareReturn
            } else {
                Self.has("分账", type) ? .share : .other
            }
        // Failed ones are not in the bill, so a state may be left out.
        guard let state, !state.isEmpty, !Self.success.contains(where: { Self.has($0, state) }) else {
            (self.kind, isExecuted) = (kind, true)
            return
        }
        let hasFailed = Self.failure.contains { Self.has($0, state) }
        (self.kind, isExecuted) = (hasFailed ? kind : .other, !hasFailed)
    }

    private static let success = ["成功", "已完成", "SUCCESS", "FINISHED"]
    private static let failure = ["失败", "关闭", "CLOSED", "FAIL"]

    private static func has(_ word: String, _ cell: Cell) -> Bool {
        let (word, text) = (Array(word.utf8), cell.raw)
        guard text.count >= word.count else { return false }
        return (0...text.count - word.count).contains { text[$0..<$0 + word.count].elementsEqual(word) }
    }
}

/// Count and sum of the rows that were handed out.
struct SharingTotals {
    struct Sum {
        var rows: Int64 = 0
        var amount = ExactSum()
    }

    private(set) var all = Sum()
    private(set) var shares = Sum()
    private(set) var returns = Sum()

    mutating func add(_ words: SharingWords, _ amountFen: Int64) {
        Self.add(amountFen, to: &all)
        switch words.kind {
        case .share: Self.add(amountFen, to: &shares)
        case .shareReturn: Self.add(amountFen, to: &returns)
        case .release, .other: break
        }
    }

    private static func add(_ amountFen: Int64, to sum: inout Sum) {
        sum.rows += 1
        sum.amount.add(amountFen)
    }
}
