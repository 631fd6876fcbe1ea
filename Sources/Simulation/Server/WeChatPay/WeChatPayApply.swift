import Cryptography
import Vocabulary

/// `GET /v3/bill/tradebill`, `GET /v3/bill/fundflowbill` and `GET /v3/profitsharing/bills`.
extension WeChatPayChannel {
    /// What a well-formed question asks for.
    struct BillQuestion {
        var day: BusinessDay
        var type = SimulatedBillKind.all
        var isGzip = false

        init(_ request: SimulatedHTTPRequest) throws(SimulatedWeChatPayRefusal) {
            guard let pairs = PercentCoding.pairs(request.query ?? "") else { throw .parameter("", "", "参数无法解码") }
            var values: [String: String] = [:]
            for (name, value) in pairs where values.updateValue(value, forKey: name) != nil {
                throw .parameter(name, value, "参数重复")
            }
            guard let date = values["bill_date"] else { throw .parameter("bill_date", "", "缺少必填参数") }
            guard let day = BusinessDay(date) else { throw .parameter("bill_date", date, "日期格式应为yyyy-MM-dd") }
            self.day = day
            if request.path == WeChatPayChannel.sharingBillPath {
                type = .sharing
            } else if request.path == WeChatPayChannel.fundsBillPath {
                let text = values["account_type"] ?? SimulatedBillKind.basic.rawValue
                let pots: [SimulatedBillKind] = [.basic, .operation, .fees]
                guard let type = pots.first(where: { $0.rawValue == text }) else {
                    throw .parameter("account_type", text, "枚举值应为BASIC、OPERATION、FEES")
                }
                self.type = type
            } else if let text = values["bill_type"] {
                let types: [SimulatedBillKind] = [.all, .success, .refund]
                guard let type = types.first(where: { $0.rawValue == text }) else {
                    throw .parameter("bill_type", text, "枚举值应为ALL、SUCCESS、REFUND")
                }
                self.type = type
            }
            if let text = values["tar_type"] {
                guard text == "GZIP" else { throw .parameter("tar_type", text, "枚举值应为GZIP") }
                isGzip = true
            }
            // A merchant that is no partner has no right to anybody's bill but its own.
            if values["sub_mchid"] != nil { throw .noAuthority }
        }
    }

    func apply(
        _ request: SimulatedHTTPRequest, _ caller: WeChatPayCaller, _ now: Int64, _ record: inout RequestRecord
    ) -> HTTPReply {
        var strike: ChannelFaultPlan.Strike?
        do throws(SimulatedWeChatPayRefusal) {
            let question = try BillQuestion(request)
            record.day = question.day
            record.bill = question.type
            strike = faults.take(.apply, of: caller.account, day: question.day, bill: question.type, at: now)
            record.fault = strike?.kind
            switch record.fault {
            case .error(let status, let code, let isSigned):
                return refused(status: status, code: code, isSigned: isSigned, caller, now, record)
            case .noData(let signature):
                return noData(signature, caller, now, record)
            case .clockSkew(let seconds) where abs(seconds) >= options.clockToleranceSeconds:
                // A gateway whose clock is that far off finds every honest caller's clock wrong.
                let refusal = SimulatedWeChatPayRefusal.signError("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟")
                return refused(refusal, signer: caller.signer, now + seconds, record)
            case .notReady:
                return refused(.creating, signer: caller.signer, now, record)
            default: break
            }
            try checkDay(question.day, now)
            let (content, sha1) = try content(question, caller, record.fault)
            return granted(question, content, sha1, caller, now, record)
        } catch {
            return refused(error, caller, despite: strike, now, record)
        }
    }

    private func noData(
        _ signature: NoDataSignature, _ caller: WeChatPayCaller, _ now: Int64, _ record: RequestRecord
    ) -> HTTPReply {
        let serial = signature == .unknownKey ? randomSerial() : caller.signer.serial
        let key: PrivateKey? =
            switch signature {
            case .missing: nil
            case .valid, .wrong, .stale: caller.signer.key
            case .stranger, .unknownKey: try? NoDataSignature.strangersKey.get()
            case .own: caller.keys.merchantKey
            }
        return refused(
            .noStatement, signer: key.map { WeChatPaySigner(serial: serial, key: $0) }, isSigned: true,
            fault: signature == .wrong ? .wrongSignature : nil,
            signature == .stale ? now - NoDataSignature.staleSeconds : now, record)
    }

    private func checkDay(_ day: BusinessDay, _ now: Int64) throws(SimulatedWeChatPayRefusal) {
        let today = BusinessDay(epochSeconds: now)
        if day >= today { throw .invalidRequest("账单日期错误，只能查询昨日及以前的账单") }
        if day < today.advanced(by: -options.retentionDays) { throw .invalidRequest("账单日期错误，仅支持三个月内的账单") }
        if now < day.endEpochSeconds + options.availableAfterSeconds { throw .creating }
    }

    /// What will be downloaded, and the SHA-1 of its plain text.
    private func content(
        _ question: BillQuestion, _ caller: WeChatPayCaller, _ fault: ChannelFaultKind?
    ) throws(SimulatedWeChatPayRefusal) -> (DownloadTicket.Content, sha1: String) {
        var account = caller.account
        var day = question.day
        switch fault {
        case .otherDay(let other): day = other
        case .otherAccount(let other): account = ChannelAccount(channel: .wechatpay, account: other)
        case .content(let plain):
            let name = fileName(account, question.day, question.type)
            return (.bytes(question.isGzip ? try packed(plain, name) : plain), Self.sha1(plain))
        default: break
        }
        let request = BillRequest(account: account, day: day, kind: question.type)
        if let plain = cache.bytes(request, isGzip: false, make: { nil }) {
            return (.bill(request), Self.sha1(plain))
        }
        switch source.bill(request) {
        case .notReady: throw .creating
        case .noData: throw .noStatement
        case .failed: throw .systemError
        case .bytes(let plain):
            return (.bill(request), Self.sha1(cache.bytes(request, isGzip: false, make: { plain }) ?? plain))
        case .packed(let bill, let plainSHA1):
            guard question.isGzip else { throw .systemError }
            return (.packed(bill), plainSHA1)
        }
    }

    private static func sha1(_ bytes: [UInt8]) -> String { Hexadecimal.text(Digest.of(bytes, by: .sha1)).lowercased() }

    private func packed(_ plain: [UInt8], _ fileName: String) throws(SimulatedWeChatPayRefusal) -> [UInt8] {
        guard let packed = try? Deflate.gzip(plain, fileName: fileName) else { throw .systemError }
        return packed
    }

    /// Only the pattern of `ALL` is known (WeChatPay 6); the others follow it.
    private func fileName(_ account: ChannelAccount, _ day: BusinessDay, _ type: SimulatedBillKind) -> String {
        "\(account.account)\(type.rawValue.prefix(1).uppercased())\(type.rawValue.dropFirst().lowercased())\(day).csv"
    }

    private func granted(
        _ question: BillQuestion, _ content: DownloadTicket.Content, _ sha1: String, _ caller: WeChatPayCaller,
        _ now: Int64, _ record: RequestRecord
    ) -> HTTPReply {
        // 48 bytes fill base64 without padding; its two special characters are replaced as in URL-safe base64.
        let token = Base64.text(Nonce.bytes(count: 48)).replacing("+", with: "-").replacing("/", with: "_")
        let path = Self.downloadPaths[options.usesDownloadURLPath ? 1 : 0]
        let target = "\(path)?token=\(token)" + (question.isGzip ? "&tartype=gzip" : "")
        tickets.add(
            DownloadTicket(
                account: caller.account, day: question.day, kind: question.type, isGzip: question.isGzip,
                expiresAtEpochSeconds: now + options.linkLifetimeSeconds, target: target, content: content),
            token: token, now: now)
        var hash = sha1
        var hashType = "SHA1"
        var origin = "http://127.0.0.1:\(record.port)"
        switch record.fault {
        case .brokenHash: hash = Self.sha1(Array(sha1.utf8))
        case .hashType(let name): hashType = name
        case .foreignHost(let other): origin = other
        default: break
        }
        let space = options.downloadURLHasLeadingSpace ? " " : ""
        return signed(
            .object([
                ("download_url", .text(space + origin + target)), ("hash_type", .text(hashType)),
                ("hash_value", .text(hash)),
            ]), caller, record.fault, now, record)
    }

    /// The file behind a ticket as it goes over the wire.
    func packed(_ ticket: DownloadTicket) -> HTTPBody? {
        switch ticket.content {
        case .bytes(let bytes): return .bytes(bytes)
        case .packed(let bill): return .file(path: bill.path, byteCount: Int(bill.sizeBytes))
        case .bill(let request):
            let plain = {
                cache.bytes(request, isGzip: false) {
                    if case .bytes(let plain) = source.bill(request) { plain } else { nil }
                }
            }
            guard ticket.isGzip else { return plain().map { .bytes($0) } }
            let gzip = cache.bytes(request, isGzip: true) {
                let name = fileName(request.account, request.day, request.kind)
                return plain().flatMap { try? packed($0, name) }
            }
            return gzip.map { .bytes($0) }
        }
    }
}
