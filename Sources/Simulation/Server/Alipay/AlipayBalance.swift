import FoundationEssentials
import Vocabulary

/// `alipay.data.bill.balancehis.query`: the balance at both ends of a day. Not every application may ask.
extension AlipayChannel {
    private struct BalanceQuestion: Decodable {
        let biz_date: String?
        let biz_month: String?
    }

    func balance(
        _ parameters: AlipayParameters, _ keys: SimulatedAlipayKeys, _ now: Int64, _ found: RequestRecord
    ) -> HTTPReply {
        var record = found
        record.step = .balance
        let account = ChannelAccount(channel: .alipay, account: keys.partnerID)
        func refuse(_ refusal: SimulatedAlipayRefusal, isSigned: Bool? = nil) -> HTTPReply {
            refused(
                refusal, keys, isSigned: isSigned ?? options.signsErrors, fault: record.fault,
                of: AlipayGate.balanceMethod, record)
        }
        do throws(SimulatedAlipayRefusal) {
            let day = try day(parameters["biz_content"], now)
            record.day = day
            record.fault = faults.take(.balance, of: account, day: day, at: now)?.kind
            if case .error(_, let code, let isSigned) = record.fault {
                return refuse(SimulatedAlipayRefusal(named: code), isSigned: isSigned)
            }
            guard !options.refusesBalance, let balance = source.alipayBalance(account: account, day: day) else {
                throw .insufficientPermissions
            }
            let answer = AlipayAnswer(
                nodeName: AlipayAnswer.node(of: AlipayGate.balanceMethod),
                node: .object([
                    ("code", .text("10000")), ("msg", .text("Success")),
                    ("beginning_balance", .text(Fen.yuan(balance.beginningFen))),
                    ("ending_balance", .text(Fen.yuan(balance.endingFen))),
                ]), signer: AlipaySigner(keys.platform),
                namesCertificate: options.usesCertificates(keys.partnerID))
            return answered(answer.reply(fault: record.fault), record)
        } catch {
            return refuse(error)
        }
    }

    /// A month can be asked for at Alipay, but nobody here has.
    private func day(_ text: String?, _ now: Int64) throws(SimulatedAlipayRefusal) -> BusinessDay {
        guard let text, let question = try? JSONDecoder().decode(BalanceQuestion.self, from: Data(text.utf8)) else {
            throw AlipayBillQuestion.invalid("biz_content不是有效的JSON")
        }
        guard question.biz_month == nil, let date = question.biz_date, let day = BusinessDay(date) else {
            throw AlipayBillQuestion.invalid("biz_date无效")
        }
        guard now >= day.endEpochSeconds + options.availableAfterSeconds else {
            throw AlipayBillQuestion.invalid("biz_date的余额尚未生成")
        }
        return day
    }
}
