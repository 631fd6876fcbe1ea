import Channels
import Ledger
import Postgres

/// The table of channels follows from what the program says of them.
func tellChannels(_ channels: [ChannelDescriptor], _ ledger: borrowing Connection) throws {
    try ChannelName.write(
        channels.map { ChannelName($0.channel, english: $0.englishName, chinese: $0.chineseName) }, ledger)
}
