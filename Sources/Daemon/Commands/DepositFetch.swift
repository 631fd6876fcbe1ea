import Channels
import Glibc
import Vocabulary

/// Asks the channel what moved in a seller's deposit, and waits where it asks for patience.
struct DepositFetch {
    let configuration: Configuration
    let account: String?
    let days: ClosedRange<BusinessDay>

    /// - Returns: the path of the answers in the archive.
    func run(_ clock: Clock) throws -> String {
        let account = try chosenAccount()
        try requireOver(days.upperBound, account, clock)
        let client = try account.makeClient(
            limits: configuration.limits, clock: clock, archive: BillArchive(root: configuration.archiveDirectory),
            log: { _ in })
        let progress = ProgressLine()
        defer { progress.clear() }
        progress.reporter(Progress(step: "asking for the deposit"))
        let outcome = client.deposit(days) { seconds, problem in
            progress.reporter(Progress(step: "waiting: \(problem.what)"))
            return sleep(UInt32(seconds)) == 0
        }
        switch outcome {
        case .bill(let files), .part(let files, _): return files.map(\.path).joined()
        case .noData(_, let problem), .retryLater(_, let problem), .giveUp(let problem): throw problem
        }
    }

    /// The one that is named, or the only one with a deposit.
    private func chosenAccount() throws(Problem) -> AccountConfiguration {
        let all = configuration.accounts.filter(\.settings.hasDeposit)
        let found = account.map { name in all.filter { $0.account.account == name } } ?? all
        guard found.count == 1 else {
            throw Problem(
                .commandKindNotConfigured,
                found.isEmpty ? "no such account has a deposit" : "several accounts have a deposit",
                expected: all.isEmpty
                    ? "`deposit: tmall` or `deposit: taobao` at the account in the configuration"
                    : "--account \(all.map(\.account.account).joined(separator: " or --account "))",
                found: account ?? "no --account")
        }
        return found[0]
    }
}
