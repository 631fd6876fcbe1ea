import Bills
import Foundation
import Vocabulary

/// The answers about a deposit as the archive keeps them: behind each mark one object of what was asked and the bytes that
/// answered, signature and all.
package struct DepositAnswers {
    static let method = "alipay.data.bill.bail.query"
    private static let node = AlipayReply.nodeName(of: method)

    private let path: String
    private var rest: Data
    /// Of the answer at hand, the last movement first.
    private var rows: [AlipayDepositRow] = []
    /// By number, those of the answer at hand and of the one before: what two of them have in common lies where they meet.
    private var seen: [String: AlipayDepositRow] = [:]
    private var seenBefore: [String: AlipayDepositRow] = [:]

    static func record(asked: String, answer: [UInt8]) -> [UInt8] {
        [FileForm.answerMark] + Array(#"{"asked":\#(asked),"answer":"#.utf8) + answer + Array("}\n".utf8)
    }

    /// nil for another file, and for none.
    package init?(_ path: String) {
        guard let data = try? Data(contentsOf: URL(filePath: path), options: .alwaysMapped),
            data.first == FileForm.answerMark
        else { return nil }
        (self.path, rest) = (path, data.dropFirst())
    }

    /// Each movement once, in the order of the answers; nil behind the last.
    /// - Throws: `bill.*` for what is no such file, or tells a movement in two ways.
    package mutating func next() throws(Problem) -> DepositMovement? {
        while true {
            while let row = rows.popLast() {
                let number = row.trans_log_id
                guard let known = seen[number] ?? seenBefore[number] else {
                    seen[number] = row
                    return row.movement
                }
                guard known == row else {
                    throw problem(
                        .statementSerialConflict, "the answers tell one movement of the deposit in two ways",
                        found: "\(ForeignText.word(number)), twice")
                }
            }
            guard try nextAnswer() else { return nil }
        }
    }

    private mutating func nextAnswer() throws(Problem) -> Bool {
        guard !rest.isEmpty else { return false }
        let end = rest.firstIndex(of: FileForm.answerMark) ?? rest.endIndex
        let record = RawMembers([UInt8](rest[..<end]))
        rest = rest[end...].dropFirst()
        guard let answer = record?["answer"].flatMap({ RawMembers(Array($0)) })?[Self.node],
            let node = try? JSONDecoder().decode(AlipayReply.Node.self, from: Data(answer))
        else { throw problem(.billNotABill, "the file holds no answers about a deposit") }
        (seenBefore, seen) = (seen, [:])
        rows = (node.detail_list ?? []).reversed()
        return true
    }

    private func problem(_ code: ProblemCode, _ what: String, found: String? = nil) -> Problem {
        Problem(code, what, at: Place(file: path), found: found)
    }
}
