import Ledger
import Vocabulary

extension EventSubject {
    init(_ run: ClaimedRun) { self.init(account: run.account, day: run.day, runID: run.lease.runID) }
}

extension Announcer {
    /// Runs that were taken over from processes that died.
    func tell(of left: TakenOver) {
        if !left.queuedAgain.isEmpty {
            let runs = left.queuedAgain.map(String.init).joined(separator: ", ")
            tell(.runsTakenOver, "a process ended before its runs did; they are queued again: \(runs)")
        }
        for run in left.givenUp {
            tell(
                .runGivenUp, run.problem, EventSubject(account: run.account, day: run.day, runID: run.runID),
                as: "run \(run.runID) of \(run.account) \(run.day) is given up",
                besides: Place(account: run.account, day: run.day))
        }
    }

    /// How a run ended, for the journal.
    func tell(of run: ClaimedRun, _ ending: RunEnding) {
        let subject = EventSubject(run)
        let name = "run \(run.lease.runID) of \(run.account) \(run.day)"
        func tellWhy(_ event: ServiceEvent, _ problem: Problem, _ text: String, _ subject: EventSubject) {
            tell(
                event, problem, subject, as: "\(name) \(text)", besides: Place(account: run.account, day: run.day))
        }
        switch ending {
        case .concluded(let verdict):
            var concluded = subject
            concluded.verdict = verdict
            tell(.runConcluded, "\(name): \(verdict.rawValue)", concluded)
        case .incomplete(let problem):
            var incomplete = subject
            incomplete.verdict = .incomplete
            tellWhy(.runIncomplete, problem, "is incomplete", incomplete)
        case .waits(let until, let problem):
            tellWhy(.runWaits, problem, "waits until \(ShanghaiTime.text(epochSeconds: until))", subject)
        case .failed(let problem):
            tellWhy(.runFailed, problem, "failed", subject)
        case .givenBack(let problem):
            tellWhy(.runGivenBack, problem, "is done again", subject)
        }
    }
}
