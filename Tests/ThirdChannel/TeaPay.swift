import Bills
import Cryptography
import Vocabulary

@testable import Channels

/// A channel that does not exist: the whole of it lies in this folder, and `ChannelList.withTeaPay` is its one line.
/// A tea house answers `GET /bills/<day>` with JSON under a seal, and gives out bills as CSV.
extension ChannelList {
    static let withTeaPay = ChannelList(ChannelList.all.all + [.teaPay])
}

extension Channel {
    static let teapay = Channel("teapay")
}

extension ChannelHours {
    static let teaPay = ChannelHours(availableAtSeconds: 6 * 3600, dailyRunAtSeconds: 6 * 3600 + 600)
}

extension ChannelDescriptor {
    static let teaPay = ChannelDescriptor(
        .teapay, englishName: "Tea Pay", chineseName: "茶付", reachDays: 40, tryingDays: 20, hours: .teaPay,
        appearsAt: "06:00", filesText: "the CSV as it was downloaded", decoders: [.trade: TeaPayBill.self],
        options: TeaPayOptions.keys, settings: TeaPayOptions.settings)
}

enum TeaPayOptions {
    private static let house = ConfigurationOption(
        "tea_house", "an https origin (http only on loopback)", text: OptionText.origin)
    private static let seal = ConfigurationOption<FileReference>.file("tea_seal")

    static let keys = [ConfigurationOption<FileReference>.privateKey.key, house.key, seal.key]

    @Sendable static func settings(_ options: any AccountOptions) -> (any ChannelSettings)? {
        let privateKey = options.requiredKey(.privateKey)
        let house = options.required(house)
        let seal = options.requiredKey(seal)
        guard let privateKey, let house, let seal else { return nil }
        return TeaPaySettings(account: options.account, privateKey: privateKey, house: house, seal: seal)
    }
}

struct TeaPaySettings: ChannelSettings {
    var account: ChannelAccount
    var privateKey: KeySource
    var house: String
    var seal: KeySource

    func makeClient(
        limits: TransferLimits, clock: Clock, archive: BillArchive, log: @escaping ExchangeLog
    ) throws(Problem) -> any ChannelClient {
        try TeaPayClient(
            self, clock: clock, archive: archive, log: log, transport: CurlTransport(limits: limits, caFile: nil))
    }

    func check(_ keys: inout KeyCheck) {
        let own = keys.privateKey(privateKey)
        keys.foreignKey(seal, own)
    }
}
