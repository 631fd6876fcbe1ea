import Ledger
import Vocabulary

extension EventSubject {
    init(_ unit: DayUnit, runID: Int64) {
        self.init(account: unit.account, day: unit.day, kind: unit.kind, runID: runID)
    }

    init(_ run: ClaimedRun) { self.init(run.unit, runID: run.lease.runID) }
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
                .runGivenUp, run.problem, EventSubject(run.unit, runID: run.runID),
                as: "run \(run.runID) of \(run.unit) is given up",
                besides: run.unit.place)
        }
    }

    /// How a run ended, for the journal.
    func tell(of run: ClaimedRun, _ ending: RunEnding) {
        let subject = EventSubject(run)
        let name = "run \(run.lease.runID) of \(run.unit)"
        func tellWhy(_ event: ServiceEvent, _ problem: Problem, _ text: String, _ subject: EventSubject) {
            tell(
                event, problem, subject, as: "\(name) \(text)", besides: run.unit.place)
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
