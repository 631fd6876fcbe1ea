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
            var subject = EventSubject(account: run.account, day: run.day, runID: run.runID)
            subject.code = run.problem.code.name
            tell(
                .runGivenUp, "run \(run.runID) of \(run.account) \(run.day) is given up: \(run.problem.description)",
                subject)
        }
    }

    /// How a run ended, for the journal.
    func tell(of run: ClaimedRun, _ ending: RunEnding) {
        let subject = EventSubject(run)
        let name = "run \(run.lease.runID) of \(run.account) \(run.day)"
        func because(_ problem: Problem, _ text: String) -> (String, EventSubject) {
            var subject = subject
            (subject.code, subject.sqlState) = (problem.code.name, problem.sqlState)
            return ("\(name) \(text): \(problem.description)", subject)
        }
        switch ending {
        case .concluded(let verdict):
            var concluded = subject
            concluded.verdict = verdict
            tell(.runConcluded, "\(name): \(verdict.rawValue)", concluded)
        case .incomplete(let problem):
            var (text, subject) = because(problem, "is incomplete")
            subject.verdict = .incomplete
            tell(.runIncomplete, text, subject)
        case .waits(let until, let problem):
            let (text, subject) = because(problem, "waits until \(ShanghaiTime.text(epochSeconds: until))")
            tell(.runWaits, text, subject)
        case .failed(let problem):
            let (text, subject) = because(problem, "failed")
            tell(.runFailed, text, subject)
        case .givenBack(let problem):
            let (text, subject) = because(problem, "is done again")
            tell(.runGivenBack, text, subject)
        }
    }
}
