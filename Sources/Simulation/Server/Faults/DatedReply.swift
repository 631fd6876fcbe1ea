import Vocabulary

extension HTTPReply {
    /// With the server's time, which every real one sends (RFC 9110, 6.6.1): a caller tells by it how far the two
    /// clocks are apart.
    func dated(_ clock: Clock, fault: ChannelFaultKind?) -> HTTPReply {
        var now = clock.epochSeconds()
        if case .clockSkew(let seconds) = fault { now += seconds }
        var reply = self
        reply.headers.append(("Date", HTTPDate.text(epochSeconds: now)))
        return reply
    }
}
