import Vocabulary

/// The numbers by which money is linked (Contract 5.4). Of an entry: the channel's, under which its movements are looked for
/// first, and the shop's. At a channel whose movements bear a trade's number only, payments and refunds of the trade share
/// both.
package struct MoneyNumbers: Hashable, Sendable {
    /// The channel's: of an entry its trade or refund number, of a movement the number of its business.
    package var channelNo: String
    /// The shop's: of a movement the number of its voucher.
    package var shopNo: String

    package init(channelNo: String, shopNo: String) {
        self.channelNo = channelNo
        self.shopNo = shopNo
    }
}

/// Entries and movements that belong together, by their places among those given.
package struct MoneyLink: Hashable, Sendable {
    package var entries: [Int]
    package var movements: [Int]

    package init(entries: [Int] = [], movements: [Int] = []) {
        self.entries = entries
        self.movements = movements
    }
}

extension MovementClass {
    /// Whose shop's number a movement of this class may bear; nil for one that no entry expects.
    package var family: EntryType? {
        switch self {
        case .payment, .fee: .payment
        case .refund, .feeReturn, .refundReturned: .refund
        default: nil
        }
    }
}

/// Which movements belong to which entries: by the channel's number, else by the shop's within the class's family. Never by
/// flow number, amount or time.
///
/// - Parameters:
///   - entries: of the trade bills in force, in the order of their bills and lines, also those that are not classified.
///   - movements: of classes that entries expect.
///   - areOfTrades: the channel's movements name the trade alone: the shop's number is its payment's, whatever the class.
/// - Returns: every entry and every movement in one group, in the order of the first entry or else movement of each.
package func groupMoney(
    entries: [(type: EntryType, numbers: MoneyNumbers)],
    movements: [(movementClass: MovementClass, numbers: MoneyNumbers)],
    areOfTrades: Bool
) -> [MoneyLink] {
    struct ShopNumber: Hashable {
        let family: EntryType?
        let number: ExactText
    }
    var groups: [MoneyLink] = []
    var byChannelNo: [ExactText: Int] = [:]
    var byShopNo: [ShopNumber: Int] = [:]
    /// Of movements that no entry bears the numbers of: which row comes first must not matter to what entries get.
    var byOwnNo: [ExactText: Int] = [:]
    func group(_ number: String, in known: inout [ExactText: Int]) -> Int {
        let key = ExactText(number)
        if let group = number.isEmpty ? nil : known[key] { return group }
        groups.append(MoneyLink())
        if !number.isEmpty { known[key] = groups.count - 1 }
        return groups.count - 1
    }
    for (index, entry) in entries.enumerated() {
        let group = group(entry.numbers.channelNo, in: &byChannelNo)
        groups[group].entries.append(index)
        let shopNo = ShopNumber(family: areOfTrades ? nil : entry.type, number: ExactText(entry.numbers.shopNo))
        // Two trades under one number of the shop's cannot be told apart by it: the first has it.
        if !entry.numbers.shopNo.isEmpty, byShopNo[shopNo] == nil { byShopNo[shopNo] = group }
    }
    for (index, movement) in movements.enumerated() {
        let (channelNo, shopNo) = (movement.numbers.channelNo, movement.numbers.shopNo)
        let family = areOfTrades ? nil : movement.movementClass.family
        let entryGroup =
            (channelNo.isEmpty ? nil : byChannelNo[ExactText(channelNo)])
            ?? (shopNo.isEmpty ? nil : byShopNo[ShopNumber(family: family, number: ExactText(shopNo))])
        let group = entryGroup ?? group(channelNo, in: &byOwnNo)
        groups[group].movements.append(index)
    }
    return groups
}
