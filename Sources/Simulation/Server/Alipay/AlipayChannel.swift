import Cryptography
import Vocabulary

/// Alipay as a merchant sees it over the wire: the gateway's bill, balance and deposit interfaces and the download host.
struct AlipayChannel: Sendable {
    static let gatewayPath = "/gateway.do"
    static let downloadPath = "/downloadBillFile.resource"
    /// About six years (Alipay 2.3).
    static let retentionDays = 6 * 366

    let gate: AlipayGate
    let source: any SimulatedBillSource
    let clock: Clock
    let options: SimulatedChannelsOptions
    let faults: ChannelFaultPlan
    let log: RequestLog
    let cache: BillCache
    let openBalances: OpenBalances
    let tickets = DownloadTickets()

    /// - Parameter downloadPort: the port that download addresses lead to.
    func reply(to request: SimulatedHTTPRequest, port: UInt16, downloadPort: UInt16) -> HTTPReply {
        let now = clock.epochSeconds()
        var record = RequestRecord(step: .apply, status: 200, port: port)
        guard request.path == Self.gatewayPath, request.method == "POST" else {
            record.step = nil
            let status = request.path == Self.gatewayPath ? 405 : 404
            return answered(.page(status: status, title: "Not here"), record)
        }
        var known: SimulatedAlipayKeys?
        var method = AlipayGate.method
        let keys: SimulatedAlipayKeys
        let parameters: AlipayParameters
        do throws(SimulatedAlipayRefusal) {
            parameters = try AlipayParameters(request)
            known = gate.application(parameters)
            method = AlipayGate.methods.first { $0 == parameters["method"] } ?? method
            keys = try gate.admit(parameters, now: now)
        } catch {
            // To a caller that it does not know, the gateway has no key to sign for.
            return refused(error, known, isSigned: options.signsErrors && known != nil, of: method, record)
        }
        record.account = ChannelAccount(channel: .alipay, account: keys.partnerID)
        if method == AlipayGate.balanceMethod { return balance(parameters, keys, now, record) }
        if method == AlipayGate.depositMethod { return deposit(parameters, keys, now, record) }
        return answer(parameters, keys, now, record, downloadPort)
    }

    private func answer(
        _ parameters: AlipayParameters, _ keys: SimulatedAlipayKeys, _ now: Int64, _ found: RequestRecord,
        _ downloadPort: UInt16
    ) -> HTTPReply {
        var record = found
        let account = ChannelAccount(channel: .alipay, account: keys.partnerID)
        var strike: ChannelFaultPlan.Strike?
        do throws(SimulatedAlipayRefusal) {
            let question = try AlipayBillQuestion(parameters["biz_content"], hasFunds: source.hasFunds)
            record.day = question.day
            record.bill = question.kind
            strike = faults.take(.apply, of: account, day: question.day, bill: question.kind, at: now)
            record.fault = strike?.kind
            switch record.fault {
            case .error(_, let code, let isSigned):
                return refused(SimulatedAlipayRefusal(named: code), keys, isSigned: isSigned, record)
            case .noData(let signature):
                let answer = AlipayAnswer(
                    node: SimulatedAlipayRefusal.noBillData.node, signer: AlipaySigner(signature, keys),
                    namesCertificate: options.usesCertificates(keys.partnerID))
                record.code = SimulatedAlipayRefusal.noBillData.subCode
                return answered(answer.reply(fault: signature == .wrong ? .wrongSignature : nil), record)
            case .clockSkew(let seconds) where abs(seconds) >= options.clockToleranceSeconds:
                return refused(.invalid("timestamp", "非法的时间戳参数"), keys, isSigned: options.signsErrors, record)
            case .notReady:
                return refused(.billNotExist, keys, isSigned: options.signsErrors, record)
            default: break
            }
            try checkDay(question.day, keys, now)
            let (content, isEmpty) = try content(question, account, keys, record.fault)
            let url = downloadURL(question, content, account, now, downloadPort, record.fault)
            var members: [(String, JSONText)] = [
                ("code", .text("10000")), ("msg", .text("Success")), ("bill_download_url", .text(url)),
            ]
            if isEmpty { members.append(("bill_file_code", .text("EMPTY_DATA_WITH_BILL_FILE"))) }
            let answer = AlipayAnswer(
                node: .object(members), signer: AlipaySigner(keys.platform),
                namesCertificate: options.usesCertificates(keys.partnerID))
            return answered(answer.reply(fault: record.fault), record)
        } catch {
            if let strike, !strike.kind.strikesRefusals {
                faults.giveBack(strike)
                record.fault = nil
            }
            return refused(error, keys, isSigned: options.signsErrors, fault: record.fault, record)
        }
    }

    func answered(_ reply: HTTPReply, _ found: RequestRecord) -> HTTPReply {
        var record = found
        record.status = reply.status
        log.append(record)
        return reply.dated(clock, fault: record.fault)
    }

    func refused(
        _ refusal: SimulatedAlipayRefusal, _ keys: SimulatedAlipayKeys?, isSigned: Bool, fault: ChannelFaultKind? = nil,
        of method: String = AlipayGate.method, _ found: RequestRecord
    ) -> HTTPReply {
        var record = found
        record.code = refusal.code == "40004" ? refusal.subCode : refusal.code + " " + refusal.subCode
        let answer = AlipayAnswer(
            nodeName: refusal.isOfGateway ? "error_response" : AlipayAnswer.node(of: method), node: refusal.node,
            signer: isSigned ? keys.map { AlipaySigner($0.platform) } : nil,
            namesCertificate: keys.map { options.usesCertificates($0.partnerID) } ?? false)
        return answered(answer.reply(fault: fault), record)
    }

    private func checkDay(_ day: BusinessDay, _ keys: SimulatedAlipayKeys, _ now: Int64) throws(SimulatedAlipayRefusal)
    {
        let today = BusinessDay(epochSeconds: now)
        if day >= today { throw AlipayBillQuestion.invalid("账单日期不能是今天或以后") }
        if let first = options.registrationDays[keys.partnerID], day < first {
            throw .business("BILL_DATE_BEFORE_REGISTRATION", "账单日期早于商户注册日期")
        }
        if day < today.advanced(by: -Self.retentionDays) { throw .billNotExist }
        if now < day.endEpochSeconds + options.availableAfterSeconds { throw .billNotExist }
    }

    private func content(
        _ question: AlipayBillQuestion, _ ownAccount: ChannelAccount, _ keys: SimulatedAlipayKeys,
        _ fault: ChannelFaultKind?
    ) throws(SimulatedAlipayRefusal) -> (DownloadTicket.Content, isEmpty: Bool) {
        var account = ownAccount
        var day = question.day
        switch fault {
        case .otherDay(let other): day = other
        case .otherAccount(let other): account = ChannelAccount(channel: .alipay, account: other)
        case .content(let bytes): return (.bytes(bytes), false)
        default: break
        }
        let request = BillRequest(account: account, day: day, kind: question.kind)
        if cache.bytes(request, isGzip: false, make: { nil }) != nil { return (.bill(request), false) }
        switch source.bill(request) {
        case .notReady: throw .billNotExist
        case .bytes(let archive):
            _ = cache.bytes(request, isGzip: false) { archive }
            return (.bill(request), false)
        case .failed, .packed: throw SimulatedAlipayRefusal(named: "20000")
        case .noData(let answer):
            switch options.zeroDays[keys.partnerID] ?? answer {
            case .noBillData: throw .noBillData
            case .billNotExist, .noStatementExist: throw .billNotExist
            case .emptyFile:
                let empty =
                    question.kind == .trade
                    ? source.emptyAlipayBill(account: account, day: day)
                    : source.emptyAlipayFundsBill(account: account, day: day)
                guard case .bytes(let archive) = empty else {
                    throw SimulatedAlipayRefusal(named: "20000")
                }
                return (.bytes(archive), true)
            }
        }
    }

    private func downloadURL(
        _ question: AlipayBillQuestion, _ content: DownloadTicket.Content, _ account: ChannelAccount, _ now: Int64,
        _ downloadPort: UInt16, _ fault: ChannelFaultKind?
    ) -> String {
        let user = account.account + "0156"
        let date = question.day.description.replacing("-", with: "")
        let token = Hexadecimal.text(Nonce.bytes(count: 16)).lowercased()
        let type = question.kind.rawValue
        let fileID = PercentCoding.encoded("/\(type)/\(user)/\(date).csv.zip")
        let target =
            "\(Self.downloadPath)?bizType=\(type)&userId=\(user)&fileType=csv.zip&bizDates=\(date)"
            + "&downloadFileName=\(user)_\(date).csv.zip&fileId=\(fileID)&timestamp=\(now * 1000)&token=\(token)"
        tickets.add(
            DownloadTicket(
                account: account, day: question.day, kind: question.kind, isGzip: false,
                expiresAtEpochSeconds: now + options.linkLifetimeSeconds, target: target, content: content),
            token: token, now: now)
        if case .foreignHost(let origin) = fault { return origin + target }
        let scheme = options.honoursSecure && question.isSecure ? "https" : "http"
        return "\(scheme)://127.0.0.1:\(downloadPort)\(target)"
    }
}
