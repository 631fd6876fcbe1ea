import Testing

@testable import Daemon

/// Anybody can set SUDO_USER.
@Suite struct RequesterTests {
    @Test func thePersonBehindSudoIsOneThatIsThere() {
        #expect(personBehindSudo(claimed: "daemon", loggedIn: nil) == "daemon")
        #expect(personBehindSudo(claimed: "root", loggedIn: 0) == "root")
        #expect(personBehindSudo(claimed: nil, loggedIn: 0) == nil)
        #expect(personBehindSudo(claimed: "", loggedIn: nil) == nil)
        #expect(personBehindSudo(claimed: "nobody by this name", loggedIn: nil) == nil)
    }

    @Test func aSessionOfSomebodyElseIsNotSpokenFor() {
        #expect(personBehindSudo(claimed: "root", loggedIn: 4_242_424) == nil)
    }
}
