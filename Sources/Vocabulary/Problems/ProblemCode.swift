/// One kind of problem, by a stable name, for example `bill.truncated`: never renamed, never reused. All of them are
/// declared in this folder and nowhere else, as nothing outside of this module can make one; `recon.problems` and the page
/// Problems show the same list.
package struct ProblemCode: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    /// What a command ends with when this problem ends it; `.incomplete` makes the run a verdict, not a failure.
    package let exit: ExitStatus
    /// What happened, in one sentence.
    package let meaning: String
    package let meaningInChinese: String
    /// What to do about it in general. A problem that knows more says more.
    package let hint: String

    init(_ name: String, _ exit: ExitStatus, _ meaning: String, _ meaningInChinese: String, hint: String) {
        self.name = name
        self.exit = exit
        self.meaning = meaning
        self.meaningInChinese = meaningInChinese
        self.hint = hint
    }

    /// A code that was stored; another version of the program may know what it means.
    package init(stored name: String) {
        self =
            Self.byName[name]
            ?? ProblemCode(name, .unavailable, "A code of another version of this program.", "其他版本的代码。", hint: "")
    }

    /// Every code there is, family by family.
    package static let all: [ProblemCode] =
        billCodes + channelCodes + archiveCodes + ordersCodes + ledgerCodes + runCodes + configurationCodes + keyCodes
        + databaseCodes + commandCodes + moveCodes + statementCodes + checkCodes + clusterCodes + simulatorCodes

    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    package static func == (left: ProblemCode, right: ProblemCode) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }

    package var description: String { name }
}

/// What is true of everything that asking again may heal, whoever asked.
package enum AskedAgain {
    package static let hint = "A run of the schedule asks again by itself; any other run is to be started again."
}
