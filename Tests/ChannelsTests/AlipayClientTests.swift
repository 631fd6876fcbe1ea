import ChannelConformance
import Cryptography
import Testing
import Bills
import Runtime
import Vocabulary

@testable import Channels

private let nodeName = "alipay_data_dataservice_bill_downloadurl_query_response"
let alipaySuccessNode =
    #"{"code":"10000","msg":"Success","bill_download_url":"https:\/\/dwbillcenter.alipay.com\/downloadBillFile.resource?userId=20880000000000010156&token=1"}"#

func alipayAnswer(
    _ node: String, name: String = nodeName, by key: PrivateKey? = nil, certificateNumber: String? = nil
) throws -> HTTPAnswer {
    let signature = try (key ?? SampleKeys.channel.get()).base64Signature(of: Array(node.utf8))
    let number = certificateNumber.map { #""alipay_cert_sn":"\#($0)","# } ?? ""
    return HTTPAnswer(200, Array(#"{\#(number)"\#(name)":\#(node),"sign":"\#(signature)"}"#.utf8))
}

func alipaySettings() throws -> AlipaySettings {
    AlipaySettings(
        appID: "2021000000000001", pid: "2088000000000001", privateKey: .text(try SampleKeys.merchant.get().pem),
        keyMode: .publicKey(.text(SampleKeys.base64(of: try SampleKeys.channel.get().publicKey.pem))))
}

private typealias Fixture = ClientFixture<AlipayClient>

private func isDownload(_ request: HTTPRequest) -> Bool { request.method.name == "GET" }

private func sampleZIP() throws -> [UInt8] {
    try zipped([("detail.csv", Array("#支付宝业务明细查询".utf8)), ("summary.csv", Array("#支付宝业务汇总查询".utf8))])
}

@Test func anAlipayBillIsFetchedVerifiedAndKeptAsItCame() throws {
    let zip = try sampleZIP()
    let fixture = try Fixture(try alipaySettings()) { request, _ in
        isDownload(request) ? HTTPAnswer(200, zip) : try alipayAnswer(alipaySuccessNode)
    }
    guard case .bill(let files) = fixture.fetch() else {
        Issue.record("no bill")
        return
    }
    #expect(try contents(of: try #require(files.first).path) == zip)
    #expect(files[0].path.hasSuffix(".zip"))
    let requests = fixture.transport.requests.with { $0 }
    #expect(
        requests.map(\.address.text) == [
            "https://openapi.alipay.com/gateway.do?charset=utf-8",
            "https://dwbillcenter.alipay.com/downloadBillFile.resource?userId=20880000000000010156&token=1",
        ])
    guard case .post(let form, let type) = requests[0].method else {
        Issue.record("not a POST")
        return
    }
    #expect(type == "application/x-www-form-urlencoded;charset=utf-8")
    var parameters: [String: String] = [:]
    for pair in String(decoding: form, as: UTF8.self).split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        parameters[String(parts[0])] = percentDecoded(String(parts[1]))
    }
    #expect(parameters["timestamp"] == "2026-11-22 10:00:00")
    #expect(parameters["biz_content"] == #"{"bill_type":"trade","bill_date":"2026-11-21","secure":"true"}"#)
    #expect(parameters["app_auth_token"] == nil)
    let signature = try #require(parameters["sign"])
    let message = AlipaySigning.message(parameters)
    #expect(try SampleKeys.merchant.get().publicKey.verifies(base64Signature: signature, of: message))
}

private func balanceAnswer(_ node: String) throws -> HTTPAnswer {
    try alipayAnswer(node, name: "alipay_data_bill_balancehis_query_response")
}

/// What the gateway says of a day's balances, and what comes of it: fen of both ends, or why there are none.
@Test(
    arguments: [
        (#"{"code":"10000","beginning_balance":"1234.50","ending_balance":"-0.01"}"#, "123450 -1"),
        (#"{"code":"10000","beginning_balance":"7","ending_balance":"9999999999999.9"}"#, "700 999999999999990"),
        (#"{"code":"10000","beginning_balance":"1.00"}"#, "give up channel.malformed_answer"),
        (#"{"code":"10000","beginning_balance":"1.00","ending_balance":"--"}"#, "give up channel.malformed_answer"),
        (#"{"code":"10000","beginning_balance":"1.00","ending_balance":"1.001"}"#, "give up channel.malformed_answer"),
        (
            #"{"code":"10000","beginning_balance":"1.00","ending_balance":"99999999999999"}"#,
            "give up channel.malformed_answer"
        ),
        (#"{"code":"40006","sub_code":"isv.insufficient-isv-permissions"}"#, "give up channel.no_permission"),
        (#"{"code":"40004","sub_code":"NO_BILL_DATA"}"#, "retry 1800 channel.bill_not_ready"),
        (#"{"code":"40004","sub_code":"SYSTEM_ERROR"}"#, "retry 300 channel.fault"),
    ] as [(String, String)])
func balancesOfADayAreTakenFromASignedAnswerAlone(_ node: String, _ end: String) throws {
    var settings = try alipaySettings()
    (settings.pots, settings.hasBalanceControl) = ([Pot("BALANCE")], true)
    let fixture = try Fixture(settings) { _, _ in try balanceAnswer(node) }
    func told(_ outcome: BalanceOutcome) -> String {
        switch outcome {
        case .balances(let found): "\(found.openingFen) \(found.closingFen)"
        case .retryLater(let seconds, let problem): "retry \(seconds) \(problem.code)"
        case .giveUp(let problem): "give up \(problem.code)"
        }
    }
    let unit = DayUnit(fixture.client.account, fixture.day, .funds)
    let outcome = fixture.client.balances(unit)
    #expect(told(outcome) == end)
    if case .giveUp(let problem) = outcome {
        #expect(problem.place.pot == Pot("BALANCE"))
        #expect(problem.code != .channelPermission || problem.hint.contains("balance_control"))
    }
    guard case .post(let form, _) = try #require(fixture.requests.first).method else { return }
    let asked = percentDecoded(String(decoding: form, as: UTF8.self))
    #expect(asked.contains("method=alipay.data.bill.balancehis.query"))
    #expect(asked.contains(#"biz_content={"biz_date":"2026-11-21"}"#))
    #expect(fixture.archivedFiles.isEmpty)
    // An answer that nobody signed says nothing, whatever it says.
    let unsigned = try Fixture(settings) { _, _ in
        HTTPAnswer(200, Array(#"{"alipay_data_bill_balancehis_query_response":\#(node)}"#.utf8))
    }
    if case .balances = unsigned.client.balances(unit) { Issue.record("taken without a signature") }
}

/// Whether an app may ask for balances is proven by `check`, and only where they are the control.
@Test func aProbeAsksForBalancesWhereTheyAreTheControl() throws {
    for hasBalanceControl in [true, false] {
        var settings = try alipaySettings()
        (settings.pots, settings.hasBalanceControl) = ([Pot("BALANCE")], hasBalanceControl)
        let fixture = try Fixture(settings) { request, _ in
            guard case .post(let form, _) = request.method,
                String(decoding: form, as: UTF8.self).contains("balancehis")
            else { return try alipayAnswer(alipaySuccessNode) }
            return try balanceAnswer(#"{"code":"40006","sub_code":"isv.insufficient-isv-permissions"}"#)
        }
        #expect(fixture.client.probe().map(\.code) == (hasBalanceControl ? [.channelPermission] : []))
    }
}

@Test func aStatementOfTheBalanceIsAskedForAndKeptAsItsPots() throws {
    let zip = try sampleZIP()
    var settings = try alipaySettings()
    settings.pots = [Pot("BALANCE")]
    let fixture = try Fixture(settings) { request, _ in
        isDownload(request) ? HTTPAnswer(200, zip) : try alipayAnswer(alipaySuccessNode)
    }
    guard case .bill(let funds) = fixture.fetch(.funds), case .bill(let trade) = fixture.fetch() else {
        Issue.record("no bill")
        return
    }
    #expect(funds.map(\.pot) == [Pot("BALANCE")] && trade.map(\.pot) == [nil])
    #expect(funds[0].path.contains("/2026-11-21_funds_BALANCE_") && funds[0].path.hasSuffix(".zip"))
    #expect(try contents(of: funds[0].path) == zip)
    let types = fixture.transport.requests.with { $0 }.compactMap { request -> Bool? in
        guard case .post(let form, _) = request.method else { return nil }
        return percentDecoded(String(decoding: form, as: UTF8.self)).contains(#""bill_type":"signcustomer""#)
    }
    #expect(types == [true, false])
    #expect(fixture.client.probe().isEmpty)
}

func percentDecoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

@Test func aPageInPlaceOfTheZIPIsNeverKept() throws {
    let zip = try sampleZIP()
    for body in [Array("<html>下载超时</html>".utf8), [], [0x50, 0x4B], Array(zip.dropLast(30))] {
        let fixture = try Fixture(try alipaySettings()) { request, _ in
            isDownload(request) ? HTTPAnswer(200, body) : try alipayAnswer(alipaySuccessNode)
        }
        guard case .retryLater(_, let problem) = fixture.fetch() else {
            Issue.record("kept")
            return
        }
        #expect(problem.code == .downloadDamaged)
        #expect(fixture.requests.count == 6)
        #expect(fixture.archivedFiles.isEmpty)
    }
}

@Test func aZIPBombIsRefusedBeforeItIsInflated() throws {
    let bomb = try zipped([("a.csv", [UInt8](repeating: 0, count: 8 << 20))])
    let fixture = try Fixture(try alipaySettings()) { request, _ in
        isDownload(request) ? HTTPAnswer(200, bomb) : try alipayAnswer(alipaySuccessNode)
    }
    guard case .giveUp(let problem) = fixture.fetch() else {
        Issue.record("kept")
        return
    }
    #expect(problem.code == .downloadTooLarge)
    #expect(fixture.archivedFiles.isEmpty)
}

@Test func theAppsOwnPublicKeyIsNotTakenForAlipays() throws {
    var own = try alipaySettings()
    own.keyMode = .publicKey(.text(try SampleKeys.merchant.get().publicKey.pem))
    let failure = #expect(throws: Problem.self) {
        _ = try own.makeClient(
            limits: TransferLimits(), clock: .fixed(0), archive: BillArchive(root: "/nowhere"), log: { _ in })
    }
    #expect(failure?.code == .ownKeyAsChannelKey)
    var plain = try alipaySettings()
    plain.gateway = "http://openapi.alipay.com/gateway.do"
    let insecure = #expect(throws: Problem.self) {
        _ = try plain.makeClient(
            limits: TransferLimits(), clock: .fixed(0), archive: BillArchive(root: "/nowhere"), log: { _ in })
    }
    #expect(insecure?.code == .settingsInvalid)
}

/// A root, and what it issues.
private struct Authority {
    let key: PrivateKey
    let root: Certificate

    init() throws {
        key = try PrivateKey.generate()
        root = try Certificate.issue(
            CertificateRequest(
                subject: [("C", "CN"), ("CN", "Root")], serialHex: "01", validFromEpochSeconds: sampleNow - 1000,
                validToEpochSeconds: sampleNow + 100_000, isAuthority: true),
            for: key.publicKey, by: nil, signer: key)
    }

    static let alipay: [(field: String, value: String)] = [("C", "CN"), ("O", "Alipay"), ("CN", "Alipay 2088")]

    func issue(
        _ serialHex: String, for publicKey: PublicKey, to subject: [(field: String, value: String)] = alipay,
        from: Int64 = sampleNow - 1000, until: Int64 = sampleNow + 100_000, isAuthority: Bool = false
    ) throws -> Certificate {
        try Certificate.issue(
            CertificateRequest(
                subject: subject, serialHex: serialHex, validFromEpochSeconds: from, validToEpochSeconds: until,
                isAuthority: isAuthority),
            for: publicKey, by: root, signer: key)
    }
}

@Test func aRotatedCertificateIsTakenOnlyWhenItLeadsToTheRoot() throws {
    let authority = try Authority()
    let stranger = try Authority()
    let channel = try SampleKeys.channel.get()
    let newKey = try PrivateKey.generate()
    let app = try authority.issue("0A", for: try SampleKeys.merchant.get().publicKey)
    let old = try authority.issue("0B", for: channel.publicKey)
    let zip = try sampleZIP()
    for (issuer, isTrusted) in [(authority, true), (stranger, false)] {
        let new = try issuer.issue("0C", for: newKey.publicKey)
        let number = AlipayCertificateNumber.number(new)
        var settings = try alipaySettings()
        settings.keyMode = .certificates(
            app: .text(app.pem), alipay: .text(old.pem), roots: .text(authority.root.pem))
        let fixture = try Fixture(settings) { request, requestNumber in
            if isDownload(request) { return HTTPAnswer(200, zip) }
            guard case .post(let form, _) = request.method else { return HTTPAnswer(500) }
            if String(decoding: form, as: UTF8.self).contains("alipaycert.download") {
                let content = Base64.text(Array(new.pem.utf8))
                let node = #"{"code":"10000","alipay_cert_content":"\#(content)"}"#
                return HTTPAnswer(200, Array(#"{"alipay_open_app_alipaycert_download_response":\#(node)}"#.utf8))
            }
            return try alipayAnswer(alipaySuccessNode, by: newKey, certificateNumber: number)
        }
        switch fixture.fetch() {
        case .bill:
            #expect(isTrusted)
            #expect(fixture.requests.count == 4)
            #expect(fixture.client.expiries.count == 2)
        case .giveUp(let problem):
            #expect(!isTrusted)
            #expect(problem.code == .certificateUntrusted)
        case let other: Issue.record("\(other)")
        }
    }
}

/// What a certificate that the gateway names and gives out may be, beside the one that followed the configured one. All
/// lead to the root, which certifies every merchant too.
private enum NewCertificate: CaseIterable {
    case ofAlipay
    case theAppsOwn, ofAnotherMerchant, ofAnotherDepartment, over, notYet, anAuthoritys

    func make(_ authority: Authority, _ key: PublicKey, app: Certificate) throws -> Certificate {
        let stranger = [("C", "CN"), ("O", "A Shop"), ("CN", "A Shop 2088")]
        switch self {
        case .ofAlipay: return try authority.issue("0C", for: key)
        case .theAppsOwn: return app
        case .ofAnotherMerchant: return try authority.issue("0C", for: key, to: stranger)
        case .ofAnotherDepartment:
            return try authority.issue("0C", for: key, to: [("C", "CN"), ("O", "Alipay"), ("CN", "Marketing")])
        case .over: return try authority.issue("0C", for: key, until: sampleNow - 1)
        case .notYet: return try authority.issue("0C", for: key, from: sampleNow + 1)
        case .anAuthoritys: return try authority.issue("0C", for: key, isAuthority: true)
        }
    }
}

@Test(arguments: NewCertificate.allCases)
private func aNewCertificateIsTakenOnlyWhenItIsOneThatAlipaySignsWith(_ kind: NewCertificate) throws {
    let authority = try Authority()
    let merchant = try SampleKeys.merchant.get()
    let newKey = kind == .theAppsOwn ? merchant : try PrivateKey.generate()
    let app = try authority.issue("0A", for: merchant.publicKey)
    let old = try authority.issue("0B", for: try SampleKeys.channel.get().publicKey)
    let new = try kind.make(authority, newKey.publicKey, app: app)
    var settings = try alipaySettings()
    settings.keyMode = .certificates(
        app: .text(app.pem), alipay: .text(old.pem), roots: .text(authority.root.pem))
    let zip = try sampleZIP()
    let fixture = try Fixture(settings) { request, _ in
        if isDownload(request) { return HTTPAnswer(200, zip) }
        guard case .post(let form, _) = request.method else { return HTTPAnswer(500) }
        if String(decoding: form, as: UTF8.self).contains("alipaycert.download") {
            let node = #"{"code":"10000","alipay_cert_content":"\#(Base64.text(Array(new.pem.utf8)))"}"#
            return HTTPAnswer(200, Array(#"{"alipay_open_app_alipaycert_download_response":\#(node)}"#.utf8))
        }
        return try alipayAnswer(alipaySuccessNode, by: newKey, certificateNumber: AlipayCertificateNumber.number(new))
    }
    switch fixture.fetch() {
    case .bill: #expect(kind == .ofAlipay)
    case .giveUp(let problem):
        #expect(kind != .ofAlipay)
        #expect(problem.code == (kind == .theAppsOwn ? .ownKeyAsChannelKey : .certificateUntrusted))
    case let other: Issue.record("\(other)")
    }
}

@Test func theConfiguredCertificateIsVerifiedItself() throws {
    let authority = try Authority()
    let stranger = try Authority()
    let key = try SampleKeys.channel.get().publicKey
    let app = try authority.issue("0A", for: try SampleKeys.merchant.get().publicKey)
    func code(_ alipay: Certificate, roots: Certificate) throws -> ProblemCode? {
        var settings = try alipaySettings()
        settings.keyMode = .certificates(
            app: .text(app.pem), alipay: .text(alipay.pem), roots: .text(roots.pem))
        do {
            _ = try settings.makeClient(
                limits: TransferLimits(), clock: .fixed(sampleNow), archive: BillArchive(root: "/nowhere"),
                log: { _ in })
            return nil
        } catch { return error.code }
    }
    let right = try authority.issue("0B", for: key)
    #expect(try code(right, roots: authority.root) == nil)
    #expect(try code(right, roots: stranger.root) == .certificateUntrusted)
    #expect(try code(authority.root, roots: authority.root) == .certificateUntrusted)
    #expect(
        try code(authority.issue("0D", for: SampleKeys.merchant.get().publicKey), roots: authority.root)
            == .ownKeyAsChannelKey)
    // Alipay has followed it with another one, and after a restart the service must still come up for all accounts.
    #expect(try code(authority.issue("0E", for: key, until: sampleNow - 1), roots: authority.root) == nil)
}

@Test func anAnswerOfACertificateThatIsOverProvesNothing() throws {
    let authority = try Authority()
    let app = try authority.issue("0A", for: try SampleKeys.merchant.get().publicKey)
    for (until, isValid) in [(sampleNow, true), (sampleNow - 1, false)] {
        let ours = try authority.issue("0B", for: try SampleKeys.channel.get().publicKey, until: until)
        var settings = try alipaySettings()
        settings.keyMode = .certificates(
            app: .text(app.pem), alipay: .text(ours.pem), roots: .text(authority.root.pem))
        for number in [nil, AlipayCertificateNumber.number(ours)] {
            let fixture = try Fixture(settings) { _, _ in
                try alipayAnswer(#"{"code":"40004","sub_code":"NO_BILL_DATA"}"#, certificateNumber: number)
            }
            switch fixture.fetch() {
            case .noData(let verified, _): #expect(isValid && verified)
            case .giveUp(let problem): #expect(!isValid && problem.code == .answerKeyUnknown)
            case let other: Issue.record("\(other)")
            }
        }
    }
}

@Test func certificateModeSendsTheNumbersOfAppAndRoots() throws {
    let authority = try Authority()
    let app = try authority.issue("0A", for: try SampleKeys.merchant.get().publicKey)
    let ours = try authority.issue("0B", for: try SampleKeys.channel.get().publicKey)
    var settings = try alipaySettings()
    settings.keyMode = .certificates(
        app: .text(app.pem), alipay: .text(ours.pem), roots: .text(authority.root.pem))
    let fixture = try Fixture(settings) { _, _ in
        try alipayAnswer(
            #"{"code":"40004","sub_code":"NO_BILL_DATA"}"#, certificateNumber: AlipayCertificateNumber.number(ours))
    }
    guard case .noData(let verified, _) = fixture.fetch(),
        case .post(let form, _) = try #require(fixture.transport.requests.with { $0.first }).method
    else {
        Issue.record("no zero day")
        return
    }
    #expect(verified)
    let text = String(decoding: form, as: UTF8.self)
    #expect(text.contains("app_cert_sn=\(AlipayCertificateNumber.number(app))&"))
    #expect(text.contains("alipay_root_cert_sn=\(AlipayCertificateNumber.number(authority.root))&"))
    settings.keyMode = .certificates(
        app: .text(ours.pem), alipay: .text(ours.pem), roots: .text(authority.root.pem))
    let failure = #expect(throws: Problem.self) {
        _ = try settings.makeClient(
            limits: TransferLimits(), clock: .fixed(0), archive: BillArchive(root: "/nowhere"), log: { _ in })
    }
    #expect(failure?.code == .keyUnsuitable)
}

@Test func probingAlipayDownloadsNothing() throws {
    let good = try Fixture(try alipaySettings()) { _, _ in try alipayAnswer(alipaySuccessNode) }
    #expect(good.client.probe().isEmpty)
    #expect(good.requests.count == 1)
    let bad = try Fixture(try alipaySettings()) { _, _ in
        try alipayAnswer(#"{"code":"40002","sub_code":"isv.invalid-signature"}"#)
    }
    #expect(bad.client.probe().map(\.code) == [.requestSignatureRefused])
}
