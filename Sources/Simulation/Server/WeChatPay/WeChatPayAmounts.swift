import Vocabulary

/// `GET /v3/profitsharing/transactions/{transaction_id}/amounts`: what of a payment is not shared yet.
extension WeChatPayChannel {
    /// The payment that a path asks about; nil for any other path.
    static func sharedTransaction(_ path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].isEmpty, parts[1...3] == ["v3", "profitsharing", "transactions"],
            parts[5] == "amounts"
        else { return nil }
        return String(parts[4])
    }

    func amounts(
        _ request: SimulatedHTTPRequest, _ caller: WeChatPayCaller, _ now: Int64, _ record: inout RequestRecord
    ) -> HTTPReply {
        let strike = faults.take(.amounts, of: caller.account, day: nil, at: now)
        record.fault = strike?.kind
        if case .error(let status, let code, let isSigned) = record.fault {
            return refused(status: status, code: code, isSigned: isSigned, caller, now, record)
        }
        let transaction = Self.sharedTransaction(request.path) ?? ""
        guard let unsplitFen = source.unsplitFen(account: caller.account, transactionID: transaction) else {
            return refused(.notFound, caller, despite: strike, now, record)
        }
        return signed(
            .object([("transaction_id", .text(transaction)), ("unsplit_amount", .integer(unsplitFen))]), caller,
            record.fault, now, record)
    }
}
