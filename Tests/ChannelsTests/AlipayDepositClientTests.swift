import Bills
import ChannelConformance
import Cryptography
import Runtime
import Testing
import Vocabulary

@testable import Channels

private typealias Fixture = ClientFixture<AlipayClient>

private func depositAnswer(_ node: String) throws -> HTTPAnswer {
    try alipayAnswer(node, name: "alipay_data_bill_bail_query_response")
}

private func depositRow(_ number: String, _ amount: String, balance: String = "9.00") -> String {
    """
    {"trans_dt":"2026-11-20 10:00:00","trans_log_id":"\(number)","amount":"\(amount)","balance":"\(balance)",\
    "bail_type":"天猫保证金","biz_desc":"0020002|交易退款-保证金退款"}
    """
}

private func deposit(_ rows: [String]) -> String {
    #"{"code":"10000","msg":"Success","detail_list":[\#(rows.joined(separator: ","))]}"#
}

private func asked(_ request: HTTPRequest) -> String {
    guard case .post(let form, _) = request.method else { return "" }
    return percentDecoded(String(decoding: form, as: UTF8.self))
}

extension AlipaySettings {
    fileprivate func with(_ deposit: AlipayDeposit) -> AlipaySettings {
        var settings = self
        settings.deposit = deposit
        return settings
    }
}

/// Two intervals; the second answer is asked for once more, as a balance is open in it.
@Test func movementsOfTheDepositAreKeptAsTheyWereAnsweredAndReadOnce() throws {
    let answers = [
        deposit([depositRow("B1", "-1.00")]), deposit([depositRow("B2", "-2.00", balance: "--")]),
        deposit([depositRow("B1", "-1.00"), depositRow("B2", "-2.00")]),
    ]
    let fixture = try Fixture(alipaySettings().with(.taobao)) { _, number in try depositAnswer(answers[number]) }
    var waits: [Int] = []
    let days = fixture.day.advanced(by: -40)...fixture.day
    guard
        case .bill(let files) = fixture.client.deposit(
            days,
            wait: { seconds, _ in
                waits.append(seconds); return true
            })
    else {
        Issue.record("no file")
        return
    }
    #expect(waits == [60] && files.count == 1)
    #expect(files[0].path.contains("/seller-statements/alipay/2088000000000001/2026/2026-11-21_deposit_"))
    #expect(files[0].path.hasSuffix(".json") && fixture.archivedFiles.isEmpty)
    // Where whoever looks for bills does not look.
    let root = try #require(files[0].path.firstRange(of: "/seller-statements")).lowerBound
    #expect(try BillArchive(root: String(files[0].path[..<root])).accounts().isEmpty)
    let intervals = fixture.requests.map(asked)
    #expect(intervals.allSatisfy { $0.contains("method=alipay.data.bill.bail.query") })
    let first = #"{"start_time":"2026-10-12 00:00:00","end_time":"2026-11-12 00:00:00","bail_type":"TAOBAO_BAIL"}"#
    let second = #"{"start_time":"2026-11-12 00:00:00","end_time":"2026-11-22 00:00:00","bail_type":"TAOBAO_BAIL"}"#
    for (question, interval) in zip(intervals, [first, second, second]) { #expect(question.contains(interval)) }
    let kept = try [(first, 0), (second, 2)].flatMap { interval, number in
        Array("\u{1E}{\"asked\":\(interval),\"answer\":".utf8) + (try depositAnswer(answers[number]).body)
            + Array("}\n".utf8)
    }
    #expect(try contents(of: files[0].path) == kept)
    var reader = try #require(DepositAnswers(files[0].path))
    #expect(try reader.next()?.serialNo == "B1")
    let movement = try #require(try reader.next())
    #expect(movement.serialNo == "B2" && movement.amount == "-2.00" && movement.orderNo.isEmpty)
    #expect(try reader.next() == nil)
}

@Test func oneMovementThatIsToldInTwoWaysIsRefused() throws {
    let fixture = try Fixture(alipaySettings().with(.tmall)) { _, _ in
        try depositAnswer(deposit([depositRow("B1", "-1.00"), depositRow("B1", "-2.00")]))
    }
    guard case .bill(let files) = fixture.client.deposit(fixture.day...fixture.day, wait: { _, _ in true }) else {
        Issue.record("no file")
        return
    }
    var reader = try #require(DepositAnswers(files[0].path))
    _ = try reader.next()
    let problem = #expect(throws: Problem.self) { try reader.next() }
    #expect(problem?.code == .statementSerialConflict)
}

/// What the gateway says in place of movements, and what comes of it. Nothing of it is kept.
@Test(
    arguments: [
        (#"{"code":"40006","sub_code":"isv.insufficient-isv-permissions"}"#, "give up channel.no_permission"),
        (#"{"code":"40004","sub_code":"INVAILID_ARGUMENTS"}"#, "give up channel.refused"),
        (#"{"code":"20000","sub_code":"isp.unknow-error"}"#, "retry 300 channel.fault"),
        (#"{"code":"40005"}"#, "retry 60 channel.too_fast"),
        (#"{"code":"10000","detail_list":[{"trans_log_id":20260701000000001}]}"#, "retry 300 channel.malformed_answer"),
        (deposit([depositRow("B1", "-1.00", balance: "--")]), "retry 60 channel.bill_not_ready"),
    ] as [(String, String)])
func movementsOfTheDepositAreTakenFromASignedAnswerAlone(_ node: String, _ end: String) throws {
    func told(_ outcome: FetchOutcome) -> String {
        switch outcome {
        case .bill, .part, .noData: "something"
        case .retryLater(let seconds, let problem): "retry \(seconds) \(problem.code)"
        case .giveUp(let problem): "give up \(problem.code)"
        }
    }
    let fixture = try Fixture(alipaySettings().with(.tmall)) { _, _ in try depositAnswer(node) }
    let outcome = fixture.client.deposit(fixture.day...fixture.day, wait: { _, _ in false })
    #expect(told(outcome) == end)
    if case .giveUp(let problem) = outcome {
        #expect(problem.code != .channelPermission || problem.hint.contains("alipay.data.bill.bail.query"))
        #expect(problem.place.account == fixture.client.account)
    }
    let unsigned = try Fixture(alipaySettings().with(.tmall)) { _, _ in
        HTTPAnswer(200, Array(#"{"alipay_data_bill_bail_query_response":\#(node)}"#.utf8))
    }
    #expect(told(unsigned.client.deposit(fixture.day...fixture.day, wait: { _, _ in false })) != "something")
}

/// Nothing moved, in both forms.
@Test(arguments: [deposit([]), #"{"code":"10000"}"#, #"{"code":"40004","sub_code":"NO_BILL_DATA"}"#])
func aQuietDepositIsAFileWithoutMovements(_ node: String) throws {
    let fixture = try Fixture(alipaySettings().with(.tmall)) { _, _ in try depositAnswer(node) }
    guard case .bill(let files) = fixture.client.deposit(fixture.day...fixture.day, wait: { _, _ in false }) else {
        Issue.record("no file")
        return
    }
    var reader = try #require(DepositAnswers(files[0].path))
    #expect(try reader.next() == nil)
}

@Test func aLargeAnswerIsTakenAndAnEndlessOneIsNot() throws {
    let many = deposit((0..<4000).map { depositRow("B\($0)", "-1.00") })
    #expect(many.utf8.count > TransferLimits().answerBytesMax)
    let fixture = try Fixture(alipaySettings().with(.tmall)) { _, _ in try depositAnswer(many) }
    guard case .bill = fixture.client.deposit(fixture.day...fixture.day, wait: { _, _ in false }) else {
        Issue.record("no file")
        return
    }
    let endless = try Fixture(alipaySettings().with(.tmall)) { _, _ in
        HTTPAnswer(200, [UInt8](repeating: UInt8(ascii: " "), count: 17 << 20))
    }
    guard case .giveUp(let problem) = endless.client.deposit(fixture.day...fixture.day, wait: { _, _ in false }) else {
        Issue.record("taken")
        return
    }
    #expect(problem.code == .channelMalformedAnswer)
}

@Test func aProbeAsksForTheDepositWhereThereIsOne() throws {
    for deposit in [AlipayDeposit.tmall, nil] {
        var settings = try alipaySettings()
        settings.deposit = deposit
        let fixture = try Fixture(settings) { request, _ in
            guard asked(request).contains("bail.query") else { return try alipayAnswer(alipaySuccessNode) }
            return try depositAnswer(#"{"code":"40006","sub_code":"isv.insufficient-isv-permissions"}"#)
        }
        #expect(fixture.client.probe().map(\.code) == (deposit == nil ? [] : [.channelPermission]))
        guard deposit == nil else { continue }
        guard case .giveUp(let problem) = fixture.client.deposit(fixture.day...fixture.day, wait: { _, _ in true })
        else {
            Issue.record("asked")
            return
        }
        #expect(problem.code == .channelRefusal)
    }
}
