import CExpat
import Glibc
import Vocabulary

/// A name of an element or attribute without its prefix. Which prefix stands for which namespace is the writer's choice, and
/// no two of a workbook's namespaces share a name that is looked at.
struct XMLName {
    private let local: UnsafePointer<CChar>

    init(_ qualified: UnsafePointer<CChar>) {
        local = strchr(qualified, Int32(UInt8(ascii: ":"))).map { UnsafePointer($0 + 1) } ?? qualified
    }

    @inline(__always)
    static func == (name: XMLName, text: StaticString) -> Bool {
        text.withUTF8Buffer { wanted in
            guard let start = wanted.baseAddress else { return false }
            return strncmp(name.local, UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), wanted.count) == 0
                && name.local[wanted.count] == 0
        }
    }
}

/// Attributes of an element, valid while it is told.
struct XMLAttributes {
    fileprivate let list: UnsafeMutablePointer<UnsafePointer<CChar>?>

    /// The value's bytes, which end with a 0.
    subscript(_ wanted: StaticString) -> UnsafePointer<CChar>? {
        var index = 0
        while let name = list[index], let value = list[index + 1] {
            if XMLName(name) == wanted { return value }
            index += 2
        }
        return nil
    }

    func text(_ wanted: StaticString) -> String? { self[wanted].map { String(cString: $0) } }

    /// Digits alone; nil for anything else.
    func number(_ wanted: StaticString) -> Int? {
        guard var at = self[wanted], at.pointee != 0 else { return nil }
        var value = 0
        while at.pointee != 0 {
            guard (48...57).contains(at.pointee), value < 1 << 40 else { return nil }
            value = value * 10 + Int(at.pointee - 48)
            at += 1
        }
        return value
    }
}

enum XMLStep {
    case goOn
    /// Whoever reads is to look at what has been gathered.
    case pause
}

/// Told of the elements of a document in their order.
protocol XMLHandler: AnyObject {
    func begin(_ name: XMLName, _ attributes: XMLAttributes) throws -> XMLStep
    func end(_ name: XMLName) throws -> XMLStep
    func text(_ bytes: UnsafeRawBufferPointer) throws
}

/// A document read through expat, block by block. It knows nothing of entities beyond XML's own five: a document type is
/// refused, so nothing outside is ever looked at, and nothing grows by being named.
final class XMLReader {
    /// Workbooks have some ten.
    private static let depthMax = 64
    /// Of one tag, comment or instruction, which expat holds whole.
    private static let markupBytesMax = 1 << 20
    static let blockBytes = 64 * 1024

    private let source: any ByteSource
    private let handler: any XMLHandler
    private let place: Place
    private let blockBytes: Int
    private let parser: XML_Parser
    private var failure: (any Error)?
    private var depth = 0
    private var isSuspended = false
    private var isSourceRead = false
    private var isAtEnd = false
    private var bytesLeft: Int64
    /// Since something was told.
    private var silentBytes = 0
    var fileBytesRead: Int64 { source.fileBytesRead }

    init(
        _ source: any ByteSource, _ handler: any XMLHandler, limits: BillLimits, blockBytes: Int, place: Place
    ) throws {
        guard let parser = XML_ParserCreate(nil) else {
            throw WorkbookProblem.damaged("there is no memory to read the workbook with", at: place)
        }
        (self.source, self.handler, self.place, self.parser) = (source, handler, place, parser)
        self.blockBytes = min(blockBytes, Self.blockBytes)
        bytesLeft = limits.inflatedBytesMax
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser, { XMLReader.of($0).begin($1, $2) }, { XMLReader.of($0).end($1) })
        XML_SetCharacterDataHandler(parser) { XMLReader.of($0).text($1, $2) }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in XMLReader.of(data).refuseDoctype() }
        XML_SetCommentHandler(parser) { data, _ in XMLReader.of(data).silentBytes = 0 }
        XML_SetProcessingInstructionHandler(parser) { data, _, _ in XMLReader.of(data).silentBytes = 0 }
    }

    deinit { XML_ParserFree(parser) }

    private static func of(_ data: UnsafeMutableRawPointer?) -> XMLReader {
        guard let data else { preconditionFailure("expat hands back what it was given") }
        return Unmanaged<XMLReader>.fromOpaque(data).takeUnretainedValue()
    }

    /// Reads on to where the handler pauses; false at the end of the document.
    func advance() throws -> Bool {
        while !isAtEnd {
            let status = isSuspended ? XML_ResumeParser(parser) : try parseBlock()
            isSuspended = status == XML_STATUS_SUSPENDED
            if let failure { throw failure }
            if isSuspended { return true }
            guard status == XML_STATUS_OK else { throw damaged() }
            isAtEnd = isSourceRead
        }
        return false
    }

    func proveRest() throws {
        let rest = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockBytes, alignment: 16)
        defer { rest.deallocate() }
        while !isSourceRead { isSourceRead = try source.read(into: rest) == 0 }
    }

    private func parseBlock() throws -> XML_Status {
        guard let buffer = XML_GetBuffer(parser, Int32(blockBytes)) else { throw damaged() }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: blockBytes))
        isSourceRead = count == 0
        bytesLeft -= Int64(count)
        silentBytes += count
        guard bytesLeft >= 0 else {
            throw Problem(.billTooLarge, "the workbook's text is larger than allowed", at: at, found: "more")
        }
        guard silentBytes <= Self.markupBytesMax else {
            throw WorkbookProblem.damaged("a tag or comment is longer than any workbook's", at: at)
        }
        return XML_ParseBuffer(parser, Int32(count), isSourceRead ? 1 : 0)
    }

    private var at: Place { place.at(line: Int(XML_GetCurrentLineNumber(parser))) }

    private func damaged() -> Problem {
        let code = XML_GetErrorCode(parser)
        return WorkbookProblem.damaged(
            "the workbook's XML is damaged or cut off", found: XML_ErrorString(code).map { String(cString: $0) }, at: at
        )
    }

    private func begin(_ name: UnsafePointer<CChar>?, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard failure == nil, let name, let list else { return }
        silentBytes = 0
        depth += 1
        guard depth <= Self.depthMax else {
            return stop(WorkbookProblem.damaged("the workbook's XML is nested deeper than any workbook's", at: at))
        }
        take { try handler.begin(XMLName(name), XMLAttributes(list: list)) }
    }

    private func end(_ name: UnsafePointer<CChar>?) {
        guard failure == nil, let name else { return }
        silentBytes = 0
        depth -= 1
        take { try handler.end(XMLName(name)) }
    }

    private func text(_ bytes: UnsafePointer<CChar>?, _ count: Int32) {
        guard failure == nil else { return }
        silentBytes = 0
        do { try handler.text(UnsafeRawBufferPointer(start: bytes, count: Int(count))) } catch { stop(error) }
    }

    private func refuseDoctype() {
        stop(
            WorkbookProblem.damaged(
                "the workbook's XML has a document type, which may name files and grow without end",
                found: "<!DOCTYPE", at: at))
    }

    private func take(_ step: () throws -> XMLStep) {
        do {
            if try step() == .pause { XML_StopParser(parser, 1) }
        } catch { stop(error) }
    }

    private func stop(_ error: any Error) {
        failure = failure ?? error
        XML_StopParser(parser, 0)
    }
}
