import Vocabulary

/// Places of the columns of a detail part, and what each may hold.
struct AlipayColumns {
    let count: Int
    let contents: [CellContent]
    let channelTradeNo: Int
    let paymentNo: Int
    let kind: Int
    let finishedAt: Int
    let order: Int
    let settled: Int
    let discount: Int
    let refundNo: Int
    let fee: Int
    let unknown: [UnknownColumn]

    init(_ header: Header, encoding: AlipayEncoding) throws {
        func index(_ word: AlipayWord) -> Int { header.index(word.bytes(encoding)) }
        func require(_ word: AlipayWord) throws -> Int {
            try header.require(word.bytes(encoding), called: "\(word.name)")
        }
        count = header.count
        channelTradeNo = try require(.channelTradeNo)
        paymentNo = try require(.paymentNo)
        kind = try require(.kind)
        finishedAt = try require(.finishedAt)
        order = try require(.order)
        settled = try require(.settled)
        discount = try require(.discount)
        refundNo = index(.refundNo) >= 0 ? index(.refundNo) : try require(.refundNoShort)
        fee = try require(.fee)

        // All words of a header (AlipayBill 6.3).
        let documented: [AlipayWord] = [
            .channelTradeNo, .paymentNo, .kind, .goods, .createdAt, .finishedAt, .storeNo, .storeName, .operatorName,
            .terminalNo, .payer, .order, .settled, .redPacket, .points, .channelDiscount, .discount, .couponAmount,
            .couponName, .merchantRedPacket, .card, .refundNo, .refundNoShort, .fee, .share, .remark,
        ]
        unknown = header.unknown(besides: documented.map { $0.bytes(encoding) })

        var contents = [CellContent](repeating: .plain, count: header.count)
        func mark(_ words: [AlipayWord], _ content: CellContent) {
            for word in words where index(word) >= 0 { contents[index(word)] = content }
        }
        mark([.goods, .storeName, .couponName, .remark], .freeText)
        mark([.payer], .name)
        mark([.createdAt, .finishedAt], .time)
        mark([.channelTradeNo, .paymentNo], .identifier)
        mark([.refundNo, .refundNoShort], .identifierOrEmpty)
        mark([.order, .settled, .discount], .amount)
        mark([.fee], .fee)
        mark(
            [.redPacket, .points, .channelDiscount, .couponAmount, .merchantRedPacket, .card, .share], .amountOrEmpty)
        self.contents = contents
    }
}
