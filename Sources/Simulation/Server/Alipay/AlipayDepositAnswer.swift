import FoundationEssentials
import Runtime
import Vocabulary

/// `alipay.data.bill.bail.query`: what moved in a seller's deposit. Not every application may ask; an answer has no pages.
extension AlipayChannel {
    private struct DepositQuestion: Decodable {
        let start_time: String
        let end_time: String
        let bail_type: String
    }

    private struct Asked {
        var from: Int64
        var until: Int64
        /// The one that the seller has.
        var isOwn: Bool
    }

    static let depositRowsMax = 5000
    private static let depositDaysMax: Int64 = 31
    private static let (ownDeposit, otherDeposit) = ("TMALL_S_BAIL", "TAOBAO_BAIL")

    func deposit(
        _ parameters: AlipayParameters, _ keys: SimulatedAlipayKeys, _ now: Int64, _ found: RequestRecord
    ) -> HTTPReply {
        var record = found
        record.step = .deposit
        let account = ChannelAccount(channel: .alipay, account: keys.partnerID)
        func refuse(_ refusal: SimulatedAlipayRefusal, isSigned: Bool? = nil) -> HTTPReply {
            refused(
                refusal, keys, isSigned: isSigned ?? options.signsErrors, fault: record.fault,
                of: AlipayGate.depositMethod, record)
        }
        do throws(SimulatedAlipayRefusal) {
            let asked = try asked(parameters["biz_content"])
            let day = BusinessDay(epochSeconds: asked.until - 1)
            record.day = day
            record.fault = faults.take(.deposit, of: account, day: day, at: now)?.kind
            if case .error(_, let code, let isSigned) = record.fault {
                return refuse(SimulatedAlipayRefusal(named: code), isSigned: isSigned)
            }
            guard let all = source.alipayDeposit(account: account) else { throw .insufficientPermissions }
            let moved = all.filter { asked.isOwn && asked.from <= $0.bookedAt && $0.bookedAt < asked.until }
            let answer = AlipayAnswer(
                nodeName: AlipayAnswer.node(of: AlipayGate.depositMethod),
                node: .object([
                    ("code", .text("10000")), ("msg", .text("Success")),
                    ("detail_list", .array(rows(moved.prefix(Self.depositRowsMax)))),
                ]), signer: AlipaySigner(keys.platform),
                namesCertificate: options.usesCertificates(keys.partnerID))
            return answered(answer.reply(fault: record.fault), record)
        } catch {
            return refuse(error)
        }
    }

    private func rows(_ moved: ArraySlice<SimulatedDepositRow>) -> [JSONText] {
        // The newest one's balance is the last to be there.
        let hidesLast = !moved.isEmpty && moved.count < Self.depositRowsMax && openBalances.take()
        return moved.enumerated().map { index, row in
            let isOpen = hidesLast && index == moved.count - 1
            var members: [(String, JSONText)] = [
                ("trans_dt", .text(ShanghaiTime.text(epochSeconds: row.bookedAt))),
                ("trans_log_id", .text(row.serialNo)), ("bail_type", .text("天猫保证金")),
                ("amount", .text(Fen.yuan(row.amountFen))),
                ("balance", .text(isOpen ? "--" : Fen.yuan(row.balanceFen))), ("memo", .text("售后")),
                ("biz_desc", .text(row.description)),
            ]
            if !row.orderNo.isEmpty { members.append(("biz_orig_no", .text(row.orderNo))) }
            return .object(members)
        }
    }

    private func asked(_ text: String?) throws(SimulatedAlipayRefusal) -> Asked {
        guard let text, let question = try? JSONDecoder().decode(DepositQuestion.self, from: Data(text.utf8)) else {
            throw AlipayBillQuestion.invalid("缺少start_time、end_time或bail_type")
        }
        guard [Self.ownDeposit, Self.otherDeposit].contains(question.bail_type) else {
            throw AlipayBillQuestion.invalid("bail_type无效")
        }
        guard let from = ShanghaiTime.epochSeconds(question.start_time),
            let until = ShanghaiTime.epochSeconds(question.end_time), from < until,
            until - from <= Self.depositDaysMax * BusinessDay.secondsPerDay
        else { throw AlipayBillQuestion.invalid("时间范围无效，间隔不超过31天") }
        return Asked(from: from, until: until, isOwn: question.bail_type == Self.ownDeposit)
    }
}

/// How many answers still leave a balance open.
final class OpenBalances: Sendable {
    private let left: Guarded<Int>

    init(_ count: Int) { left = Guarded(count) }

    func take() -> Bool {
        left.with { left in
            left -= 1
            return left >= 0
        }
    }
}
