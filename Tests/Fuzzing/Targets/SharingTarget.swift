import Vocabulary

@testable import Bills

/// Sharing bills as text, and whatever container their first bytes say.
extension FuzzTarget {
    static let wechatPaySharing = FuzzTarget(name: "wechatpay-sharing") { input in
        let file = InMemoryFile(Array(input))
        let results = try DecodedBill.blocksBytes.map { blockBytes in
            try refusing { try ReadShares(file.bill, blockBytes: blockBytes) }
        }
        try hold(results[0] == results[1], "blocks of other sizes give another bill")
        return results[0] != nil
    }
}

/// A sharing bill that was decoded, with what has to be the same however it was read.
private struct ReadShares: Hashable {
    var summary = SharingSummary()
    /// Over the fields of every row.
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325

    init(_ file: BillFile, blockBytes: Int) throws {
        let decoder = WeChatPaySharing(
            ExpectedBill(
                account: DecodedBill.wechatPay, day: DecodedBill.day, limits: DecodedBill.limits, blockBytes: blockBytes
            ))
        var (digest, rows, lastLine) = (digest, Int64(0), Int32(0))
        summary = try decoder.decode(file, progress: { _ in }) { share in
            try Self.prove(share)
            let line = share.lineNumber
            try hold(line > lastLine, "line \(line) after \(lastLine)")
            lastLine = line
            rows += 1
            for number in [
                UInt64(line), UInt64(bitPattern: share.sharedAt), UInt64(bitPattern: share.amountFen),
                share.contentHash,
            ] {
                digest = (digest ^ number) &* 0x100_0000_01B3
            }
            for text in [
                share.sharingNo, share.channelSharingNo, share.detailNo, share.receiver, share.type, share.state,
            ] {
                for byte in text { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
            }
        }
        self.digest = digest
        let (read, told) = (rows, summary.rows)
        try hold(read == told, "\(read) rows, and the summary says \(told)")
    }

    private static func prove(_ share: borrowing Share) throws(BrokenPromise) {
        let amountFen = share.amountFen
        try hold((0...Fen.limitFen).contains(amountFen), "an amount of \(amountFen)")
        for number in [share.channelTradeNo, share.channelSharingNo, share.sharingNo] {
            let isNumber = (1...128).contains(number.count) && number.allSatisfy { (0x20..<0x7F).contains($0) }
            try hold(isNumber, "a number is no number")
        }
        for word in [share.type, share.state] {
            let isWord =
                word.count <= 24 && String(validating: word, as: UTF8.self) != nil
                && !word.contains { (0x30...0x39).contains($0) }
            try hold(isWord, "a word is no word")
        }
    }
}
