import TestTurns
import Testing

@testable import Runtime

/// What a sandbox forbids is seen under systemd; here nothing is forbidden.
@Suite(.serialized, .waiting) struct ForbiddenHostTests {
    @Test(arguments: ["127.0.0.1", "localhost", "no-such-host.invalid"])
    func aHostThatMayBeSentToIsNotForbidden(_ host: String) { #expect(!isForbidden(host: host)) }
}
