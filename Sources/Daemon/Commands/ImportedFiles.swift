import Bills
import Channels
import Vocabulary

/// What the files of an import are: of which kind of bill, by their headers, and of which pot, as the person says.
struct ImportedFiles {
    let kind: BillKind
    let files: [FileAtHand]

    /// - Parameter pots: one for each file, in their order; none for a trade bill, or where the channel has but one.
    /// - Throws: `command.import_files` for what does not go together, `command.kind_not_configured`.
    init(_ paths: [String], pots: [Pot], of account: AccountConfiguration) throws(Problem) {
        let place = Place(account: account.account)
        let channel = account.channel
        let areFunds = paths.map { channel.fundsDecoder?.isFunds($0) }
        let areSharing = paths.map { path in
            if case .bill(let decoder) = channel.sharing { decoder.isSharing(path) == true } else { false }
        }
        guard !areFunds.contains(true) || !areFunds.contains(false), Set(areSharing).count <= 1 else {
            throw Problem(
                .commandImportFiles, "the files are of two kinds of bills", at: place, expected: "one kind",
                found: "bills of several kinds", hint: "Import the bills of each kind one after the other.")
        }
        if areSharing.contains(true) {
            try account.require(.sharing, at: place)
            try Self.refusePots(pots, place)
            guard paths.count == 1 else { throw Self.tooMany(paths.count, of: .sharing, than: 1, place) }
            (kind, files) = (.sharing, paths.map { FileAtHand($0) })
            return
        }
        // A file that cannot be told is refused for what it is, once it is read as what the person takes it for.
        guard areFunds.contains(true) || (!areFunds.contains(false) && !pots.isEmpty) else {
            try Self.refusePots(pots, place)
            guard paths.count <= channel.filesMax else {
                throw Self.tooMany(paths.count, of: .trade, than: channel.filesMax, place)
            }
            (kind, files) = (.trade, paths.map { FileAtHand($0) })
            return
        }
        try account.require(.funds, at: place)
        (kind, files) = (.funds, try Self.ofPots(paths, pots, account, place))
    }

    private static func tooMany(_ count: Int, of kind: BillKind, than filesMax: Int, _ place: Place) -> Problem {
        Problem(
            .commandImportFiles, "these are too many files of a \(kind.englishName)", at: place,
            expected: "\(filesMax) at most", found: "\(count)")
    }

    private static func refusePots(_ pots: [Pot], _ place: Place) throws(Problem) {
        guard !pots.isEmpty else { return }
        throw Problem(
            .commandImportFiles, "only a funds bill is of a pot", at: place, expected: "a funds bill, or no --pot",
            found: "another bill and --pot \(words(pots))", hint: "Leave --pot out, or name the file of the funds bill."
        )
    }

    private static func ofPots(
        _ paths: [String], _ named: [Pot], _ account: AccountConfiguration, _ place: Place
    ) throws(Problem) -> [FileAtHand] {
        let (known, configured) = (account.channel.pots, account.settings.pots)
        let pots = named.isEmpty && known.count == 1 ? known : named
        guard pots.count == paths.count else {
            throw Problem(
                .commandImportFiles, "nothing says which pot each file of the funds bill is of", at: place,
                expected: "--pot \(configured.map(\.rawValue).joined(separator: " or --pot ")), once for each file",
                found: "\(paths.count) file(s), \(named.isEmpty ? "no --pot" : "--pot \(words(named))")")
        }
        guard pots.allSatisfy(configured.contains), Set(pots).count == pots.count else {
            throw Problem(
                .commandImportFiles, "the files are not one of each of the account's pots", at: place,
                expected: "\(words(configured)), each once", found: words(pots),
                hint: "Correct --pot, or add the pot to `pots` of the account in the configuration.")
        }
        return zip(paths, pots).map { FileAtHand($0, pot: $1) }
    }

    private static func words(_ pots: [Pot]) -> String { pots.map(\.rawValue).joined(separator: ", ") }
}

extension AccountConfiguration {
    /// - Throws: `command.kind_not_configured`.
    func require(_ kind: BillKind, at place: Place) throws(Problem) {
        guard !kinds.contains(kind) else { return }
        throw Problem(
            .commandKindNotConfigured, "the account has no \(kind.englishName)", at: place,
            expected: kinds.map(\.rawValue).joined(separator: ", "), found: kind.rawValue)
    }
}
