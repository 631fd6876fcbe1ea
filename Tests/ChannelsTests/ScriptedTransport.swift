import Testing
import Runtime
import Vocabulary

@testable import Channels

/// Answers requests from a closure in place of the network, and remembers them.
struct ScriptedTransport: HTTPTransport {
    let requests = Guarded<[HTTPRequest]>([])
    /// Called with the request and its number from 0.
    let answer: @Sendable (HTTPRequest, Int) throws -> HTTPAnswer

    func send(
        _ request: HTTPRequest, sink: ((UnsafeRawBufferPointer) throws(Problem) -> Void)?
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
        // In small pieces, as a network would.
        for start in stride(from: 0, to: answer.body.count, by: 100) {
            let piece = Array(answer.body[start..<min(start + 100, answer.body.count)])
            let result = piece.withUnsafeBytes { buffer in Result { () throws(Problem) in try sink(buffer) } }
            do throws(Problem) { try result.get() } catch {
                throw TransferFailure(refusing: error)
            }
        }
        answer.body = []
        return answer
    }
}

extension HTTPAnswer {
    init(_ status: Int, _ body: [UInt8] = [], _ headers: [(name: String, value: String)] = []) {
        self.init(status: status, headers: headers, body: body)
    }
}
