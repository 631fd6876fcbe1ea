import Vocabulary

/// The second step: the file itself, without any signature (WeChatPay 6).
extension WeChatPayChannel {
    func download(
        _ request: SimulatedHTTPRequest, _ caller: WeChatPayCaller, _ now: Int64, _ record: inout RequestRecord
    ) -> HTTPReply {
        var strike: ChannelFaultPlan.Strike?
        do throws(SimulatedWeChatPayRefusal) {
            let token = request.query?.split(separator: "&").first { $0.hasPrefix("token=") }?.dropFirst(6)
            guard let ticket = tickets.ticket(String(token ?? "")) else {
                throw SimulatedWeChatPayRefusal.invalidRequest("下载链接无效，请重新申请")
            }
            record.day = ticket.day
            record.bill = ticket.kind
            guard ticket.account == caller.account else { throw SimulatedWeChatPayRefusal.noAuthority }
            guard request.target == ticket.target else {
                throw SimulatedWeChatPayRefusal.parameter("token", "", "下载链接与申请时返回的不一致")
            }
            strike = faults.take(.download, of: caller.account, day: ticket.day, bill: ticket.kind, at: now)
            record.fault = strike?.kind
            if case .error(let status, let code, let isSigned) = record.fault {
                return refused(status: status, code: code, isSigned: isSigned, caller, now, record)
            }
            let expired = SimulatedWeChatPayRefusal.invalidRequest("下载链接已过期，请重新申请")
            guard now < ticket.expiresAtEpochSeconds else { throw expired }
            if record.fault == .expiredLink { return refused(expired, signer: caller.signer, now, record) }
            guard let file = packed(ticket) else { throw SimulatedWeChatPayRefusal.noStatement }
            var reply = HTTPReply(
                200, headers: [("Content-Type", ticket.isGzip ? "application/x-gzip" : "text/plain")],
                body: file)
            if case .bomb(let inflatedBytes) = record.fault {
                reply.body = InflationBomb.gzip(inflatedBytes: inflatedBytes)
            }
            return answered(reply.struck(by: record.fault), record)
        } catch {
            return refused(error, caller, despite: strike, now, record)
        }
    }
}
