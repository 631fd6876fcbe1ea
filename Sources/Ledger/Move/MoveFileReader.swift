import Cryptography
import FoundationEssentials
import Glibc
import Vocabulary

/// Goes through a file once, frame by frame.
final class MoveFileReader {
    private let path: String
    private let file: UnsafeMutablePointer<FILE>
    private var digest: Digest? = Digest(.sha256)
    private var frame: (MoveFile.Frame, [UInt8])?

    init(_ path: String) throws(Problem) {
        self.path = path
        guard let file = fopen(path, "re") else {
            throw MoveFile.damaged("cannot read the file: \(String(cString: strerror(errno)))", at: path)
        }
        self.file = file
        guard try take(MoveFile.title.count, isDigested: true) == MoveFile.title else {
            throw MoveFile.damaged("this is no file of an account, or one of another release", at: path)
        }
    }

    deinit { fclose(file) }

    /// All of it, before anything is made of it.
    static func prove(_ path: String) throws -> MoveFile.Content {
        let reader = try MoveFileReader(path)
        let header: MoveFile.Header = try reader.header()
        while let table = try reader.nextTable() {
            _ = table
            while try reader.nextRows() != nil {}
        }
        let (manifest, sha256) = try reader.end()
        return MoveFile.Content(header: header, manifest: manifest, sha256: sha256)
    }

    func header() throws -> MoveFile.Header { try decoded(.header) }

    /// nil where no table follows.
    func nextTable() throws -> MoveFile.Table? { try peek() == .table ? try decoded(.table) : nil }

    /// nil where the table's rows have ended.
    func nextRows() throws -> [UInt8]? { try peek() == .data ? try next() : nil }

    func end() throws -> (MoveFile.Manifest, sha256: String) {
        let manifest: MoveFile.Manifest = try decoded(.end)
        guard let value = digest.take()?.finish() else { preconditionFailure("a file ends once") }
        guard try take(MoveFile.digestBytes, isDigested: false) == value, fgetc(file) == EOF else {
            throw MoveFile.damaged(
                "the file is not what was written", at: path, expected: "its own SHA-256", found: "another")
        }
        return (manifest, Hexadecimal.text(value))
    }

    private func peek() throws(Problem) -> MoveFile.Frame {
        if let frame { return frame.0 }
        let head = try take(5, isDigested: true)
        let length = head[1...].reduce(0) { $0 << 8 | Int($1) }
        guard let kind = MoveFile.Frame(rawValue: head[0]), length <= MoveFile.frameBytesMax else {
            throw MoveFile.damaged("the file is not what was written: it has a part of no known form", at: path)
        }
        frame = (kind, try take(length, isDigested: true))
        return kind
    }

    private func next() throws(Problem) -> [UInt8] {
        _ = try peek()
        defer { frame = nil }
        return frame?.1 ?? []
    }

    private func decoded<Value: Decodable>(_ kind: MoveFile.Frame) throws -> Value {
        guard try peek() == kind, let value = try? JSONDecoder().decode(Value.self, from: Data(try next())) else {
            throw MoveFile.damaged("the file is not what was written: a part is not where it belongs", at: path)
        }
        return value
    }

    private func take(_ count: Int, isDigested: Bool) throws(Problem) -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, taken in
            taken = fread(buffer.baseAddress, 1, count, file)
        }
        guard bytes.count == count else { throw MoveFile.damaged("the file ends before its end", at: path) }
        if isDigested { digest?.update(bytes) }
        return bytes
    }
}
