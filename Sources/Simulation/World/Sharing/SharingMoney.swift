import Vocabulary

/// The shares in the pots, and what of a payment is still frozen.
extension World {
    /// What a day's shares move in the pot into which payments arrive.
    func shareMovements(
        _ account: SimulatedAccount, on day: BusinessDay, _ faults: SharingFaults
    ) -> [SimulatedMovement] {
        let style = sharingStyle(account)
        var movements: [SimulatedMovement] = []
        for share in executedShares(account, on: day, faults) where share.movedFen != 0 {
            let movement = share.movement(style)
            let isOfOrder = account.channel == .wechatpay && style.moves == .byOrder
            if isOfOrder, let last = movements.indices.last, movements[last].voucherNo == movement.voucherNo {
                movements[last].amountFen += movement.amountFen
                movements[last].expectedFen += movement.amountFen
            } else {
                movements.append(movement)
            }
        }
        return movements
    }
}

extension SimulatedShare {
    fileprivate func movement(_ style: SharingStyle) -> SimulatedMovement {
        let isWeChat = account.channel == .wechatpay
        let ownNo = style.moves == .byReceiver ? detailNo : channelSharingNo
        // Of Alipay's two words for a share the movement's flavour chooses one.
        let label: UInt64 = style.isTradeSharing ? 1 << 36 : 0
        return SimulatedMovement(
            kind: isReturn ? .sharingReturn : .sharing, origin: .other, bookedAt: executedAt, amountFen: -movedFen,
            expectedFen: -movedFen, businessNo: isWeChat ? ownNo : channelTradeNo, flowNo: channelTradeNo,
            voucherNo: isWeChat ? sharingNo : paymentNo, flavour: flavour & 0xF_FFFF_FFFF | label)
    }
}

extension SimulatedFunds {
    /// What WeChat Pay keeps frozen of a payment of an account; nil where it has no such payment.
    package func unsplitFen(_ account: ChannelAccount, transactionID: String) -> Int64? {
        guard account.channel == .wechatpay, let position = world.accounts.firstIndex(where: { $0.id == account })
        else {
            return nil
        }
        let digits = Array(transactionID.utf8)
        guard digits.count == 28, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        func text(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        guard let day = BusinessDay("\(text(10..<14))-\(text(14..<16))-\(text(16..<18))") else { return nil }
        let numbers = NumberSeries(seed: world.seed, channel: .wechatpay, position: position, day: day)
        guard transactionID.hasPrefix(numbers.channelTradePrefix) else { return nil }
        return faults.sharing.frozen[transactionID] ?? 0
    }
}
