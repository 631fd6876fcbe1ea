import Vocabulary

@testable import Channels

/// What the tea house says under its seal.
struct TeaPayAnswer: Decodable, Sendable {
    var state: String
    var link: String?
    var sha256: String?
}

struct TeaPayFetch: FetchMachine {
    enum Question: Hashable, Sendable { case pour }
    struct Link: Hashable, Sendable {
        var address: WebAddress
        var sha256: String
    }

    enum Seal: Sendable { case holds, broken, missing }

    enum Event: Sendable {
        case answered(status: Int, TeaPayAnswer?, Seal, skewSeconds: Int64)
        case downloaded(sha256: String)
        case failed(TransferFailure, WebOrigin)
    }

    let time: FetchTime
    let house: WebOrigin
    private var patience = FetchPatience(startOversMax: 1)
    private var link: Link?

    init(time: FetchTime, house: WebOrigin) { (self.time, self.house) = (time, house) }

    mutating func start() -> Action {
        link = nil
        return .ask(.pour)
    }

    mutating func handle(_ event: Event) -> Action {
        switch event {
        case .answered(429, _, _, _): return .finish(.tooFast(by: "tea house", found: "HTTP 429"))
        case .answered(500..., _, _, _): return .finish(.fault(found: "HTTP 5xx"))
        case .answered(_, let answer, let seal, let skewSeconds):
            guard skewSeconds.magnitude < clockToleranceSeconds.magnitude else {
                return .finish(.giveUp(clockProblem(skewSeconds: skewSeconds)))
            }
            guard let answer, seal == .holds else {
                return patience.mayDistrust() ? start() : .finish(.giveUp(Self.problem(seal)))
            }
            return answered(answer)
        case .downloaded(let sha256):
            if sha256 == link?.sha256 { return .keep }
            return startOver(
                .giveUp(.downloadHashMismatch, "these are other leaves", found: sha256, hint: "Ask the tea house."))
        case .failed(let failure, let origin):
            let problem = failure.problem(origin, isBill: link != nil)
            return startOver(.retryLater(afterSeconds: FetchPause.faultSeconds, problem))
        }
    }

    private mutating func answered(_ answer: TeaPayAnswer) -> Action {
        switch answer.state {
        case "brewing": return .finish(time.beingMade(found: "brewing"))
        case "dry": return .finish(time.noBusiness(isProof: true, found: "dry"))
        case "poured":
            guard let address = answer.link.flatMap(WebAddress.init), address.origin == house,
                let sha256 = answer.sha256
            else { return .finish(.unknownAnswer(found: "no link")) }
            let link = Link(address: address, sha256: sha256)
            self.link = link
            return .download(link)
        default: return .finish(.unknownAnswer(found: ForeignText.word(answer.state)))
        }
    }

    private mutating func startOver(_ otherwise: FetchOutcome) -> Action {
        patience.mayStartOver() ? start() : .finish(otherwise)
    }

    private static func problem(_ seal: Seal) -> Problem {
        let isMissing = if case .missing = seal { true } else { false }
        return Problem(
            isMissing ? .answerSignatureMissing : .answerSignatureInvalid, "the tea house's seal does not hold",
            hint: "See that tea_seal is its current one.")
    }
}
