import Runtime
import Vocabulary

/// One request.
struct HTTPRequest: Sendable {
    enum Method: Sendable {
        case get
        /// With its content type.
        case post(body: [UInt8], contentType: String)

        var name: String {
            switch self {
            case .get: "GET"
            case .post: "POST"
            }
        }
    }

    var method: Method = .get
    var address: WebAddress
    /// The path is one of the channel's documents, so that a log may show it: that of a link may hold a token.
    var isPathKnown = false
    var headers: [(name: String, value: String)] = []
}

/// Bounds of one transfer. Every one is finite: a silent or endless peer never holds the daemon.
package struct TransferLimits: Sendable {
    /// To the end of the TLS handshake.
    package var connectTimeoutSeconds = 10
    /// Whole exchange with a small answer.
    package var answerTimeoutSeconds = 30
    /// Whole download: 4 GiB at 20 Mbit/s.
    package var downloadTimeoutSeconds = 1800
    /// Slower than `lowSpeedBytesPerSecond` for this long is taken for a dead connection.
    package var lowSpeedSeconds = 30
    package var lowSpeedBytesPerSecond = 100
    /// JSON answers are a few KiB; certificates and error pages too. Nothing larger is collected, so that what has to be
    /// read before it can be verified is small.
    package var answerBytesMax = 256 << 10
    /// On the wire: 20 million rows of 400 bytes deflate to less.
    package var downloadBytesMax: Int64 = 4 << 30
    /// After inflating.
    package var inflatedBytesMax: Int64 = 16 << 30
    /// Inflated to compressed; bills deflate 5 to 10 times, zeros 1030 times.
    package var inflationRatioMax: Int64 = 200
    /// Ends a transfer within a second; a signal that nobody raises for work that nothing stops.
    package var stop = StopSignal()

    package init() {}
}

/// What came back.
struct HTTPAnswer: Sendable {
    var status: Int
    /// Names in lower case, in order of arrival.
    var headers: [(name: String, value: String)]
    /// Empty where the body went to a sink.
    var body: [UInt8]

    /// The first header of that name.
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// Our clock minus the server's, where the answer has a `Date`.
    func skewSeconds(now: Int64) -> Int64? {
        header("date").flatMap { epochSeconds(httpDate: $0) }.map { skew(now, from: $0) }
    }

    var isSuccess: Bool { (200..<300).contains(status) }
}

/// Why there was no whole answer.
struct TransferFailure: Error, Hashable, Sendable {
    enum Kind: Sendable {
        /// Name not resolved, connection refused, TLS not spoken.
        case unreachable
        /// The server's certificate is not trusted.
        case untrusted
        case timedOut
        /// The connection ended before the body did.
        case cut
        /// More bytes than allowed.
        case tooLarge
        /// Whoever received the bytes refused them.
        case refused
    }

    var kind: Kind
    var detail: String
    /// Set when `kind` is `.refused`.
    var problem: Problem?

    init(kind: Kind, detail: String) { (self.kind, self.detail) = (kind, detail) }

    /// Nothing is wrong with the network: what came, or what was to be sent, is refused on this side.
    init(refusing problem: Problem) {
        self.init(kind: .refused, detail: problem.what)
        self.problem = problem
    }

    /// - Parameter origin: never the whole URL, which may hold a token.
    /// - Parameter isBill: the bill itself was on its way, not an answer that leads to it.
    func problem(_ origin: WebOrigin, isBill: Bool) -> Problem {
        let place = Place(address: ForeignText.address(origin.description))
        // libcurl begins a sentence, which goes on here.
        let words = detail.prefix(1).lowercased() + detail.dropFirst()
        switch kind {
        case .refused:
            if let problem { return problem }
            return Problem(.downloadFailed, detail, hint: "Look at the journal for what came before.")
        case .untrusted:
            return Problem(
                .channelUntrusted, "the server's certificate is not trusted: \(words)", at: place)
        case .tooLarge where !isBill:
            return Problem(
                .channelMalformedAnswer, "the answer is larger than any of the channel's: \(words)", at: place,
                hint: "See that no proxy answers in the channel's place.")
        case .tooLarge:
            return Problem(
                .downloadTooLarge, "the bill is larger than allowed: \(words)", at: place)
        case .unreachable, .timedOut, .cut:
            return Problem(
                .channelUnreachable, "the channel gives no whole answer: \(words)", at: place,
                hint: isForbidden(host: origin.host) ? ClosedSandbox.channelHint : nil)
        }
    }
}

/// Takes a body as it comes; the total is nil where the answer does not say it.
typealias DownloadSink = (_ bytes: UnsafeRawBufferPointer, _ bytesTotal: Int64?) throws(Problem) -> Void

/// Sends requests. Tests put their own in place of libcurl's.
protocol HTTPTransport: Sendable {
    /// Blocks until the answer is whole.
    /// - Parameter sink: receives the body of an answer 200 piece by piece; nil, and any other status, collects it.
    func send(
        _ request: HTTPRequest, sink: DownloadSink?
    ) throws(TransferFailure) -> HTTPAnswer
}
