import Cryptography
import Testing
import Vocabulary

@testable import Channels

private let available: Int64 = 1_795_312_800
private let gateway = WebOrigin(scheme: .https, host: "openapi.alipay.com", port: 443)

private func makeFetch(
    _ kind: BillKind = .trade, now: Int64 = available, canFetchCertificates: Bool = false
) throws -> AlipayFetch {
    AlipayFetch(
        AlipayFetch.Terms(
            time: FetchTime(
                kind: kind, day: try #require(BusinessDay("2026-11-21")), clock: .fixed(now), hours: .alipay),
            pid: "2088000000000001",
            downloadHosts: try AlipayDownloadHosts(["*.alipay.com"]), canFetchCertificates: canFetchCertificates))
}

private func reply(
    _ code: String, _ subCode: String? = nil, url: String? = nil, fileCode: String? = nil,
    _ verification: AlipayReply.Verification = .valid, skew: Int64? = nil
) -> AlipayFetch.Event {
    .replied(
        AlipayReply(
            node: AlipayReply.Node(code: code, sub_code: subCode, bill_download_url: url, bill_file_code: fileCode),
            verification: verification), skewSeconds: skew)
}

private let link = "https://dwbillcenter.alipay.com/downloadBillFile.resource?token=1"

private func ending(_ action: AlipayFetch.Action) -> String {
    switch action {
    case .ask(.query): "query"
    case .ask(.certificate(let number)): "certificate \(number)"
    case .download: "download"
    case .keep: "keep"
    case .finish(.bill), .finish(.part): "a bill out of nothing"
    case .finish(.noData(let verified, let problem)) where problem.code == .billAbsent:
        "no data, \(verified ? "verified" : "unverified")"
    case .finish(.noData(_, let problem)): "no data \(problem.code)"
    case .finish(.retryLater(let seconds, let problem)): "retry \(seconds) \(problem.code)"
    case .finish(.giveUp(let problem)): "give up \(problem.code)"
    }
}

/// Every row of Alipay 3: code, sub_code, what follows. All answers are signed.
@Test(
    arguments: [
        ("40004", "BILL_NOT_EXIST", "no data, unverified"), ("40004", "isp.bill_not_exist", "no data, unverified"),
        ("40004", "isp.bill-not-exist", "no data, unverified"), ("40004", "NO_BILL_DATA", "no data, verified"),
        ("40004", "isv.no-bill-data", "no data, verified"),
        ("40004", "BILL_DATE_BEFORE_REGISTRATION", "give up channel.refused"),
        ("40004", "INVAILID_ARGUMENTS", "give up channel.refused"),
        ("40004", "isv.invalid-arguments", "give up channel.refused"),
        ("40004", "TYPE_NOT_SUPPORTED", "give up channel.no_permission"),
        ("40004", "SYSTEM_RATE_LIMIT", "retry 60 channel.too_fast"),
        ("40004", "USER_RATE_LIMIT", "retry 60 channel.too_fast"),
        ("40004", "UNKNOWN_ERROR", "retry 300 channel.fault"),
        ("20000", "isp.unknow-error", "retry 300 channel.fault"), ("20000", nil, "retry 300 channel.fault"),
        ("20000", "aop.something", "retry 300 channel.fault"),
        ("20001", "aop.invalid-auth-token", "give up channel.no_permission"),
        ("40001", "isv.missing-method", "give up channel.refused"),
        ("40002", "isv.invalid-app-id", "give up channel.refused"),
        ("40002", "isv.invalid-signature", "give up channel.request_signature_refused"),
        ("40002", "isv.invalid-timestamp", "give up channel.clock_off"), ("40003", nil, "give up channel.refused"),
        ("40004", "SOMETHING_NEW", "retry 300 channel.unknown_answer"),
        ("40004", nil, "retry 300 channel.unknown_answer"),
        ("40005", nil, "retry 60 channel.too_fast"),
        ("40006", "isv.insufficient-isv-permissions", "give up channel.no_permission"),
        ("50000", nil, "retry 300 channel.unknown_answer"),
    ] as [(String, String?, String)])
func everyRefusalOfTheGatewayHasOneConsequence(_ code: String, _ subCode: String?, _ expected: String) throws {
    var fetch = try makeFetch()
    _ = fetch.start()
    #expect(ending(fetch.handle(reply(code, subCode))) == expected)
}

/// What is not permitted, and what there is none of, is told by the kind that was asked for.
@Test func aRefusalSpeaksOfTheBillThatWasAskedFor() throws {
    for (kind, refused, absent) in [
        (BillKind.trade, "the merchant may not have the trade bill", "no business"),
        (.funds, "the merchant may not have the funds bill", "no statement"),
    ] {
        var fetch = try makeFetch(kind)
        _ = fetch.start()
        guard case .finish(.giveUp(let problem)) = fetch.handle(reply("40004", "TYPE_NOT_SUPPORTED")),
            case .finish(.noData(_, let none)) = fetch.handle(reply("40004", "NO_BILL_DATA"))
        else {
            Issue.record("no refusal")
            continue
        }
        #expect(problem.what == refused && problem.hint.contains("`pots`") == (kind == .funds))
        #expect(none.what.contains(absent))
    }
}

@Test func aGoodDayQueriesDownloadsAndKeeps() throws {
    var fetch = try makeFetch()
    #expect(fetch.start() == .ask(.query))
    #expect(fetch.handle(reply("10000", url: link)) == .download(try #require(WebAddress(link))))
    #expect(fetch.handle(.downloaded) == .keep)
}

@Test func theThreeFacesOfAZeroDayAreToldApart() throws {
    var first = try makeFetch()
    #expect(ending(first.handle(reply("10000", url: link, fileCode: "EMPTY_DATA_WITH_BILL_FILE"))) == "download")
    var withoutFile = try makeFetch()
    #expect(ending(withoutFile.handle(reply("10000", fileCode: "EMPTY_DATA_WITH_BILL_FILE"))) == "no data, verified")
    var second = try makeFetch()
    #expect(ending(second.handle(reply("40004", "NO_BILL_DATA", .missing))) == "no data, unverified")
    var third = try makeFetch()
    #expect(ending(third.handle(reply("40004", "BILL_NOT_EXIST", .missing))) == "no data, unverified")
}

@Test func beforeTenNoBillMeansNotYet() throws {
    for code in ["BILL_NOT_EXIST", "NO_BILL_DATA"] {
        var fetch = try makeFetch(now: available - 3600)
        #expect(ending(fetch.handle(reply("40004", code))) == "retry 3600 channel.bill_not_ready")
    }
}

@Test func aWronglySignedNoDataIsAskedAgainAndNeverProof() throws {
    var fetch = try makeFetch()
    #expect(fetch.handle(reply("40004", "NO_BILL_DATA", .wrong)) == .ask(.query))
    #expect(fetch.handle(reply("40004", "NO_BILL_DATA", .wrong)) == .ask(.query))
    #expect(ending(fetch.handle(reply("40004", "NO_BILL_DATA", .wrong))) == "give up channel.answer_signature_invalid")
}

/// Contract 3.2, with each of the faces of a zero day, long after the day's last try: by whom it is signed, and
/// what comes of it when it stays so.
@Test(
    arguments: [
        ("40004", "NO_BILL_DATA", .valid, "no data, verified"),
        // Errors may come without a signature.
        ("40004", "NO_BILL_DATA", .missing, "no data, unverified"),
        ("40004", "NO_BILL_DATA", .wrong, "give up channel.answer_signature_invalid"),
        ("40004", "NO_BILL_DATA", .foreignCertificate(number: "ab12"), "give up channel.answer_key_unknown"),
        ("40004", "BILL_NOT_EXIST", .valid, "no data, unverified"),
        ("40004", "BILL_NOT_EXIST", .missing, "no data, unverified"),
        ("40004", "BILL_NOT_EXIST", .wrong, "give up channel.answer_signature_invalid"),
        // Success never does.
        ("10000", nil, .valid, "no data, verified"),
        ("10000", nil, .missing, "give up channel.answer_signature_missing"),
        ("10000", nil, .wrong, "give up channel.answer_signature_invalid"),
        ("40006", nil, .wrong, "give up channel.answer_signature_invalid"),
    ] as [(String, String?, AlipayReply.Verification, String)])
func aDisprovedAnswerIsNeverAZeroDay(
    _ code: String, _ subCode: String?, _ verification: AlipayReply.Verification, _ expected: String
) throws {
    var fetch = try makeFetch(now: available + 5 * 86_400)
    let event = reply(code, subCode, fileCode: subCode == nil ? "EMPTY_DATA_WITH_BILL_FILE" : nil, verification)
    var action = fetch.handle(event)
    while action == .ask(.query) { action = fetch.handle(event) }
    #expect(ending(action) == expected)
}

@Test(arguments: [0, 7200, 30_000] as [Int64])
func anUnknownCodeIsTriedAgainAsAFaultIs(_ later: Int64) throws {
    var fetch = try makeFetch(now: available + later)
    #expect(ending(fetch.handle(reply("40004", "SOMETHING_NEW"))) == "retry 300 channel.unknown_answer")
}

@Test func aLinkThatIsNotValidlySignedIsNeverFollowed() throws {
    for (verification, code) in [
        (AlipayReply.Verification.missing, "channel.answer_signature_missing"),
        (.wrong, "channel.answer_signature_invalid"),
        (.foreignCertificate(number: "ab12"), "channel.answer_key_unknown"),
    ] {
        var fetch = try makeFetch()
        #expect(fetch.handle(reply("10000", url: link, verification)) == .ask(.query))
        #expect(fetch.handle(reply("10000", url: link, verification)) == .ask(.query))
        #expect(ending(fetch.handle(reply("10000", url: link, verification))) == "give up \(code)")
    }
}

@Test func aRotatedCertificateIsFetchedOnceAndTheQuestionAskedAgain() throws {
    let foreign = AlipayReply.Verification.foreignCertificate(number: "ab12")
    var fetch = try makeFetch(canFetchCertificates: true)
    #expect(fetch.handle(reply("10000", url: link, foreign)) == .ask(.certificate(number: "ab12")))
    #expect(fetch.handle(.certificateFetched(nil)) == .ask(.query))
    #expect(ending(fetch.handle(reply("10000", url: link))) == "download")
    let problem = Problem(.certificateUntrusted, "x", hint: "y")
    var refused = try makeFetch(canFetchCertificates: true)
    _ = refused.handle(reply("10000", url: link, foreign))
    #expect(refused.handle(.certificateFetched(problem)) == .ask(.query))
    #expect(refused.handle(reply("10000", url: link, foreign)) == .ask(.query))
    #expect(refused.handle(reply("10000", url: link, foreign)) == .finish(.giveUp(problem)))
}

@Test func aLinkThatDiedIsReplacedTwiceAndThenLeftAlone() throws {
    let page = Problem(.downloadDamaged, "a page", hint: "x")
    for (event, last) in [
        (
            AlipayFetch.Event.failed(TransferFailure(refusing: page), gateway),
            "retry 300 channel.download_damaged"
        ),
        (.failed(TransferFailure(kind: .cut, detail: ""), gateway), "retry 300 channel.unreachable"),
        (.failed(TransferFailure(kind: .timedOut, detail: ""), gateway), "retry 300 channel.unreachable"),
        (.refused(status: 404), "retry 300 channel.download_failed"),
    ] {
        var fetch = try makeFetch()
        for _ in 0..<2 {
            _ = fetch.handle(reply("10000", url: link))
            #expect(fetch.handle(event) == .ask(.query))
        }
        _ = fetch.handle(reply("10000", url: link))
        #expect(ending(fetch.handle(event)) == last)
    }
}

@Test func faultsOfTheGatewayItselfAreLeftAlone() throws {
    for (event, expected) in [
        (AlipayFetch.Event.refused(status: 502), "retry 300 channel.fault"),
        (.refused(status: 429), "retry 60 channel.too_fast"),
        (.refused(status: 302), "retry 300 channel.fault"),
        (.failed(TransferFailure(kind: .timedOut, detail: ""), gateway), "retry 300 channel.unreachable"),
        (.failed(TransferFailure(kind: .untrusted, detail: ""), gateway), "give up channel.tls_untrusted"),
        (.failed(TransferFailure(kind: .tooLarge, detail: ""), gateway), "give up channel.malformed_answer"),
        (.unreadable(Problem(.channelRefusal, "encrypted", hint: "x")), "give up channel.refused"),
    ] {
        var fetch = try makeFetch()
        #expect(ending(fetch.handle(event)) == expected)
    }
    var fetch = try makeFetch()
    let malformed = AlipayFetch.Event.unreadable(Problem(.channelMalformedAnswer, "html", hint: "x"))
    #expect(fetch.handle(malformed) == .ask(.query))
    #expect(fetch.handle(malformed) == .ask(.query))
    #expect(ending(fetch.handle(malformed)) == "retry 300 channel.malformed_answer")
}

@Test func aClockThatIsOffIsNamedWithItsDifference() throws {
    var fetch = try makeFetch()
    guard case .finish(.giveUp(let problem)) = fetch.handle(reply("40002", "isv.invalid-timestamp", skew: -86_400))
    else {
        Issue.record("went on")
        return
    }
    #expect(problem.code == .clockOff)
    #expect(problem.found == "-86400 s")
}

@Test func anEmptyPromiseOfALinkAndAForeignLinkGiveUp() throws {
    var fetch = try makeFetch()
    #expect(ending(fetch.handle(reply("10000"))) == "give up channel.malformed_answer")
    #expect(
        ending(fetch.handle(reply("10000", url: "https://evil.example/x.zip")))
            == "give up channel.download_address_refused")
}
