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

/// What came of a download whose bytes all arrived.
enum Download<Proof> {
    case refused(HTTPAnswer)
    case whole(Proof)
}

/// One account's way to its channel, the same for every channel: sends, archives, and turns endings into outcomes. What
/// is asked and how an answer is read is each channel's own.
struct ChannelSession: Sendable {
    let account: ChannelAccount
    let clock: Clock
    let archive: BillArchive
    let transport: any HTTPTransport
    let log: ExchangeLog
    /// Headers in which the channel numbers its answers, which its support asks for; lower case.
    let requestIDHeaders: [String]

    /// What the parts of a fetch come to: the bill is kept already.
    struct Fetched {
        var ending: FetchEnding
        var files: [BillFile] = []
    }

    /// Performs what a machine decides until it ends.
    /// - Parameter report: of the bytes so far; nil stops before the download, as if it had succeeded.
    func run<Machine: FetchMachine, Body: DownloadBody>(
        _ machine: Machine, _ day: BusinessDay, _ report: (@Sendable (Int64) -> Void)?,
        ask: (Machine.Question) -> Machine.Event,
        body makeBody: (IncomingBill, @escaping @Sendable (Int64) -> Void) -> Body,
        download: (Machine.Link, Body) -> Machine.Event
    ) -> Fetched {
        var machine = machine
        var body: Body?
        var action = machine.start()
        while true {
            let event: Machine.Event
            switch action {
            case .ask(let question):
                body = nil
                event = ask(question)
            case .download(let link):
                guard let report else { return Fetched(ending: .keep) }
                do throws(Problem) {
                    let received = makeBody(try archive.receive(DayUnit(account, day, .trade)), report)
                    body = received
                    event = download(link, received)
                } catch { return Fetched(ending: .giveUp(error)) }
            case .finish(.keep):
                guard let body else { return Fetched(ending: .keep) }
                do throws(Problem) { return Fetched(ending: .keep, files: [try body.keep()]) } catch {
                    return Fetched(ending: .giveUp(error))
                }
            case .finish(let ending): return Fetched(ending: ending)
            }
            action = machine.handle(event)
        }
    }

    func outcome(_ fetched: Fetched, of day: BusinessDay) -> FetchOutcome {
        let place = Place(account: account, day: day)
        switch fetched.ending {
        case .keep: return .bill(fetched.files)
        case .noData(let verified, let problem): return .noData(verified: verified, problem.located(place))
        case .retryLater(let seconds, let problem):
            return .retryLater(afterSeconds: seconds, problem.located(place))
        case .giveUp(let problem): return .giveUp(problem.located(place))
        }
    }

    /// What a run that stopped before its download proves to be wrong; nil for a channel that answers as it should.
    func problem(_ probed: Fetched) -> Problem? {
        switch probed.ending {
        case .keep, .noData: nil
        case .retryLater(_, let problem) where problem.code == .billNotReady: nil
        case .retryLater(_, let problem), .giveUp(let problem): problem.located(Place(account: account))
        }
    }

    func send(
        _ request: HTTPRequest, sink: ((UnsafeRawBufferPointer) throws(Problem) -> Void)? = nil
    ) throws(TransferFailure) -> HTTPAnswer {
        try LoggedTransport(transport: transport, account: account, requestIDHeaders: requestIDHeaders, log: log)
            .send(request, sink: sink)
    }

    /// Sends the request of a link. The bytes of a good answer go through the body.
    func download<Body: DownloadBody>(
        _ request: HTTPRequest, into body: Body
    ) throws(TransferFailure) -> Download<Body.Proof> {
        let answer = try send(request) { bytes throws(Problem) in try body.receive(bytes) }
        guard answer.status == 200 else { return .refused(answer) }
        do throws(Problem) { return .whole(try body.finish()) } catch { throw TransferFailure(refusing: error) }
    }
}

extension TransferFailure {
    /// Nothing is wrong with the network: what came, or what was to be sent, is refused on this side.
    init(refusing problem: Problem) { self.init(kind: .refused, detail: problem.what, problem: problem) }
}
