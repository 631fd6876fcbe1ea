import Dispatch
import Glibc
import Runtime
import TestPlaces
import TestTurns
import Testing
import Vocabulary

@testable import Channels

/// Answers one connection after the other with the given bytes, then closes each. Loopback only.
private final class RawServer: Sendable {
    let received = Guarded<[String]>([])
    private let listener: LoopbackPort

    /// - Parameter answers: nil holds the connection open without a word until the client goes.
    init(_ answers: [[UInt8]?]) throws {
        let listener = try LoopbackPort()
        self.listener = listener
        let received = received
        DispatchQueue(label: "raw-server").async {
            for answer in answers {
                guard let connection = listener.accept() else { return }
                var request: [UInt8] = []
                var block = [UInt8](repeating: 0, count: 4096)
                while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
                    let count = recv(connection, &block, block.count, 0)
                    guard count > 0 else { break }
                    request += block.prefix(count)
                }
                let text = String(decoding: request, as: UTF8.self)
                received.with { $0.append(text) }
                if let answer {
                    var sent = 0
                    while sent < answer.count {
                        let count = answer[sent...].withUnsafeBytes {
                            send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                        }
                        guard count > 0 else { break }
                        sent += count
                    }
                } else {
                    while recv(connection, &block, block.count, 0) > 0 {}
                }
                close(connection)
            }
        }
    }

    deinit { listener.stop() }

    func address(_ target: String = "/x") -> WebAddress {
        WebAddress(origin: WebOrigin(scheme: .http, host: "127.0.0.1", port: Int(listener.number)), target: target)
    }
}

private func response(_ head: String, _ body: [UInt8] = []) -> [UInt8] {
    Array((head + "\r\n\r\n").replacing("\n", with: "\n").utf8) + body
}

private func failure(
    _ server: RawServer, limits: TransferLimits = TransferLimits(),
    sink: DownloadSink? = nil
) -> TransferFailure? {
    do throws(TransferFailure) {
        _ = try CurlTransport(limits: limits, caFile: nil).send(HTTPRequest(address: server.address()), sink: sink)
        return nil
    } catch {
        return error
    }
}

@Suite(.serialized, .waiting) struct CurlTransportTests {
    @Test func anAnswerComesBackWithHeadersAndUndecodedBody() throws {
        let gzip: [UInt8] = [0x1F, 0x8B, 8, 0, 1, 2, 3]
        let server = try RawServer([
            response(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nRequest-ID:  abc \r\nContent-Length: \(gzip.count)", gzip),
            response("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 2", [65, 66]),
        ])
        let transport = CurlTransport(limits: TransferLimits(), caFile: nil)
        let target = "/a//b/../c?token=a%2Fb+c%zz"
        let answer = try transport.send(
            HTTPRequest(address: server.address(target), headers: [("Accept", "application/json")]), sink: nil)
        #expect(answer.status == 200)
        #expect(answer.body == gzip)
        #expect(answer.header("request-id") == "abc")
        let redirect = try transport.send(
            HTTPRequest(
                method: .post(body: Array("a=1".utf8), contentType: "application/x-www-form-urlencoded;charset=utf-8"),
                address: server.address()), sink: nil)
        #expect(redirect.status == 302)
        #expect(redirect.body == [65, 66])
        let received = server.received.with { $0 }
        #expect(received[0].hasPrefix("GET \(target) HTTP/1.1\r\n"))
        #expect(received[0].contains("\r\nUser-Agent: \(CurlTransport.userAgent)\r\n"))
        #expect(received[0].contains("\r\nAccept: application/json\r\n"))
        #expect(!received[0].lowercased().contains("accept-encoding"))
        #expect(received[1].hasPrefix("POST /x HTTP/1.1\r\n"))
        #expect(received[1].contains("\r\nContent-Type: application/x-www-form-urlencoded;charset=utf-8\r\n"))
    }

    @Test func onlyAWholeBodyGoesToTheSink() throws {
        let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        let server = try RawServer([
            response("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)", body),
            response("HTTP/1.1 400 Bad Request\r\nContent-Length: 3", [1, 2, 3]),
            response("HTTP/1.1 206 Partial Content\r\nContent-Length: 3", [1, 2, 3]),
        ])
        let transport = CurlTransport(limits: TransferLimits(), caFile: nil)
        let sunk = Guarded<[UInt8]>([])
        let request = HTTPRequest(address: server.address())
        let totals = Guarded<Set<Int64?>>([])
        func sink(_ bytes: UnsafeRawBufferPointer, _ total: Int64?) {
            sunk.with { $0 += Array(bytes) }
            totals.with { _ = $0.insert(total) }
        }
        let whole = try transport.send(request, sink: sink)
        #expect(totals.with { $0 } == [Int64(body.count)])
        #expect(whole.body.isEmpty)
        #expect(sunk.with { $0 } == body)
        for status in [400, 206] {
            let refused = try transport.send(request, sink: sink)
            #expect(refused.status == status)
            #expect(refused.body == [1, 2, 3])
            #expect(sunk.with { $0.count } == body.count)
        }
    }

    @Test func whatGoesWrongOnTheWireIsToldApart() throws {
        #expect(failure(try RawServer([response("HTTP/1.1 200 OK\r\nContent-Length: 10", [1, 2, 3])]))?.kind == .cut)
        #expect(
            failure(
                try RawServer([response("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", Array("5\r\nab".utf8))]))?.kind
                == .cut)
        #expect(failure(try RawServer([[]]))?.kind == .cut)
        var small = TransferLimits()
        small.answerBytesMax = 8
        small.downloadBytesMax = 8
        let nine = [UInt8](repeating: 1, count: 9)
        // With and without a length that tells beforehand.
        for head in ["HTTP/1.1 200 OK\r\nContent-Length: 9", "HTTP/1.1 200 OK"] {
            #expect(failure(try RawServer([response(head, nine)]), limits: small)?.kind == .tooLarge)
            #expect(failure(try RawServer([response(head, nine)]), limits: small, sink: { _, _ in })?.kind == .tooLarge)
        }
        var impatient = TransferLimits()
        impatient.answerTimeoutSeconds = 1
        #expect(failure(try RawServer([nil]), limits: impatient)?.kind == .timedOut)
        let problem = Problem(.archiveFailed, "full", hint: "Make room.")
        let refused = failure(
            try RawServer([response("HTTP/1.1 200 OK\r\nContent-Length: 9", nine)]),
            sink: { _, _ throws(Problem) in throw problem })
        #expect(refused?.problem == problem)
    }

    @Test func nobodyListeningAndPlainHTTPElsewhereAreRefused() throws {
        let transport = CurlTransport(limits: TransferLimits(), caFile: nil)
        for text in ["http://127.0.0.1:1/", "http://192.0.2.1/"] {
            let address = try #require(WebAddress(text))
            let failure = #expect(throws: TransferFailure.self) {
                _ = try transport.send(HTTPRequest(address: address), sink: nil)
            }
            #expect(failure?.kind == .unreachable)
        }
    }
}
