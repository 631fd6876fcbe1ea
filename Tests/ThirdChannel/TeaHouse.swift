import ChannelConformance
import Cryptography
import Vocabulary

@testable import Channels
@testable import Simulation

/// The keys of a guest and of the tea house.
enum TeaKeys {
    static let guest = Result { try PrivateKey.generate() }
    static let house = Result { try PrivateKey.generate() }
}

enum TeaHouse {
    static let day = "2026-11-21"
    /// Two payments, a refund, and one that failed.
    static let bill = """
        T1,pour,,C1,1000,6,2026-11-21 09:00:00,POURED
        T2,pour,,C2,2500,15,2026-11-21 10:00:00,POURED
        T1,spill,R1,C3,300,0,2026-11-21 11:00:00,DRUNK
        T1,spill,R2,C4,200,0,2026-11-21 12:00:00,SPILT
        total,2,3500,2,500

        """
    static let link = "/leaves?cup=1"

    static func answer(at origin: String) -> String {
        let sha256 = Hexadecimal.text(Digest.of(bill, by: .sha256))
        return #"{"state":"poured","link":"\#(origin)\#(link)","sha256":"\#(sha256)"}"#
    }

    static func seal(_ text: String, by key: PrivateKey? = nil) throws -> (name: String, value: String) {
        ("tea-seal", try (key ?? TeaKeys.house.get()).base64Signature(of: Array(text.utf8)))
    }

    /// On loopback, good as gold.
    static func open() throws -> LoopbackServer {
        try LoopbackServer(port: 0) { request, port in
            if request.target == link { return HTTPReply(200, body: .text(bill)) }
            guard request.target == "/bills/\(day)", request.header("tea-mark") != nil else { return HTTPReply(404) }
            let text = answer(at: "http://127.0.0.1:\(port)")
            guard let seal = try? seal(text) else { return HTTPReply(500) }
            return HTTPReply(200, headers: [seal], body: .text(text))
        }
    }
}

struct TeaPayDouble: ChannelDouble {
    let channel = ChannelDescriptor.teaPay

    func client(_ conduct: Conduct, pots: [Pot], clock: Clock, archive: BillArchive) throws -> (any ChannelClient)? {
        // A tea house sends no probes.
        if conduct == .probe { return nil }
        let origin = "https://tea.example"
        let now = clock.epochSeconds()
        @Sendable func sealed(_ text: String, by key: PrivateKey? = nil, time: Int64? = nil) throws
            -> HTTPAnswer
        {
            HTTPAnswer(
                200, text, [try TeaHouse.seal(text, by: key), ("tea-time", "\(time ?? now)")])
        }
        let transport = ScriptedTransport { request, number in
            if request.address.target == TeaHouse.link {
                if conduct == .cutAlways || (conduct == .cutOnce && number == 1) { throw TransferFailure.cut }
                return HTTPAnswer(
                    200, conduct == .wrongBytes ? "dregs" : TeaHouse.bill)
            }
            switch conduct {
            case .late: return try sealed(#"{"state":"brewing"}"#)
            case .zeroDay, .zeroDayTooEarly: return try sealed(#"{"state":"dry"}"#)
            case .lying: return try sealed(#"{"state":"dry"}"#, by: TeaKeys.guest.get())
            case .tooFast: return HTTPAnswer(429)
            case .unsigned: return HTTPAnswer(200, TeaHouse.answer(at: origin))
            case .fault: return HTTPAnswer(503)
            case .clockOff: return try sealed(TeaHouse.answer(at: origin), time: now - 600)
            case .good, .probe, .cutOnce, .cutAlways, .wrongBytes: return try sealed(TeaHouse.answer(at: origin))
            }
        }
        let settings = TeaPaySettings(
            account: ChannelAccount(channel: .teapay, account: "700001"),
            privateKey: .text(try TeaKeys.guest.get().pem), house: origin,
            seal: .text(try TeaKeys.house.get().publicKey.pem))
        return try TeaPayClient(settings, clock: clock, archive: archive, transport: transport)
    }
}
