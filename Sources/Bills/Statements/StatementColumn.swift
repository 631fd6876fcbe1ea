/// What a column of a seller's statement says, whatever its title is in a dialect (SellerStatements 2).
enum StatementColumn: CaseIterable {
    case bookedAt
    case into
    case outOf
    /// In and out in one column.
    case signed
    case balance
    /// The aggregated account's own number of a movement.
    case paymentSerial
    /// The Alipay account's.
    case accountSerial
    case serial
    case businessNo
    case merchantOrderNo
    case baseOrderNo
    case orderNos
    case orderNo
    case entryType
    case operationType
    case businessType
    case description
    /// 备注 and 原因 may both be there.
    case remark
    case channel
    case account
    case source
    /// Known, and not looked at: mostly personal.
    case unread

    /// Without units.
    var titles: [AlipayWord] {
        switch self {
        case .bookedAt: [.bookedAtOfConsole, .bookedAt, .finishedAt]
        case .into: [.intoAmount, .intoAlone]
        case .outOf: [.outOfAmount, .outOfAlone]
        case .signed: [.signedAmount, .movedAmount]
        case .balance: [.accountBalance, .balanceAlone]
        case .paymentSerial: [.paymentSerial]
        case .accountSerial: [.flowNo, .flowNoOfConsole]
        case .serial: [.serial]
        case .businessNo: [.businessNo, .channelTradeNo]
        case .merchantOrderNo: [.paymentNo]
        case .baseOrderNo: [.baseOrderNo]
        case .orderNos: [.orderNos]
        case .orderNo: [.taobaoOrderNo, .taobaoOrderNoShort, .orderNoOfDeposit, .orderNoTitle]
        case .entryType: [.entryType]
        case .operationType: [.operationType]
        case .businessType: [.kind, .typeOfConsole]
        case .description: [.description]
        case .remark: [.remark, .reason]
        case .channel: [.payingChannel, .tradingChannel]
        case .account: [.accountLine, .accountTitle, .alipayAccount]
        case .source: [.sourceAccount]
        case .unread: [.goods, .party, .partyOfConsole, .billSource, .storeName, .storeNo]
        }
    }

    var maySeveralBeThere: Bool { self == .remark || self == .unread }

    /// For telling columns apart where a free text holds commas.
    var content: CellContent {
        switch self {
        case .bookedAt: .time
        case .into, .outOf, .signed, .balance: .amountOrEmpty
        case .paymentSerial, .accountSerial, .serial, .businessNo, .baseOrderNo: .identifierOrEmpty
        case .entryType, .operationType, .businessType: .name
        case .remark: .freeText
        default: .plain
        }
    }
}
