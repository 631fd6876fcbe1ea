import Bills
import Channels
import Ledger
import Rules
import Orders
import Postgres
import Vocabulary

/// Everything that a run needs beside its ledger session.
package struct RunParts: Sendable {
    package var resultsConninfo: String
    package var channel: ChannelDescriptor
    /// A settlement may have to read an archived bill of an account at another channel.
    package var channels = ChannelList.all
    package var orders: OrdersSource
    package var rules: AccountRules
    /// The account's, in the channel's order; none: it has no money side.
    package var pots: [Pot] = []
    package var client: any ChannelClient
    package var archive: BillArchive
    package var limits: BillLimits
    /// Memory of the hash table that matches a day's entries with the shop's records.
    package var memoryBytesMax: Int64 = 256 << 20
    package var plainPairs = PlainPairs.kept
    /// Packed blocks that may wait for the index of numbers.
    package var waitingBlocksMax = NumberIndex.waitingMax
    /// Called with what kept that index from being brought up to date: numbers are found without it, only not as quickly.
    package var onIndexProblem: @Sendable (any Error) -> Void = { _ in }
    package var clock: Clock
    package var stop = StopSignal()
    /// Called with the means to end the reading of the orders from another thread, and with nil when it is over.
    package var onOrders: @Sendable (Canceller?) -> Void = { _ in }
    /// Sessions of runs before this one; nil where there are none.
    var sessions: RunSessions?
    /// What a command leaves behind should it die in the run; the service has its own.
    var remains: ProcessRemains?
    package var progress: ProgressReporter

    package init(
        resultsConninfo: String, channel: ChannelDescriptor, orders: OrdersSource, rules: AccountRules,
        client: any ChannelClient,
        archive: BillArchive, limits: BillLimits, clock: Clock, progress: @escaping ProgressReporter
    ) {
        self.resultsConninfo = resultsConninfo
        self.channel = channel
        self.orders = orders
        self.rules = rules
        self.client = client
        self.archive = archive
        self.limits = limits
        self.clock = clock
        self.progress = progress
    }
}

extension RunParts {
    func decoder(_ unit: DayUnit) throws(Problem) -> any BillDecoder {
        try descriptor(of: unit).decoder(unit.kind, expected(unit))
    }

    /// Of the file of one pot; `isImport` as `BillFile.isImported` says.
    func fundsDecoder(_ unit: DayUnit, _ pot: Pot, isImport: Bool) throws(Problem) -> any FundsDecoder {
        try descriptor(of: unit).fundsDecoder(ExpectedFunds(expected(unit), pot: pot, isImport: isImport))
    }

    /// What the funds bills of the account's channel are like.
    func fundsDecoderType(_ account: ChannelAccount) throws(Problem) -> any FundsDecoder.Type {
        let unit = DayUnit(account, rules.startDate, .funds)
        return try descriptor(of: unit).fundsDecoderType(expected(unit))
    }

    func sharingDecoder(_ unit: DayUnit) throws(Problem) -> any SharingDecoder {
        try descriptor(of: unit).sharingDecoder(expected(unit))
    }

    /// Those of which a day of the kind has to tell.
    func pots(of kind: BillKind) -> [Pot] { kind == .funds ? pots : [] }

    /// In the order of the channel's pots, which is that of the account's; one that a later configuration has not any more
    /// keeps its place.
    func inPotOrder(_ files: [BillFile]) -> [BillFile] {
        channel.pots.flatMap { pot in files.filter { $0.pot == pot } }
    }

    private func expected(_ unit: DayUnit) -> ExpectedBill {
        ExpectedBill(account: unit.account, day: unit.day, limits: limits)
    }

    private func descriptor(of unit: DayUnit) throws(Problem) -> ChannelDescriptor {
        let channel = unit.account.channel == channel.channel ? channel : channels[unit.account.channel]
        guard let channel else {
            throw Problem(
                .channelRefusal, "this program knows no such channel", at: unit.place, expected: channels.words,
                found: unit.account.channel.rawValue, hint: "Run it with a release that knows the channel.")
        }
        return channel
    }
}
