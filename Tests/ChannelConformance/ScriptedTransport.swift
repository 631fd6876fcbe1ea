@testable import Channels
import Runtime
import Vocabulary

/// Answers requests from a closure in place of the network, and remembers them.
package struct ScriptedTransport: HTTPTransport {
    package let requests = Guarded<[HTTPRequest]>([])
    private let answer: @Sendable (HTTPRequest, Int) throws -> HTTPAnswer

    /// - Parameter answer: called with the request and its number from 0.
    package init(_ answer: @escaping @Sendable (HTTPRequest, Int) throws -> HTTPAnswer) { self.answer = answer }

    package func send(
        _ request: HTTPRequest, sink: DownloadSink?
    ) throws(TransferFailure) -> HTTPAnswer {
        let number = requests.with { requests in
            requests.append(request)
            return requests.count - 1
        }
        var answer: HTTPAnswer
        do { answer = try self.answer(request, number) } catch {
            throw error as? TransferFailure ?? TransferFailure(kind: .unreachable, detail: "\(error)")
        }
        guard let sink, answer.status == 200 else { return answer }
        let total = Int64(answer.body.count)
        // In small pieces, as a network would.
        for start in stride(from: 0, to: answer.body.count, by: 100) {
            let piece = Array(answer.body[start..<min(start + 100, answer.body.count)])
            let result = piece.withUnsafeBytes { buffer in Result { () throws(Problem) in try sink(buffer, total) } }
            do throws(Problem) { try result.get() } catch { throw TransferFailure(refusing: error) }
        }
        answer.body = []
        return answer
    }
}

extension TransferFailure {
    package static var cut: Self { TransferFailure(kind: .cut, detail: "the connection ended") }
}

extension HTTPAnswer {
    package init(_ status: Int, _ body: [UInt8] = [], _ headers: [(name: String, value: String)] = []) {
        self.init(status: status, headers: headers, body: body)
    }

    package init(_ status: Int, _ text: String, _ headers: [(name: String, value: String)] = []) {
        self.init(status, Array(text.utf8), headers)
    }
}
