/// Where a problem was found. Only what is known is set.
package struct Place: Hashable, Sendable {
    package var file: String?
    /// From 1.
    package var line: Int?
    /// The column's name in the header, or its number from 1.
    package var column: String?
    /// Of a host: scheme, name and port. Never a path or a query, which may hold a token.
    package var address: String?
    package var account: ChannelAccount?
    package var day: BusinessDay?
    /// Whose funds bill it is about.
    package var pot: Pot?

    package init(
        file: String? = nil, line: Int? = nil, column: String? = nil, address: String? = nil,
        account: ChannelAccount? = nil, day: BusinessDay? = nil, pot: Pot? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.address = address
        self.account = account
        self.day = day
        self.pot = pot
    }

    /// A path is as long as the system takes it, a column's or account's name never.
    private static let fileLengthMax = 1024
    private static let nameLengthMax = 100

    private var shownFile: String? { file.map { printable($0, lengthMax: Self.fileLengthMax) } }
    private var shownColumn: String? { column.map { printable($0, lengthMax: Self.nameLengthMax) } }
    private var shownAccount: String? { account.map { printable($0.description, lengthMax: Self.nameLengthMax) } }
    private var shownPot: String? { pot.map { "pot \($0)" } }
    private var shownAddress: String? { address.map { printable($0, lengthMax: Self.nameLengthMax) } }

    /// `name.csv, line 7, column 手续费, wechatpay:1900999001, 2026-11-21, pot BASIC`. Bounded and printable, as a problem is.
    package var text: String {
        [
            shownFile, line.map { "line \($0)" }, shownColumn.map { "column \($0)" }, shownAddress,
            shownAccount, day?.description, shownPot,
        ].compactMap { $0 }.joined(separator: ", ")
    }

    /// As a problem is stored; nil for nothing.
    package var json: String? {
        let members: [(String, JSONText)] = [
            ("file", JSONText(shownFile)), ("line", JSONText(line.map(Int64.init))), ("column", JSONText(shownColumn)),
            ("address", JSONText(shownAddress)), ("account", JSONText(shownAccount)),
            ("day", JSONText(day?.description)), ("pot", JSONText(pot?.rawValue)),
        ].filter { $0.1 != .null }
        return members.isEmpty ? nil : JSONText.object(members).printed()
    }

    /// With what is missing taken from a caller that knows more.
    package func filled(from outer: Place) -> Place {
        Place(
            file: file ?? outer.file, line: line ?? outer.line, column: column ?? outer.column,
            address: address ?? outer.address, account: account ?? outer.account, day: day ?? outer.day,
            pot: pot ?? outer.pot)
    }

    /// What is new in it to a reader who knows another place already.
    func beyond(_ known: Place) -> Place {
        let isOtherFile = file != known.file
        let isOtherLine = isOtherFile || line != known.line
        return Place(
            file: isOtherFile ? file : nil, line: isOtherLine ? line : nil,
            column: isOtherLine || column != known.column ? column : nil,
            address: address == known.address ? nil : address, account: account == known.account ? nil : account,
            day: day == known.day ? nil : day, pot: pot == known.pot ? nil : pot)
    }
}
