import Cryptography
import Glibc
import Runtime
import Vocabulary

@testable import Channels

/// A channel that answers what the input says, one part after the other:
///
///     200 s
///     Header: value
///
///     body
///
/// Behind the status stand marks of what the channel itself would do to the answer, as no mutation hits a signature.
struct ScriptedAnswer {
    var status: Int
    var marks: Set<UInt8>
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    init(_ part: [UInt8]) {
        var lines = part[...]
        func line() -> String? {
            guard let end = lines.firstIndex(of: 0x0A) else { return nil }
            let text = String(decoding: lines[..<end], as: UTF8.self)
            lines = lines[(end + 1)...]
            return text
        }
        let words = (line() ?? "").split(separator: " ")
        // libcurl gives three digits.
        status = words.first.flatMap { Int($0) }.flatMap { (100...999).contains($0) ? $0 : nil } ?? 200
        marks = Set(words.dropFirst().first?.utf8.map { $0 } ?? [])
        headers = []
        while let text = line(), !text.isEmpty {
            guard let colon = text.firstIndex(of: ":") else { continue }
            headers.append(
                (text[..<colon].lowercased(), trimmingASCIIWhitespace(String(text[text.index(after: colon)...]))))
        }
        body = Array(lines)
    }

    func has(_ mark: Character) -> Bool { mark.asciiValue.map { marks.contains($0) } ?? false }
}

/// Hands the answers out in place of the network.
struct ScriptedTransport: HTTPTransport {
    /// A client asks a bounded number of times, whatever it is told.
    static let requestsMax = 60

    private let script: Guarded<(answers: [ScriptedAnswer], given: Int)>
    /// Puts the channel's own work on an answer. The next answer is there for what this one says of it.
    private let prepare: @Sendable (ScriptedAnswer, ScriptedAnswer?) -> ScriptedAnswer

    init(
        _ input: UnsafeRawBufferPointer,
        prepare: @escaping @Sendable (ScriptedAnswer, ScriptedAnswer?) -> ScriptedAnswer
    ) {
        script = Guarded((parts(of: input).prefix(40).map { ScriptedAnswer($0) }, 0))
        self.prepare = prepare
    }

    /// Those that the client has seen.
    var given: [ScriptedAnswer] { script.with { Array($0.answers.prefix($0.given)) } }
    var requests: Int { script.with { $0.given } }

    func send(
        _ request: HTTPRequest, sink: DownloadSink?
    ) throws(TransferFailure) -> HTTPAnswer {
        let answers: (this: ScriptedAnswer, next: ScriptedAnswer?)? = script.with { script in
            script.given += 1
            guard script.given <= script.answers.count else { return nil }
            return (script.answers[script.given - 1], script.answers.dropFirst(script.given).first)
        }
        guard let answers else { throw TransferFailure(kind: .unreachable, detail: "the script ends") }
        let prepared = prepare(answers.this, answers.next)
        guard let sink, (200..<300).contains(prepared.status) else {
            return HTTPAnswer(status: prepared.status, headers: prepared.headers, body: prepared.body)
        }
        for start in stride(from: 0, to: prepared.body.count, by: 100) {
            let piece = Array(prepared.body[start..<min(start + 100, prepared.body.count)])
            let result = piece.withUnsafeBytes { buffer in Result { () throws(Problem) in try sink(buffer, nil) } }
            do throws(Problem) { try result.get() } catch {
                throw TransferFailure(refusing: error)
            }
        }
        return HTTPAnswer(status: prepared.status, headers: prepared.headers, body: [])
    }
}

/// Keys of this process alone: nothing in an input is signed by them, so they may be others each time.
enum FuzzKeys {
    static let own = key()
    static let ownText = own.pem
    static let channel = key()
    static let channelText = Result { () throws(Problem) in try channel.publicKey.pem }
    static let apiV3 = Array("0123456789abcdef0123456789abcdef".utf8)

    private static func key() -> PrivateKey {
        do { return try PrivateKey.generate() } catch { preconditionFailure("no key: \(error)") }
    }
}

/// Where the clients put what they fetch: in memory, and gone when the input is done.
final class FuzzArchive {
    let archive: BillArchive
    private let root: String

    init() {
        root = InMemoryFile.directory + "/reconciled-fuzz-\(Nonce.text())"
        archive = BillArchive(root: root)
    }

    deinit { remove(root) }

    private func remove(_ path: String) {
        for name in directoryEntries(path) + directoryEntries(path, hidden: true) { remove("\(path)/\(name)") }
        if rmdir(path) != 0 { unlink(path) }
    }
}

func contents(of bill: BillFile) -> [UInt8] {
    guard let file = fopen(bill.path, "re") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: Int(bill.sizeBytes))
    return Array(bytes.prefix(fread(&bytes, 1, bytes.count, file)))
}
