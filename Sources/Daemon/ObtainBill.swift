import Channels
import Ledger
import Postgres
import Vocabulary

extension ProblemCode {
    package static let noArchivedBill = ProblemCode("run.no_archived_bill", .unavailable)
    package static let billNotDue = ProblemCode("run.bill_not_due", .tryAgainLater)
}

struct ObtainedBill {
    var files: [BillFile]
    var source: BillSource
}

/// From this hour of the following day on, "no data" is an answer and not an absence (contract section 3.2; both
/// channels advise 10:00).
private let availabilityHour: Int64 = 10
/// Days that WeChat Pay's interface reaches back; what is older comes from the archive.
private let wechatPayReachDays = 90

/// The bill of the day, by whatever way was asked for, already in the archive.
func obtainBill(
    _ request: RunRequest, _ parts: RunParts, _ accountID: Int32, _ ledger: borrowing Connection
) throws -> ObtainedBill {
    switch request.source {
    case .files(let paths):
        let files = try paths.map { try parts.archive.keep(copyOf: $0, of: request.account, day: request.day) }
        return ObtainedBill(files: files, source: .importedByHand)
    case .archived:
        guard let bill = try RunJournal.archivedBill(accountID, request.day, ledger) else {
            throw Problem(
                .noArchivedBill, "no bill of this day is at hand",
                hint: "Fetch it without --archived, or import a file that was downloaded by hand.")
        }
        return ObtainedBill(files: bill.files, source: bill.source)
    case .channel:
        let reach = parts.clock.today.advanced(by: -wechatPayReachDays)
        if request.account.channel == .wechatpay, request.day < reach,
            let bill = try RunJournal.archivedBill(accountID, request.day, ledger)
        {
            return ObtainedBill(files: bill.files, source: bill.source)
        }
        return try fetchBill(request, parts)
    }
}

private func fetchBill(_ request: RunRequest, _ parts: RunParts) throws -> ObtainedBill {
    let account = request.account
    let outcome = parts.client.fetch(request.day) { [progress = parts.progress, day = request.day] bytes in
        progress(Progress(account: account, day: day, step: "fetching", done: bytes))
    }
    switch outcome {
    case .bill(let files): return ObtainedBill(files: files, source: .channel)
    case .noData(let isVerified, let problem):
        let now = parts.clock.epochSeconds()
        let isDue = now >= request.day.endEpochSeconds + availabilityHour * 3600
        // An answer that nobody signed proves nothing while the day's last try, at midnight, is still to come.
        let isLastTry = now >= request.day.next.endEpochSeconds
        if isDue && (isVerified || isLastTry) { return ObtainedBill(files: [], source: .noData) }
        throw Problem(
            .billNotDue, "the channel has no bill, which is not yet an answer: \(problem.what)",
            expected: isDue ? "a signed answer, or midnight" : "an answer after \(availabilityHour):00 of the next day",
            found: isVerified ? "a signed answer before that" : "an answer without a signature",
            hint: "Run it again later.")
    case .retryLater(_, let problem), .giveUp(let problem): throw problem
    }
}
