import Vocabulary

/// The bytes of a bill on their way into the archive.
protocol DownloadBody {
    /// What the whole download shows, and the machine judges.
    associatedtype Proof
    func receive(_ bytes: UnsafeRawBufferPointer) throws(Problem)
    /// Once all bytes are in it.
    func finish() throws(Problem) -> Proof
    func keep() throws(Problem) -> BillFile
}

/// A body on its way, and who is told how much of it has come.
struct ReportedBody<Body: DownloadBody> {
    let body: Body
    let report: FetchReport
}

/// What came of a download whose bytes all arrived.
enum Download<Proof> {
    case refused(HTTPAnswer)
    case whole(Proof)
}

/// One account's way to its channel, the same for every channel: sends, archives, and turns endings into outcomes. What
/// is asked and how an answer is read is each channel's own.
struct ChannelSession: Sendable {
    /// What the channel is asked for here; other kinds may still be imported.
    let kinds: Set<BillKind>
    let clock: Clock
    let archive: BillArchive
    private let transport: LoggedTransport

    /// - Parameter requestIDHeaders: in which the channel numbers its answers, which its support asks for; lower case.
    init(
        account: ChannelAccount, kinds: Set<BillKind>, clock: Clock, archive: BillArchive,
        transport: any HTTPTransport, log: @escaping ExchangeLog, requestIDHeaders: [String]
    ) {
        (self.kinds, self.clock, self.archive) = (kinds, clock, archive)
        self.transport = LoggedTransport(
            transport: transport, account: account, requestIDHeaders: requestIDHeaders, log: log)
    }

    var account: ChannelAccount { transport.account }
    /// What a probe asks for.
    func yesterday(_ kind: BillKind) -> DayUnit { DayUnit(account, clock.today.previous, kind) }

    /// Performs what a machine decides until it ends.
    /// - Parameter report: nil stops before the download, as if it had succeeded.
    func run<Machine: FetchMachine, Body: DownloadBody>(
        _ machine: Machine, _ unit: DayUnit, _ report: FetchReport?, pot: Pot? = nil,
        ask: (Machine.Question) -> Machine.Event,
        body makeBody: (IncomingBill) -> Body,
        download: (Machine.Link, ReportedBody<Body>) -> Machine.Event
    ) -> FetchOutcome {
        guard kinds.contains(unit.kind) else { return .giveUp(notAsked(unit.kind)) }
        var machine = machine
        var body: Body?
        var action = machine.start()
        do throws(Problem) {
            while true {
                let event: Machine.Event
                switch action {
                case .ask(let question):
                    body = nil
                    event = ask(question)
                case .download(let link):
                    guard let report else { return .bill([]) }
                    let received = makeBody(try archive.receive(unit, pot))
                    body = received
                    event = download(link, ReportedBody(body: received, report: report))
                case .keep:
                    guard let body else { return .bill([]) }
                    return .bill([try body.keep()])
                case .finish(let outcome): return outcome
                }
                action = machine.handle(event)
            }
        } catch { return .giveUp(error) }
    }

    func notAsked(_ kind: BillKind) -> Problem {
        Problem(
            .channelRefusal, "a \(kind.englishName) is not asked for at this channel",
            expected: kinds.sorted().map(\.rawValue).joined(separator: ", "), found: kind.rawValue,
            hint: "Import the bill as it was downloaded by hand.")
    }

    /// What several such runs prove to be wrong: each thing once, and what is wrong with a pot alone with its name.
    func problems(_ probed: [(pot: Pot?, outcome: FetchOutcome)]) -> [Problem] {
        probed.reduce(into: []) { problems, probe in
            guard let problem = problem(probe.outcome), !problems.contains(problem) else { return }
            problems.append(problem.located(Place(pot: probe.pot)))
        }
    }

    /// What a run that stopped before its download proves to be wrong; nil for a channel that answers as it should.
    private func problem(_ probed: FetchOutcome) -> Problem? {
        switch probed {
        case .bill, .part, .noData: nil
        case .retryLater(_, let problem) where problem.code == .billNotReady: nil
        case .retryLater(_, let problem), .giveUp(let problem): problem.located(Place(account: account))
        }
    }

    func send(
        _ request: HTTPRequest, sink: DownloadSink? = nil
    ) throws(TransferFailure) -> HTTPAnswer { try transport.send(request, sink: sink) }

    /// - Parameter answerBytesMax: collects so many bytes of an answer that is larger than others; nil as of all answers.
    func send(_ request: HTTPRequest, answerBytesMax: Int?) throws(TransferFailure) -> HTTPAnswer {
        guard let answerBytesMax else { return try send(request) }
        var body: [UInt8] = []
        var answer = try send(request) { bytes, _ throws(Problem) in
            guard body.count + bytes.count <= answerBytesMax else {
                throw Problem(
                    .channelMalformedAnswer, "the answer is larger than any of the channel's",
                    expected: "at most \(answerBytesMax) bytes", found: "more",
                    hint: "See that no proxy answers in the channel's place.")
            }
            body += bytes
        }
        if answer.status == 200 { answer.body = body }
        return answer
    }

    /// Sends the request of a link. The bytes of a good answer go through the body.
    func download<Body: DownloadBody>(
        _ request: HTTPRequest, into reported: ReportedBody<Body>
    ) throws(TransferFailure) -> Download<Body.Proof> {
        let body = reported.body
        var bytesDone: Int64 = 0
        let answer = try send(request) { bytes, bytesTotal throws(Problem) in
            try body.receive(bytes)
            bytesDone += Int64(bytes.count)
            reported.report(BytesDone(bytesDone, of: bytesTotal))
        }
        guard answer.status == 200 else { return .refused(answer) }
        do throws(Problem) { return .whole(try body.finish()) } catch { throw TransferFailure(refusing: error) }
    }
}
