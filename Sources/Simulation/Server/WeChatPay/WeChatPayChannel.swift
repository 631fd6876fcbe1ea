import Cryptography
import Vocabulary

/// WeChat Pay as a merchant sees it over the wire: certificates, bills of three kinds, downloads, what is
/// frozen of a payment.
struct WeChatPayChannel: Sendable {
    static let certificatesPath = "/v3/certificates"
    static let tradeBillPath = "/v3/bill/tradebill"
    static let fundsBillPath = "/v3/bill/fundflowbill"
    static let sharingBillPath = "/v3/profitsharing/bills"
    static let downloadPaths = ["/v3/billdownload/file", "/v3/bill/downloadurl"]

    let gate: WeChatPayGate
    let source: any SimulatedBillSource
    let clock: Clock
    let options: SimulatedChannelsOptions
    let faults: ChannelFaultPlan
    let log: RequestLog
    let cache: BillCache
    let tickets = DownloadTickets()

    /// - Parameter port: the one that the request came to; download addresses lead back to it.
    func reply(to request: SimulatedHTTPRequest, port: UInt16) -> HTTPReply {
        let now = clock.epochSeconds()
        var record = RequestRecord(step: Self.step(of: request.path), status: 200, port: port)
        let caller: WeChatPayCaller
        do throws(SimulatedWeChatPayRefusal) {
            if record.step == nil { throw SimulatedWeChatPayRefusal.notFound }
            if request.method != "GET" { throw SimulatedWeChatPayRefusal.methodNotAllowed }
            caller = try gate.admit(request, now: now)
        } catch {
            return refused(error, signer: nil, now, record)
        }
        record.account = caller.account
        switch record.step {
        case .certificates: return certificates(caller, now, &record)
        case .apply: return apply(request, caller, now, &record)
        case .amounts: return amounts(request, caller, now, &record)
        default: return download(request, caller, now, &record)
        }
    }

    private static func step(of path: String) -> ChannelStep? {
        switch path {
        case certificatesPath: .certificates
        case tradeBillPath, fundsBillPath, sharingBillPath: .apply
        case _ where sharedTransaction(path) != nil: .amounts
        case _ where downloadPaths.contains(path): .download
        default: nil
        }
    }

    func answered(_ reply: HTTPReply, _ record: RequestRecord) -> HTTPReply {
        var record = record
        record.status = reply.status
        log.append(record)
        return reply.dated(clock, fault: record.fault)
    }

    func refused(
        _ refusal: SimulatedWeChatPayRefusal, signer: WeChatPaySigner?, isSigned: Bool? = nil,
        fault: ChannelFaultKind? = nil,
        _ now: Int64, _ record: RequestRecord
    ) -> HTTPReply {
        var record = record
        record.code = refusal.code
        var timestamp = now
        if case .clockSkew(let seconds) = fault { timestamp += seconds }
        let answer = WeChatPayAnswer(
            status: refusal.status, body: refusal.body, signer: isSigned ?? options.signsErrors ? signer : nil,
            timestamp: timestamp)
        return answered(answer.reply(fault: fault), record)
    }

    /// A refusal that has its own reason; the fault that was waiting shows on it or waits on.
    func refused(
        _ refusal: SimulatedWeChatPayRefusal, _ caller: WeChatPayCaller, despite strike: ChannelFaultPlan.Strike?,
        _ now: Int64,
        _ record: RequestRecord
    ) -> HTTPReply {
        var record = record
        if let strike, !strike.kind.strikesRefusals {
            faults.giveBack(strike)
            record.fault = nil
        }
        return refused(refusal, signer: caller.signer, fault: record.fault, now, record)
    }

    /// The error that a fault tells the channel to answer with.
    func refused(
        status: Int, code: String, isSigned: Bool, _ caller: WeChatPayCaller, _ now: Int64, _ record: RequestRecord
    ) -> HTTPReply {
        let refusal = SimulatedWeChatPayRefusal(status: status, code: code, message: code)
        return refused(refusal, signer: caller.signer, isSigned: isSigned, now, record)
    }

    private func certificates(_ caller: WeChatPayCaller, _ now: Int64, _ record: inout RequestRecord) -> HTTPReply {
        let strike = faults.take(.certificates, of: caller.account, day: nil, at: now)
        record.fault = strike?.kind
        if case .error(let status, let code, let isSigned) = record.fault {
            return refused(status: status, code: code, isSigned: isSigned, caller, now, record)
        }
        var listed = gate.listedCertificates(of: caller.keys, now: now)
        if options.keyMode(of: caller.keys.mchid) == .publicKey {
            guard options.answersEmptyCertificateList else {
                return refused(.notFound, caller, despite: strike, now, record)
            }
            listed = []
        }
        let items = listed.map { signer in
            let nonce = String(Nonce.text().prefix(AES256GCM.nonceBytes))
            let sealed = AES256GCM.seal(
                Array(signer.certificate.pem.utf8), key: Array(caller.keys.apiV3Key.utf8), nonce: Array(nonce.utf8),
                associatedData: Array("certificate".utf8))
            return JSONText.object([
                ("serial_no", .text(signer.serial)),
                ("effective_time", .text(ShanghaiTime.rfc3339(epochSeconds: signer.certificate.validFromEpochSeconds))),
                ("expire_time", .text(ShanghaiTime.rfc3339(epochSeconds: signer.certificate.validToEpochSeconds))),
                (
                    "encrypt_certificate",
                    .object([
                        ("algorithm", .text("AEAD_AES_256_GCM")), ("nonce", .text(nonce)),
                        ("associated_data", .text("certificate")), ("ciphertext", .text(Base64.text(sealed ?? []))),
                    ])
                ),
            ])
        }
        return signed(.object([("data", .array(items))]), caller, record.fault, now, record)
    }

    /// A success, with whatever the fault does to it.
    func signed(
        _ body: JSONText, _ caller: WeChatPayCaller, _ fault: ChannelFaultKind?, _ now: Int64, _ record: RequestRecord
    ) -> HTTPReply {
        var timestamp = now
        if case .clockSkew(let seconds) = fault { timestamp += seconds }
        let answer = WeChatPayAnswer(status: 200, body: body.printed(), signer: caller.signer, timestamp: timestamp)
        return answered(answer.reply(fault: fault), record)
    }
}
