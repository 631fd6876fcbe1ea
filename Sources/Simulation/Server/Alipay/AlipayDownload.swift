import Vocabulary

/// `GET /downloadBillFile.resource`: no signature, no checksum, and no status but 200 (Alipay 4).
extension AlipayChannel {
    func download(request: SimulatedHTTPRequest, port: UInt16) -> HTTPReply {
        let now = clock.epochSeconds()
        var record = RequestRecord(step: .download, status: 200, port: port)
        guard request.path == Self.downloadPath, request.method == "GET" else {
            record.step = nil
            return answered(.page(status: request.path == Self.downloadPath ? 405 : 404, title: "Not here"), record)
        }
        let token = request.query?.split(separator: "&").first { $0.hasPrefix("token=") }?.dropFirst(6)
        guard let ticket = tickets.ticket(String(token ?? "")), ticket.target == request.target else {
            record.code = "unknown link"
            return answered(.page(status: 200, title: "下载链接无效"), record)
        }
        record.account = ticket.account
        record.day = ticket.day
        record.bill = ticket.kind
        guard now < ticket.expiresAtEpochSeconds else {
            record.code = "expired link"
            return answered(.page(status: 200, title: "下载超时，请重新获取下载地址"), record)
        }
        record.fault =
            faults.take(
                .download, of: ticket.account, day: ticket.day, bill: ticket.kind, at: now)?.kind
        if record.fault == .expiredLink {
            record.code = "expired link"
            return answered(.page(status: 200, title: "下载超时，请重新获取下载地址"), record)
        }
        guard let archive = archive(ticket) else {
            record.code = "no bill"
            return answered(.page(status: 200, title: "文件不存在"), record)
        }
        let name = "\(ticket.account.account)0156_\(ticket.day.description.replacing("-", with: "")).csv.zip"
        var reply = HTTPReply(
            200,
            headers: [
                ("Content-Type", "application/octet-stream"), ("Content-Disposition", "attachment; filename=\(name)"),
            ], body: .bytes(archive))
        if case .bomb(let inflatedBytes) = record.fault { reply.body = InflationBomb.zip(inflatedBytes: inflatedBytes) }
        return answered(reply.struck(by: record.fault), record)
    }

    private func archive(_ ticket: DownloadTicket) -> [UInt8]? {
        switch ticket.content {
        case .bytes(let bytes): bytes
        case .packed: nil
        case .bill(let request):
            cache.bytes(request, isGzip: false) {
                if case .bytes(let archive) = source.bill(request) { archive } else { nil }
            }
        }
    }
}
