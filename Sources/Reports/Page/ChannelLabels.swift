/// What the page calls the channels.
struct ChannelLabels {
    /// Their words, in the order in which they are shown.
    let words: [String]
    private let labels: [String: PageLabel]

    init(_ channels: ReportTable) {
        words = channels.rows.compactMap { $0[0] }
        labels = Dictionary(
            channels.rows.map { ($0[0] ?? "", PageLabel($0[1] ?? "", $0[2] ?? "")) }, uniquingKeysWith: { $1 })
    }

    /// - Parameter channel: nil for all of them.
    func label(_ channel: String?) -> PageLabel {
        guard let channel else { return PageLabel("All channels", "全部渠道") }
        return labels[channel] ?? PageLabel(channel, "")
    }
}
