import Bills
import Vocabulary

/// All there is to know about a channel, in one value that stands in the channel's own folder. Configuration, `--help`,
/// `check`, the schedule, the labels of reports and the table `ledger.channel` follow from it.
package struct ChannelDescriptor: Sendable {
    package let channel: Channel
    package let englishName: String
    package let chineseName: String
    /// How many days back the channel gives bills out.
    package let reachDays: Int
    /// A day that failed is not tried again when it is older than this; at most `reachDays`.
    package let tryingDays: Int
    package let hours: ChannelHours
    /// For people, when the bill of a day appears in the following morning: `about 09:00`.
    package let appearsAt: String
    /// The files that make up one bill at the most.
    package let filesMax: Int
    /// Those files as a person downloads them, for the help of `import`.
    package let filesText: String
    package let decoders: [BillKind: any BillDecoder.Type]
    /// The accounts of money that the channel keeps for a merchant, in the order in which a funds bill has their files; none
    /// where it gives out no funds bill that is read here.
    package let pots: [Pot]
    package let fundsDecoder: (any FundsDecoder.Type)?
    /// Where the channel says what was shared with partners; nil where nothing of that is read.
    package let sharing: SharingSource?
    /// The keys of an account in the configuration file that are the channel's, beside those that every account has.
    package let options: [ConfigurationKey]
    /// Reads those; nil when something is missing or wrong, which is reported then.
    package let settings: @Sendable (any AccountOptions) -> (any ChannelSettings)?

    package init(
        _ channel: Channel, englishName: String, chineseName: String, reachDays: Int, tryingDays: Int? = nil,
        hours: ChannelHours, appearsAt: String, filesMax: Int = 1, filesText: String,
        decoders: [BillKind: any BillDecoder.Type], pots: [Pot] = [], fundsDecoder: (any FundsDecoder.Type)? = nil,
        sharing: SharingSource? = nil, options: [ConfigurationKey],
        settings: @escaping @Sendable (any AccountOptions) -> (any ChannelSettings)?
    ) {
        self.channel = channel
        self.englishName = englishName
        self.chineseName = chineseName
        self.reachDays = reachDays
        self.tryingDays = tryingDays ?? reachDays
        self.hours = hours
        self.appearsAt = appearsAt
        self.filesMax = filesMax
        self.filesText = filesText
        self.decoders = decoders
        self.pots = pots
        self.fundsDecoder = fundsDecoder
        self.sharing = sharing
        self.options = options
        self.settings = settings
    }
}

extension ChannelDescriptor {
    /// - Throws: `channel.refused` for a kind of bill that the channel does not have.
    package func decoder(_ kind: BillKind, _ expected: ExpectedBill) throws(Problem) -> any BillDecoder {
        if let decoder = decoders[kind] { return decoder.init(expected) }
        throw notRead(kind, expected)
    }

    /// - Throws: `channel.refused` for a channel that has no funds bill.
    package func fundsDecoderType(_ expected: ExpectedBill) throws(Problem) -> any FundsDecoder.Type {
        guard let fundsDecoder else { throw notRead(.funds, expected) }
        return fundsDecoder
    }

    /// - Throws: `channel.refused` for a channel that has no funds bill, or no such pot.
    package func fundsDecoder(_ expected: ExpectedFunds) throws(Problem) -> any FundsDecoder {
        let fundsDecoder = try fundsDecoderType(expected.bill)
        guard pots.contains(expected.pot) else {
            throw Problem(
                .channelRefusal, "\(englishName) has no such pot",
                at: Place(account: expected.bill.account, day: expected.bill.day),
                expected: pots.map(\.rawValue).joined(separator: ", "), found: expected.pot.rawValue,
                hint: "Name one of the pots that the channel has.")
        }
        return fundsDecoder.init(expected)
    }

    /// - Throws: `channel.refused` for a channel that has no sharing bill.
    package func sharingDecoder(_ expected: ExpectedBill) throws(Problem) -> any SharingDecoder {
        guard case .bill(let decoder) = sharing else { throw notRead(.sharing, expected) }
        return decoder.init(expected)
    }

    /// The channel has no sharing bill: what was shared are movements of its funds bill.
    package var areSharesMovements: Bool {
        if case .movements = sharing { true } else { false }
    }

    /// The kinds of bills that are read here.
    package var kinds: [BillKind] {
        var kinds = Array(decoders.keys)
        if fundsDecoder != nil { kinds.append(.funds) }
        if case .bill = sharing { kinds.append(.sharing) }
        return kinds.sorted()
    }

    private func notRead(_ kind: BillKind, _ expected: ExpectedBill) -> Problem {
        Problem(
            .channelRefusal, "\(englishName) has no \(kind.englishName) that is read here",
            at: Place(account: expected.account, day: expected.day),
            expected: kinds.map(\.rawValue).joined(separator: ", "), found: kind.rawValue,
            hint: "Ask for one of the kinds that the channel has.")
    }
}

/// How a channel tells what was shared (Contract 6).
package enum SharingSource: Sendable {
    /// By a bill of its own, in which each share names its sharing order and receiver.
    case bill(any SharingDecoder.Type)
    /// By movements of the funds bill alone, which name the trade and nothing else.
    case movements
}

/// A channel is told by its word.
extension ChannelDescriptor: Hashable {
    package static func == (left: Self, right: Self) -> Bool { left.channel == right.channel }
    package func hash(into hasher: inout Hasher) { hasher.combine(channel) }
}

/// Which channels there are. A value that is handed on from where the program is put together, so that tests bring
/// channels of their own.
package struct ChannelList: Hashable, Sendable {
    /// In the order in which people are shown them.
    package let all: [ChannelDescriptor]

    package init(_ all: [ChannelDescriptor]) { self.all = all }

    package subscript(channel: Channel) -> ChannelDescriptor? { all.first { $0.channel == channel } }
    package subscript(word: String) -> ChannelDescriptor? { all.first { $0.channel.rawValue == word } }

    package var channels: [Channel] { all.map(\.channel) }
    /// `wechatpay or alipay`.
    package var words: String { words(joinedBy: "or") }

    package func words(joinedBy last: String) -> String {
        let words = channels.map(\.rawValue)
        guard let end = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) \(last) \(end)"
    }
}
