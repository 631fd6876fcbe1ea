import Channels
import Daemon
import Simulation
import TestTurns
import Testing
import Vocabulary

/// WeChat Pay signs some answers wrongly on purpose, to see whether the caller looks.
@Suite(.serialized, .waiting) struct UnhappyProbeTests {
    static let kinds: [ChannelFaultKind] = [.probeSignature, .probeInvalidBase64, .probeUnknownSerial]

    @Test(arguments: kinds, [1, 2]) func probesAreRefusedAndOvercome(_ kind: ChannelFaultKind, _ times: Int) throws {
        let bench = try ChannelBench("probes_\(times)_\(Self.kinds.firstIndex(of: kind) ?? 0)")
        try bench.strike(kind, at: .certificates, of: ChannelWorld.certificates, .times(times))
        try bench.strike(kind, at: .apply, of: ChannelWorld.certificates, .times(times))
        try bench.strike(kind, at: .apply, of: ChannelWorld.publicKey, .times(times))
        let before = try bench.whatPeopleSee()
        for account in [ChannelWorld.certificates, ChannelWorld.publicKey] {
            #expect(try bench.run(account, ChannelWorld.concluded).verdict == .discrepancies)
        }
        #expect(bench.channels.faults.unmet.isEmpty)
        #expect(try bench.whatPeopleSee() == before)
    }

    @Test(arguments: kinds, [ChannelStep.certificates, .apply])
    func endlessProbesEndInAProblem(_ kind: ChannelFaultKind, _ step: ChannelStep) throws {
        let bench = try ChannelBench("probing_\(step)_\(Self.kinds.firstIndex(of: kind) ?? 0)")
        try bench.strike(kind, at: step, of: ChannelWorld.certificates)
        let ending = UnhappyEnding(
            .unavailable,
            """
            channel.answer_signature_invalid: the channel answers with nothing but signature probes; expected a true \
            signature after at most 10 probes, found 11 in a row (ACCOUNT, DAY)
            HINT: Each was rightly refused; ask WeChat Pay's support if it stays so for a day.
            """)
        try expectNothingLost(bench, ChannelWorld.certificates, ending)
    }
}
