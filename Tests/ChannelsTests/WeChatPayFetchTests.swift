import Testing
import Vocabulary

@testable import Channels

private let day = BusinessDay(year: 2026, month: 11, day: 21)
/// 2026-11-22 10:00:00 in Shanghai: the bill of the 21st should be there.
private let available: Int64 = 1_795_312_800
/// An hour before that day's daily run has its turn again: whoever waits for it waits for most of a day.
private let afternoon = available + 3600
private let primary = WebOrigin(scheme: .https, host: "api.mch.weixin.qq.com", port: 443)
private let fallback = WebOrigin(scheme: .https, host: "api2.mch.weixin.qq.com", port: 443)

private func makeFetch(
    now: Int64 = available, usesCertificates: Bool = false, pollsCertificates: Bool = false, hasOtherKey: Bool = true
) throws -> WeChatPayFetch {
    WeChatPayFetch(
        WeChatPayFetch.Terms(
            time: FetchTime(day: try #require(day), clock: .fixed(now), hours: .wechatPay),
            hosts: [primary, fallback], allowedDownloadOrigins: [primary, fallback],
            usesCertificates: usesCertificates, pollsCertificates: pollsCertificates, hasOtherKey: hasOtherKey))
}

private func refusal(
    _ status: Int, _ code: String?, _ verification: AnswerVerification = .missing, skew: Int64? = 0
) -> WeChatPayFetch.Answer {
    WeChatPayFetch.Answer(
        status: status, body: Array((code.map { #"{"code":"\#($0)","message":"说明"}"# } ?? "<html>").utf8),
        verification: verification, skewSeconds: skew)
}

private let ticketBody = Array(
    #"{"hash_type":"SHA1","hash_value":"B8DE53A358C1681FB6321FF50263D07C8BA0F60F","download_url":" https://api.mch.weixin.qq.com/v3/billdownload/file?token=x&tartype=gzip\n"}"#
        .utf8)

private func ticketAnswer(_ verification: AnswerVerification = .valid) -> WeChatPayFetch.Answer {
    WeChatPayFetch.Answer(status: 200, body: ticketBody, verification: verification, skewSeconds: 0)
}

/// What an action ends with, in a word, to compare without whole problems.
private func ending(_ action: WeChatPayFetch.Action) -> String {
    switch action {
    case .ask(.certificates(let host)): "certificates \(host)"
    case .ask(.apply(let host)): "apply \(host)"
    case .download: "download"
    case .keep: "keep"
    case .finish(.bill), .finish(.part): "a bill out of nothing"
    case .finish(.noData(let verified, _)): "no data, \(verified ? "verified" : "unverified")"
    case .finish(.retryLater(let seconds, let problem)): "retry \(seconds) \(problem.code)"
    case .finish(.giveUp(let problem)): "give up \(problem.code)"
    }
}

/// Every row of WeChatPay 4, for the application: HTTP status, code, what follows, after `repeats` equal answers.
@Test(
    arguments: [
        (400, "NO_STATEMENT_EXIST", "no data, unverified"), (400, "NO_BILL_EXIST", "no data, unverified"),
        (400, "STATEMENT_CREATING", "retry 1800 channel.bill_not_ready"),
        (400, "BILL_CREATING", "retry 1800 channel.bill_not_ready"),
        (400, "INVALID_REQUEST", "give up channel.refused"), (400, "PARAM_ERROR", "give up channel.refused"),
        (401, "SIGN_ERROR", "apply 0"), (403, "NO_AUTH", "give up channel.no_permission"),
        (404, "RESOURCE_NOT_EXISTS", "retry 300 channel.unknown_answer"),
        (429, "FREQUENCY_LIMITED", "retry 60 channel.too_fast"), (418, "TEAPOT", "retry 300 channel.unknown_answer"),
        (429, "RATELIMIT_EXCEEDED", "retry 60 channel.too_fast"),
        (429, "RATE_LIMITED", "retry 60 channel.too_fast"), (429, nil, "retry 60 channel.too_fast"),
        (500, "SYSTEM_ERROR", "retry 300 channel.fault"), (502, nil, "apply 1"),
        (503, "SERVICE_UNAVAILABLE", "apply 1"),
        (400, "SOMETHING_NEW", "retry 300 channel.unknown_answer"), (302, nil, "apply 1"), (404, nil, "apply 1"),
    ] as [(Int, String?, String)])
func everyRefusedApplicationHasOneConsequence(_ status: Int, _ code: String?, _ expected: String) throws {
    var fetch = try makeFetch(now: afternoon)
    _ = fetch.start()
    #expect(ending(fetch.handle(.applied(refusal(status, code)))) == expected)
}

/// A proxy that answers in both hosts' place: tried again as soon as after a fault of the channel, whenever it is.
@Test(arguments: [(302, 0), (302, 7200), (404, 0), (404, 30_000), (418, 7200)] as [(Int, Int64)])
func anAnswerThatNobodyForesawIsTriedAgainAsAFaultIs(_ status: Int, _ later: Int64) throws {
    var fetch = try makeFetch(now: available + later)
    _ = fetch.start()
    #expect(ending(fetch.handle(.applied(refusal(status, nil)))) == "apply 1")
    #expect(ending(fetch.handle(.applied(refusal(status, nil)))) == "retry 300 channel.unknown_answer")
}

@Test(
    arguments: [
        (400, "INVALID_REQUEST", "apply 0"), (401, "SIGN_ERROR", "apply 0"),
        (403, "NO_AUTH", "give up channel.no_permission"),
        (429, "FREQUENCY_LIMITED", "retry 60 channel.too_fast"), (500, "SYSTEM_ERROR", "retry 300 channel.fault"),
        (503, nil, "retry 300 channel.fault"), (400, "NO_STATEMENT_EXIST", "retry 300 channel.unknown_answer"),
        (400, "PARAM_ERROR", "give up channel.refused"), (404, nil, "retry 300 channel.unknown_answer"),
    ] as [(Int, String?, String)])
func everyRefusedDownloadHasOneConsequence(_ status: Int, _ code: String?, _ expected: String) throws {
    var fetch = try makeFetch(now: afternoon)
    _ = fetch.start()
    #expect(ending(fetch.handle(.applied(ticketAnswer()))) == "download")
    #expect(ending(fetch.handle(.downloadRefused(refusal(status, code)))) == expected)
}

@Test(
    arguments: [
        (404, "RESOURCE_NOT_EXISTS", false, "give up channel.no_platform_certificate"),
        (404, "RESOURCE_NOT_EXISTS", true, "apply 0"), (429, "FREQUENCY_LIMITED", false, "retry 60 channel.too_fast"),
        (429, "FREQUENCY_LIMITED", true, "apply 0"), (500, "SYSTEM_ERROR", false, "retry 300 channel.fault"),
        (503, nil, false, "certificates 1"), (401, "SIGN_ERROR", false, "certificates 0"),
        (403, "NO_AUTH", false, "give up channel.no_permission"),
    ] as [(Int, String?, Bool, String)])
func everyRefusedCertificateListHasOneConsequence(
    _ status: Int, _ code: String?, _ hasOtherKey: Bool, _ expected: String
) throws {
    var fetch = try makeFetch(usesCertificates: true, pollsCertificates: true, hasOtherKey: hasOtherKey)
    #expect(ending(fetch.start()) == "certificates 0")
    #expect(ending(fetch.handle(.certificates(refusal(status, code), .certificates(count: 0)))) == expected)
}

@Test func aGoodDayAppliesDownloadsAndKeeps() throws {
    var fetch = try makeFetch(pollsCertificates: true)
    #expect(fetch.start() == .ask(.apply(host: 0)))
    guard case .download(let ticket) = fetch.handle(.applied(ticketAnswer())) else {
        Issue.record("no download")
        return
    }
    #expect(ticket.address.text == "https://api.mch.weixin.qq.com/v3/billdownload/file?token=x&tartype=gzip")
    #expect(fetch.handle(.downloaded(sha1: "b8de53a358c1681fb6321ff50263d07c8ba0f60f")) == .keep)
}

@Test func aHashThatDoesNotFitStartsOverThreeTimesAndThenGivesUp() throws {
    var fetch = try makeFetch()
    _ = fetch.start()
    for _ in 0..<3 {
        _ = fetch.handle(.applied(ticketAnswer()))
        #expect(fetch.handle(.downloaded(sha1: "00")) == .ask(.apply(host: 0)))
    }
    _ = fetch.handle(.applied(ticketAnswer()))
    #expect(ending(fetch.handle(.downloaded(sha1: "00"))) == "give up channel.download_hash_mismatch")
}

@Test func anExpiredLinkAndACutDownloadStartOverABoundedNumberOfTimes() throws {
    let cut = WeChatPayFetch.Event.failed(TransferFailure(kind: .cut, detail: "cut"), primary)
    let expired = WeChatPayFetch.Event.downloadRefused(refusal(400, "INVALID_REQUEST"))
    for (event, last) in [
        (cut, "retry 300 channel.unreachable"), (expired, "retry 300 channel.download_failed"),
    ] {
        var fetch = try makeFetch()
        _ = fetch.start()
        for _ in 0..<3 {
            _ = fetch.handle(.applied(ticketAnswer()))
            #expect(fetch.handle(event) == .ask(.apply(host: 0)))
        }
        _ = fetch.handle(.applied(ticketAnswer()))
        #expect(ending(fetch.handle(event)) == last)
    }
}

@Test func aSignedNoStatementIsProofAndAnUnsignedOneIsNot() throws {
    for (verification, expected) in [
        (AnswerVerification.valid, "no data, verified"), (.missing, "no data, unverified"), (.wrong, "apply 0"),
        (.probe, "apply 0"), (.clockOff(skewSeconds: 400), "apply 0"), (.unknownKey(serial: "FF"), "apply 0"),
    ] {
        var fetch = try makeFetch()
        _ = fetch.start()
        let event = WeChatPayFetch.Event.applied(refusal(400, "NO_STATEMENT_EXIST", verification))
        #expect(ending(fetch.handle(event)) == expected, "\(verification)")
    }
}

/// Contract 3.2: a signature that does not hold, and is none that the protocol leaves out, makes no answer. Asked
/// again as often as the rules say, it never becomes a day without business.
@Test(
    arguments: [
        (.wrong, 2, "channel.answer_signature_invalid"), (.unknownKey(serial: "FF"), 2, "channel.answer_key_unknown"),
        (.clockOff(skewSeconds: 400), 2, "channel.clock_off"), (.probe, 10, "channel.answer_signature_invalid"),
    ] as [(AnswerVerification, Int, String)])
func aDisprovedNoStatementIsNeverAnAnswer(_ verification: AnswerVerification, _ repeats: Int, _ code: String) throws {
    // Long after the day's last try, when an unsigned one would count.
    var fetch = try makeFetch(now: available + 5 * 86_400)
    _ = fetch.start()
    let event = WeChatPayFetch.Event.applied(refusal(400, "NO_STATEMENT_EXIST", verification))
    for _ in 0..<repeats { #expect(fetch.handle(event) == .ask(.apply(host: 0))) }
    #expect(ending(fetch.handle(event)) == "give up \(code)")
}

/// Nor does any other refusal whose signature does not hold end a fetch; those of the machinery in front of the channel,
/// which say nothing about a bill, are what they are.
@Test(
    arguments: [
        (400, "STATEMENT_CREATING", "apply 0"), (400, "INVALID_REQUEST", "apply 0"), (401, "SIGN_ERROR", "apply 0"),
        (403, "NO_AUTH", "apply 0"), (404, "RESOURCE_NOT_EXISTS", "apply 0"), (302, nil, "apply 0"),
        (429, nil, "retry 60 channel.too_fast"), (500, "SYSTEM_ERROR", "retry 300 channel.fault"),
        (503, nil, "apply 1"),
    ] as [(Int, String?, String)])
func aRefusalWhoseSignatureDoesNotHoldIsAskedForAgain(_ status: Int, _ code: String?, _ expected: String) throws {
    var fetch = try makeFetch()
    _ = fetch.start()
    #expect(ending(fetch.handle(.applied(refusal(status, code, .wrong)))) == expected)
}

@Test func certificatesThatCannotBeTrustedDoNotKeepTheOtherKeyFromItsBill() throws {
    var fetch = try makeFetch(usesCertificates: true, pollsCertificates: true, hasOtherKey: true)
    _ = fetch.start()
    let unsigned = WeChatPayFetch.Answer(status: 200)
    #expect(fetch.handle(.certificates(unsigned, .unread)) == .ask(.certificates(host: 0)))
    #expect(fetch.handle(.certificates(unsigned, .unread)) == .ask(.certificates(host: 0)))
    #expect(fetch.handle(.certificates(unsigned, .unread)) == .ask(.apply(host: 0)))
}

@Test func noStatementBeforeTenProvesNothing() throws {
    var fetch = try makeFetch(now: available - 600)
    _ = fetch.start()
    #expect(
        ending(fetch.handle(.applied(refusal(400, "NO_STATEMENT_EXIST", .valid)))) == "retry 600 channel.bill_not_ready"
    )
    #expect(
        ending(fetch.handle(.applied(refusal(400, "STATEMENT_CREATING")))) == "retry 600 channel.bill_not_ready")
}

@Test func aProbeIsAskedAgainCountedAndBounded() throws {
    var fetch = try makeFetch()
    _ = fetch.start()
    for _ in 1...WeChatPayFetch.probesMax {
        #expect(fetch.handle(.applied(ticketAnswer(.probe))) == .ask(.apply(host: 0)))
    }
    #expect(ending(fetch.handle(.applied(ticketAnswer(.probe)))) == "give up channel.answer_signature_invalid")
}

@Test func afterAProbeTheRealAnswerCounts() throws {
    var fetch = try makeFetch()
    _ = fetch.start()
    _ = fetch.handle(.applied(refusal(500, "SYSTEM_ERROR", .probe)))
    #expect(ending(fetch.handle(.applied(ticketAnswer()))) == "download")
}

@Test func anAnswerThatCannotBeTrustedIsNeverUsed() throws {
    for (verification, code) in [
        (AnswerVerification.missing, "channel.answer_signature_missing"), (.wrong, "channel.answer_signature_invalid"),
        (.clockOff(skewSeconds: 600), "channel.clock_off"), (.unknownKey(serial: "AB"), "channel.answer_key_unknown"),
    ] {
        var fetch = try makeFetch()
        _ = fetch.start()
        for _ in 0..<FetchPatience.distrustMax {
            #expect(fetch.handle(.applied(ticketAnswer(verification))) == .ask(.apply(host: 0)))
        }
        #expect(ending(fetch.handle(.applied(ticketAnswer(verification)))) == "give up \(code)")
    }
}

@Test func anUnknownSerialFetchesCertificatesOnce() throws {
    var fetch = try makeFetch(usesCertificates: true)
    #expect(fetch.start() == .ask(.apply(host: 0)))
    #expect(fetch.handle(.applied(ticketAnswer(.unknownKey(serial: "AB")))) == .ask(.certificates(host: 0)))
    let fetched = WeChatPayFetch.Answer(status: 200, verification: .valid)
    #expect(fetch.handle(.certificates(fetched, .certificates(count: 2))) == .ask(.apply(host: 0)))
    #expect(fetch.handle(.applied(ticketAnswer(.unknownKey(serial: "AB")))) == .ask(.apply(host: 0)))
}

@Test func certificatesThatCannotBeTrustedOrOpenedStopTheFetch() throws {
    var fetch = try makeFetch(usesCertificates: true, pollsCertificates: true, hasOtherKey: false)
    _ = fetch.start()
    let wrong = WeChatPayFetch.Answer(status: 200, verification: .wrong)
    #expect(fetch.handle(.certificates(wrong, .certificates(count: 1))) == .ask(.certificates(host: 0)))
    let problem = Problem(.apiV3KeyWrong, "x", hint: "y")
    #expect(fetch.handle(.certificates(wrong, .unreadable(problem))) == .finish(.giveUp(problem)))

    var empty = try makeFetch(usesCertificates: true, pollsCertificates: true, hasOtherKey: false)
    _ = empty.start()
    let valid = WeChatPayFetch.Answer(status: 200, verification: .valid)
    #expect(
        ending(empty.handle(.certificates(valid, .certificates(count: 0)))) == "give up channel.no_platform_certificate"
    )
}

@Test func aDeadHostGivesWayToTheFallbackOnce() throws {
    let dead = WeChatPayFetch.Event.failed(TransferFailure(kind: .unreachable, detail: "x"), primary)
    var fetch = try makeFetch()
    _ = fetch.start()
    #expect(fetch.handle(dead) == .ask(.apply(host: 1)))
    #expect(ending(fetch.handle(dead)) == "retry 300 channel.unreachable")

    var withCertificates = try makeFetch(usesCertificates: true, pollsCertificates: true, hasOtherKey: false)
    _ = withCertificates.start()
    #expect(withCertificates.handle(dead) == .ask(.certificates(host: 1)))
    #expect(ending(withCertificates.handle(dead)) == "retry 300 channel.unreachable")
}

@Test func aRefusedSignatureIsTriedOnceMoreAndTheClockIsLookedAtFirst() throws {
    var fetch = try makeFetch()
    _ = fetch.start()
    #expect(fetch.handle(.applied(refusal(401, "SIGN_ERROR"))) == .ask(.apply(host: 0)))
    #expect(
        ending(fetch.handle(.applied(refusal(401, "SIGN_ERROR")))) == "give up channel.request_signature_refused")
    var off = try makeFetch()
    _ = off.start()
    #expect(ending(off.handle(.applied(refusal(401, "SIGN_ERROR", skew: -600)))) == "give up channel.clock_off")
}

@Test func failuresThatTimeDoesNotHealGiveUp() throws {
    let disk = Problem(.archiveFailed, "full", hint: "Make room.")
    let bomb = Problem(.downloadTooLarge, "bomb", hint: "Look.")
    for failure in [
        TransferFailure(refusing: disk),
        TransferFailure(refusing: bomb),
        TransferFailure(kind: .untrusted, detail: "self-signed"), TransferFailure(kind: .tooLarge, detail: "big"),
    ] {
        var fetch = try makeFetch()
        _ = fetch.start()
        _ = fetch.handle(.applied(ticketAnswer()))
        #expect(fetch.handle(.failed(failure, primary)) == .finish(.giveUp(failure.problem(primary, isBill: true))))
    }
}

@Test(arguments: [
    (
        #"{"hash_type":"MD5","hash_value":"b8de53a358c1681fb6321ff50263d07c8ba0f60f","download_url":"https://api.mch.weixin.qq.com/v3/billdownload/file?token=x"}"#,
        "channel.malformed_answer"
    ),
    (
        #"{"hash_type":"SHA1","hash_value":"b8de","download_url":"https://api.mch.weixin.qq.com/v3/billdownload/file?token=x"}"#,
        "channel.malformed_answer"
    ),
    (
        #"{"hash_type":"SHA1","download_url":"https://api.mch.weixin.qq.com/v3/billdownload/file?token=x"}"#,
        "channel.malformed_answer"
    ),
    ("[]", "channel.malformed_answer"), ("", "channel.malformed_answer"),
    (
        #"{"hash_type":"SHA1","hash_value":"b8de53a358c1681fb6321ff50263d07c8ba0f60f","download_url":"https://evil.example/v3/billdownload/file?token=x"}"#,
        "channel.download_address_refused"
    ),
    (
        #"{"hash_type":"SHA1","hash_value":"b8de53a358c1681fb6321ff50263d07c8ba0f60f","download_url":"http://api.mch.weixin.qq.com/v3/billdownload/file?token=x"}"#,
        "channel.download_address_refused"
    ),
    (
        #"{"hash_type":"SHA1","hash_value":"b8de53a358c1681fb6321ff50263d07c8ba0f60f","download_url":"https://api.mch.weixin.qq.com:8443/v3/billdownload/file?token=x"}"#,
        "channel.download_address_refused"
    ),
    (
        #"{"hash_type":"SHA1","hash_value":"b8de53a358c1681fb6321ff50263d07c8ba0f60f","download_url":"https://api.mch.weixin.qq.com/v3/pay/transactions?token=x"}"#,
        "channel.download_address_refused"
    ),
    (
        #"{"hash_type":"SHA1","hash_value":"b8de53a358c1681fb6321ff50263d07c8ba0f60f","download_url":"https://api.mch.weixin.qq.com@evil.example/v3/billdownload/file"}"#,
        "channel.download_address_refused"
    ),
])
func aTicketThatIsNotToTheLetterIsRefusedEvenWhenSigned(_ body: String, _ code: String) throws {
    var fetch = try makeFetch()
    _ = fetch.start()
    let answer = WeChatPayFetch.Answer(status: 200, body: Array(body.utf8), verification: .valid)
    #expect(ending(fetch.handle(.applied(answer))) == "give up \(code)")
}
