import Cryptography
import Glibc
import Vocabulary

@testable import Simulation

/// What callers send to the simulated channels.
extension FuzzTarget {
    static let requests = FuzzTarget(name: "http-requests") { input in
        let whole = try readRequests(input, pieces: [input.count])
        // The wire may cut anywhere.
        let cut = try readRequests(input, pieces: [1, input.count / 2])
        try hold(
            whole.map(\.text) == cut.map(\.text), "a request that comes in pieces is read otherwise")
        for request in whole { try reply(to: request) }
        return !whole.isEmpty
    }

    private static func reply(to request: SimulatedHTTPRequest) throws {
        _ = try? WeChatPayAuthorization(request.header("Authorization"))
        _ = try? WeChatPayChannel.BillQuestion(request)
        if let parameters = try? AlipayParameters(request) {
            _ = try? AlipayBillQuestion(parameters["biz_content"], hasFunds: true)
            _ = parameters.signedText
        }
        _ = PercentCoding.pairs(request.query ?? "")
    }

    /// Every request of a connection, up to the first refusal or the end.
    private static func readRequests(_ input: UnsafeRawBufferPointer, pieces: [Int]) throws -> [SimulatedHTTPRequest] {
        /// What a socket's buffer holds for certain.
        let bytesMax = 64 * 1024
        var ends: [Int32] = [0, 0]
        precondition(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0, "no pair of sockets")
        defer { for end in ends { close(end) } }
        var rest = UnsafeRawBufferPointer(rebasing: input.prefix(bytesMax))
        for piece in pieces + [rest.count] {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(piece))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
            guard !part.isEmpty else { continue }
            precondition(
                write(ends[0], part.baseAddress, part.count) == part.count, "a socket takes less than it holds")
        }
        shutdown(ends[0], Int32(SHUT_WR))
        var reader = HTTPRequestReader(descriptor: ends[1])
        var requests: [SimulatedHTTPRequest] = []
        while requests.count < 100 {
            do throws(HTTPRequestFailure) { requests.append(try reader.next()) } catch {
                if case .refused(let status) = error {
                    try hold((400...499).contains(status), "a request is refused with \(status)")
                }
                return requests
            }
        }
        return requests
    }
}

extension SimulatedHTTPRequest {
    fileprivate var text: String { "\(method) \(target) \(headers) \(body)" }
}
