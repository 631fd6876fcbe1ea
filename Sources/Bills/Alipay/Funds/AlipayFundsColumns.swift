import Vocabulary

/// Places of the columns of 账务明细, in each of its dialects; -1 for one that a file does without (AlipayFunds 1).
struct AlipayFundsColumns {
    /// A column, and its title in this file.
    struct Titled {
        let index: Int
        let title: StaticString
    }

    let count: Int
    let contents: [CellContent]
    let flowNo: Titled
    let bookedAt: Titled
    let into: Titled
    let outOf: Titled
    let balance: Int
    let businessNo: Int
    let voucherNo: Int
    let type: Int
    let description: Int
    /// 交易渠道 or 支付渠道.
    let channel: Int
    /// Where the seller's own funds are told: 业务描述, 备注, 商品名称.
    let texts: [Int]
    /// Numbers that no movement needs, but that a spreadsheet rounds all the same.
    let otherNumbers: [Int]
    let unknown: [UnknownColumn]

    init(_ header: Header, encoding: AlipayEncoding) throws {
        func titled(_ words: AlipayWord...) throws -> Titled? {
            let found = words.filter { header.index($0.bytes(encoding)) >= 0 }
            guard let first = found.first else { return nil }
            guard found.count == 1 else { throw Self.repeated(found, header) }
            return Titled(index: header.index(first.bytes(encoding)), title: first.name)
        }
        func index(_ words: AlipayWord...) -> Int {
            words.map { header.index($0.bytes(encoding)) }.first { $0 >= 0 } ?? -1
        }
        func require(_ word: AlipayWord, _ ofConsole: AlipayWord) throws -> Titled {
            if let column = try titled(word, ofConsole) { return column }
            let needed = try header.require(word.bytes(encoding), called: "\(word.name)")
            return Titled(index: needed, title: word.name)
        }
        count = header.count
        flowNo = try require(.flowNo, .flowNoOfConsole)
        bookedAt = try require(.bookedAt, .bookedAtOfConsole)
        into = try require(.into, .intoOfConsole)
        outOf = try require(.outOf, .outOfOfConsole)
        businessNo = try titled(.businessNo, .channelTradeNo)?.index ?? -1
        type = try titled(.kind, .typeOfConsole)?.index ?? -1
        voucherNo = index(.paymentNo)
        balance = index(.balance)
        description = index(.description)
        channel = index(.tradingChannel, .payingChannel)
        texts = [description, index(.remark), index(.goods)].filter { $0 >= 0 }
        otherNumbers = [index(.baseOrderNo), index(.orderNos)].filter { $0 >= 0 }

        let documented: [AlipayWord] = [
            .flowNo, .flowNoOfConsole, .businessNo, .channelTradeNo, .paymentNo, .goods, .bookedAt, .bookedAtOfConsole,
            .party, .partyOfConsole, .into, .intoOfConsole, .outOf, .outOfOfConsole, .balance, .tradingChannel,
            .payingChannel, .kind, .typeOfConsole, .remark, .description, .billSource, .baseOrderNo, .orderNos,
        ]
        unknown = header.unknown(besides: documented.map { $0.bytes(encoding) })

        var contents = [CellContent](repeating: .plain, count: header.count)
        func mark(_ columns: [Int], _ content: CellContent) {
            for column in columns where column >= 0 { contents[column] = content }
        }
        mark([index(.remark), index(.goods)], .freeText)
        mark([index(.party), index(.partyOfConsole), type], .name)
        mark([flowNo.index, businessNo, voucherNo] + otherNumbers, .identifierOrEmpty)
        mark([into.index, outOf.index, balance], .amountOrEmpty)
        mark([bookedAt.index], .time)
        self.contents = contents
    }

    private static func repeated(_ words: [AlipayWord], _ header: Header) -> Problem {
        Problem(
            .billColumnRepeated, "the header has two columns of one meaning", at: header.at("\(words[1].name)"),
            expected: "one of both",
            found: words.map { "\($0.name)" }.joined(separator: " and "))
    }
}
