import CLibcurl
import Cryptography
import Vocabulary

/// Transfers by libcurl: one at a time per call, no redirect followed, nothing decoded, TLS always verified.
struct CurlTransport: HTTPTransport {
    /// Both channels ask for a fixed product name (WeChatPay 2.3).
    static let userAgent = "reconciled/1.0 (Linux)"

    /// So many bytes of a fast download come with one call of the system, in place of libcurl's own 16 KiB.
    private static let downloadBufferBytes = 256 * 1024

    let limits: TransferLimits
    /// A PEM bundle in place of the system's.
    let caFile: String?

    init(limits: TransferLimits, caFile: String?) {
        self.limits = limits
        self.caFile = caFile
    }

    /// - Throws: for a bundle that others than its owner can write: TLS rests on it.
    init(_ limits: TransferLimits, trusting caFile: String?) throws(Problem) {
        if let caFile { try SecretFile.requireUnwritable(caFile) }
        self.init(limits: limits, caFile: caFile)
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    func send(
        _ request: HTTPRequest, sink: DownloadSink?
    ) throws(TransferFailure) -> HTTPAnswer {
        let origin = request.address.origin
        guard origin.scheme == .https || origin.isLoopback else {
            throw TransferFailure(kind: .unreachable, detail: "http is for loopback hosts only")
        }
        guard Self.isReady, let curl = curl_easy_init() else {
            throw TransferFailure(kind: .unreachable, detail: "libcurl cannot be set up")
        }
        defer { curl_easy_cleanup(curl) }
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(headers) }
        var lines = request.headers.map { "\($0.name): \($0.value)" }
        if case .post(_, let contentType) = request.method { lines.append("Content-Type: \(contentType)") }
        lines.append("Expect:")
        for line in lines { headers = curl_slist_append(headers, line) ?? headers }

        let transfer = RunningTransfer(
            curl: curl, sink: sink, answerBytesMax: limits.answerBytesMax, sinkBytesMax: limits.downloadBytesMax,
            stop: limits.stop)
        configure(curl, request: request, isDownload: sink != nil)
        _ = recon_setopt_pointer(curl, CURLOPT_HTTPHEADER, headers)
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        _ = recon_setopt_pointer(curl, CURLOPT_WRITEDATA, context)
        _ = recon_setopt_pointer(curl, CURLOPT_HEADERDATA, context)
        _ = recon_setopt_callback(curl, CURLOPT_WRITEFUNCTION, receiveBody)
        _ = recon_setopt_callback(curl, CURLOPT_HEADERFUNCTION, receiveHeader)
        _ = recon_setopt_closed_on_exec(curl)
        _ = recon_setopt_long(curl, CURLOPT_NOPROGRESS, 0)
        _ = recon_setopt_pointer(curl, CURLOPT_XFERINFODATA, context)
        _ = recon_setopt_progress(curl) { context, _, _, _, _ in
            guard let context else { return 0 }
            return Unmanaged<RunningTransfer>.fromOpaque(context).takeUnretainedValue().stop.isRaised ? 1 : 0
        }
        let code = withExtendedLifetime(transfer) { curl_easy_perform(curl) }
        if let failure = transfer.failure { throw failure }
        guard code == CURLE_OK else { throw Self.failure(code) }
        return HTTPAnswer(status: transfer.status, headers: transfer.headers, body: transfer.body)
    }

    private func configure(_ curl: UnsafeMutableRawPointer, request: HTTPRequest, isDownload: Bool) {
        let totalSeconds = isDownload ? limits.downloadTimeoutSeconds : limits.answerTimeoutSeconds
        for (option, value) in [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_HTTP_CONTENT_DECODING, 0),
            (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2), (CURLOPT_PATH_AS_IS, 1),
            (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1), (CURLOPT_CONNECTTIMEOUT, limits.connectTimeoutSeconds),
            (CURLOPT_TIMEOUT, totalSeconds), (CURLOPT_LOW_SPEED_LIMIT, limits.lowSpeedBytesPerSecond),
            (CURLOPT_LOW_SPEED_TIME, limits.lowSpeedSeconds), (CURLOPT_FORBID_REUSE, 1),
        ] { _ = recon_setopt_long(curl, option, value) }
        if isDownload { _ = recon_setopt_long(curl, CURLOPT_BUFFERSIZE, Self.downloadBufferBytes) }
        // An answer's size is known before its body where the server says so.
        _ = recon_setopt_offset(
            curl, CURLOPT_MAXFILESIZE_LARGE,
            curl_off_t(isDownload ? limits.downloadBytesMax : Int64(limits.answerBytesMax)))
        for (option, value) in [
            (CURLOPT_URL, request.address.text), (CURLOPT_USERAGENT, Self.userAgent),
            (CURLOPT_PROTOCOLS_STR, request.address.origin.scheme.rawValue),
        ] { _ = recon_setopt_string(curl, option, value) }
        if let caFile { _ = recon_setopt_string(curl, CURLOPT_CAINFO, caFile) }
        // A proxy of the environment is for the way out; it cannot reach this machine's own ports.
        if request.address.origin.isLoopback { _ = recon_setopt_string(curl, CURLOPT_NOPROXY, "*") }
        if case .post(var body, _) = request.method {
            _ = recon_setopt_long(curl, CURLOPT_POSTFIELDSIZE, body.count)
            body.withUnsafeMutableBytes { buffer in
                _ = recon_setopt_pointer(curl, CURLOPT_COPYPOSTFIELDS, buffer.baseAddress)
            }
        }
    }

    private static func failure(_ code: CURLcode) -> TransferFailure {
        let kind: TransferFailure.Kind =
            switch code {
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_HTTP2_STREAM,
                CURLE_HTTP2, CURLE_WEIRD_SERVER_REPLY:
                .cut
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR: .untrusted
            case CURLE_FILESIZE_EXCEEDED: .tooLarge
            default: .unreachable
            }
        return TransferFailure(kind: kind, detail: String(cString: curl_easy_strerror(code)))
    }
}

/// The state of one running transfer, which libcurl's callbacks get back by pointer.
private final class RunningTransfer {
    let curl: UnsafeMutableRawPointer
    let sink: DownloadSink?
    let answerBytesMax: Int
    let sinkBytesMax: Int64
    let stop: StopSignal
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    var sunkBytes: Int64 = 0
    var failure: TransferFailure?

    /// Far above what any server sends.
    static let headersMax = 200
    /// Of all of them, and of all answers that go before the last.
    static let headerBytesMax = 64 * 1024
    private var headerBytes = 0

    init(
        curl: UnsafeMutableRawPointer, sink: DownloadSink?, answerBytesMax: Int, sinkBytesMax: Int64, stop: StopSignal
    ) {
        self.curl = curl
        self.sink = sink
        self.answerBytesMax = answerBytesMax
        self.sinkBytesMax = sinkBytesMax
        self.stop = stop
    }

    var status: Int {
        var status = 0
        _ = recon_getinfo_long(curl, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    /// As the answer says, for showing alone.
    private var bytesTotal: Int64? {
        headers.first { $0.name == "content-length" }.flatMap { Int64($0.value) }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// False ends the transfer.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let sink, status == 200 else {
            body.append(contentsOf: bytes)
            guard body.count <= answerBytesMax else {
                failure = TransferFailure(kind: .tooLarge, detail: "more than \(answerBytesMax) bytes")
                return false
            }
            return true
        }
        sunkBytes += Int64(bytes.count)
        guard sunkBytes <= sinkBytesMax else {
            failure = TransferFailure(kind: .tooLarge, detail: "more than \(sinkBytesMax) bytes")
            return false
        }
        do throws(Problem) {
            try sink(bytes, bytesTotal)
            return true
        } catch {
            failure = TransferFailure(refusing: error)
            return false
        }
    }

    /// False ends the transfer.
    func receive(headerLine bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= Self.headerBytesMax else {
            failure = TransferFailure(kind: .tooLarge, detail: "headers of more than \(Self.headerBytesMax) bytes")
            return false
        }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // Only the last answer counts, not a 100 Continue before it.
            headers.removeAll()
            return true
        }
        guard headers.count < Self.headersMax, let colon = line.firstIndex(of: ":") else { return true }
        let value = trimmingASCIIWhitespace(String(line[line.index(after: colon)...]))
        headers.append((line[..<colon].lowercased(), value))
        return true
    }
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<RunningTransfer>.fromOpaque(context).takeUnretainedValue()
    return transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

private func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<RunningTransfer>.fromOpaque(context).takeUnretainedValue()
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.receive(headerLine: line) ? size * count : 0
}
