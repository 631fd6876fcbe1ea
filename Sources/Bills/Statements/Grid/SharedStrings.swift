import Vocabulary

/// The texts that cells of a workbook share, by number.
final class SharedStrings {
    /// Of texts and of their offsets each; more lie in a file.
    private static let inMemoryMax = 8 << 20

    private let texts = ByteStore(inMemoryMax: inMemoryMax)
    /// Where each text begins; one more follows.
    private let offsets = ByteStore(inMemoryMax: inMemoryMax)
    private(set) var count = 0
    private var looks = 0
    /// Some megabytes of what cells name one after the other.
    private static let looksPerLettingGo = 1 << 17

    /// - Parameter source: nil for a workbook without any.
    init(_ source: (any ByteSource)?, limits: BillLimits, blockBytes: Int, place: Place) throws {
        if let source {
            let handler = SharedStringsHandler(textBytesMax: limits.lineBytesMax, place: place) { text in
                try self.appendOffset()
                try self.texts.append(text)
                self.count += 1
            }
            let reader = try XMLReader(source, handler, limits: limits, blockBytes: blockBytes, place: place)
            while try reader.advance() {}
        }
        try appendOffset()
        try texts.seal()
        try offsets.seal()
    }

    private func appendOffset() throws {
        try withUnsafeBytes(of: Int64(texts.count)) { try offsets.append($0) }
    }

    /// nil for a number that there is no text of.
    func cell(_ index: Int) -> Cell? {
        guard index >= 0, index < count else { return nil }
        looks += 1
        if looks % Self.looksPerLettingGo == 0 {
            texts.letGo()
            offsets.letGo()
        }
        let at = offsets.pointer(at: index * MemoryLayout<Int64>.size)
        let start = Int(at.loadUnaligned(as: Int64.self))
        let end = Int((at + MemoryLayout<Int64>.size).loadUnaligned(as: Int64.self))
        return Cell(start: texts.pointer(at: start).assumingMemoryBound(to: UInt8.self), count: end - start)
    }
}

/// `<si><t>…</t></si>`, or in pieces of several formats; how it is pronounced is no part of it.
private final class SharedStringsHandler: XMLHandler {
    private let textBytesMax: Int
    private let place: Place
    private let put: (UnsafeRawBufferPointer) throws -> Void
    private var text: [UInt8] = []
    private var isInText = false
    private var isPronounced = false

    init(textBytesMax: Int, place: Place, put: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        (self.textBytesMax, self.place, self.put) = (textBytesMax, place, put)
    }

    func begin(_ name: XMLName, _ attributes: XMLAttributes) -> XMLStep {
        if name == "si" {
            text.removeAll(keepingCapacity: true)
        } else if name == "rPh" {
            isPronounced = true
        } else if name == "t", !isPronounced {
            isInText = true
        }
        return .goOn
    }

    func end(_ name: XMLName) throws -> XMLStep {
        if name == "si" {
            try text.withUnsafeBytes { try put($0) }
        } else if name == "rPh" {
            isPronounced = false
        } else if name == "t" {
            isInText = false
        }
        return .goOn
    }

    func text(_ bytes: UnsafeRawBufferPointer) throws {
        guard isInText else { return }
        guard text.count + bytes.count <= textBytesMax else {
            throw Problem(
                .billLineTooLong, "a text of the workbook is longer than any row can be", at: place,
                expected: "at most \(textBytesMax) bytes", found: "more")
        }
        text.append(contentsOf: bytes)
    }
}
