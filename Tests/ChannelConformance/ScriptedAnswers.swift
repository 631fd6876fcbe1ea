@testable import Channels
import Runtime
import Vocabulary

/// Answers requests from a closure in place of the network.
package struct ScriptedAnswers: HTTPTransport {
    package struct Answer: Sendable {
        package var status: Int
        package var headers: [(name: String, value: String)]
        package var body: [UInt8]

        package init(_ status: Int, _ body: [UInt8] = [], _ headers: [(name: String, value: String)] = []) {
            (self.status, self.body, self.headers) = (status, body, headers)
        }
    }

    private let requests = Guarded(0)
    /// Called with the target, and the request's number from 0; nil ends the connection.
    let answer: @Sendable (_ target: String, _ number: Int) throws -> Answer?

    package init(_ answer: @escaping @Sendable (_ target: String, _ number: Int) throws -> Answer?) {
        self.answer = answer
    }

    package func send(
        _ request: HTTPRequest, sink: ((UnsafeRawBufferPointer) throws(Problem) -> Void)?
    ) throws(TransferFailure) -> HTTPAnswer {
        let number = requests.with { number in
            number += 1
            return number - 1
        }
        guard let answer = try? answer(request.address.target, number) else {
            throw TransferFailure(kind: .cut, detail: "the connection ended")
        }
        guard let sink, answer.status == 200 else {
            return HTTPAnswer(status: answer.status, headers: answer.headers, body: answer.body)
        }
        let result = answer.body.withUnsafeBytes { bytes in Result { () throws(Problem) in try sink(bytes) } }
        do throws(Problem) { try result.get() } catch { throw TransferFailure(refusing: error) }
        return HTTPAnswer(status: answer.status, headers: answer.headers, body: [])
    }
}
