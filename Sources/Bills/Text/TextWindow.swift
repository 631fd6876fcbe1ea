import Glibc
import Vocabulary

/// A block of a bill's text that moves over the whole of it. Lines are handed out as places in the block, with the
/// cells' starts beside them; nothing is copied or allocated for a row.
struct TextWindow: ~Copyable {
    /// Size of a block: what is read ahead at a time.
    static let defaultBlockBytes = AheadSource.blockBytes

    /// A row that lies in the window from `start` on.
    struct Row {
        /// Without the line end.
        var count: Int
        var cells: Int
        /// Line feeds that were joined into it, beside its own end.
        var joinedLines: Int
        /// Bytes to the next line.
        var next: Int
    }

    let place: Place
    private let source: any ByteSource
    private let blockBytes: Int
    private let lineBytesMax: Int
    private let allocation: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    /// Offsets from a row's start: `cells[i]` is where cell i begins; one more follows, as if a cell came after the end.
    let cells: UnsafeMutablePointer<UInt32>
    private var start = 0
    private var end = 0
    private var isSourceRead = false

    /// From 1: the line that begins at `start`.
    private(set) var lineNumber = 1
    /// Bytes that came out of the source.
    private(set) var bytesRead: Int64 = 0
    /// Where in its file the source is.
    var fileBytesRead: Int64 { source.fileBytesRead }
    private let bytesMax: Int64
    private let linesMax: Int

    /// - Parameters:
    ///   - bytesMax: how many bytes this text may have.
    ///   - linesBefore: lines of the bill that were read before, which its lines count on from.
    init(
        _ source: any ByteSource, place: Place, limits: BillLimits, bytesMax: Int64, linesBefore: Int = 0,
        blockBytes: Int
    ) {
        self.source = source
        self.place = place
        self.blockBytes = blockBytes
        self.bytesMax = bytesMax
        linesMax = limits.linesMax - linesBefore
        lineBytesMax = limits.lineBytesMax
        capacity = lineBytesMax + blockBytes
        allocation = .allocate(capacity: capacity + 2 * Cell.paddingBytes)
        // Only what may be looked at before the first block is there; each block brings the zeros behind it.
        allocation.initialize(repeating: 0, count: 2 * Cell.paddingBytes)
        cells = .allocate(capacity: lineBytesMax + 4 * SeparatorScan<CommaSeparator>.stepBytes)
    }

    deinit {
        allocation.deallocate()
        cells.deallocate()
    }

    /// The first byte that was not consumed.
    @inline(__always)
    var text: UnsafePointer<UInt8> { UnsafePointer(allocation + Cell.paddingBytes + start) }

    @inline(__always)
    func cell(_ index: Int, separatorWidth: Int) -> Cell {
        let first = Int(cells[index])
        return Cell(start: text + first, count: Int(cells[index + 1]) &- separatorWidth &- first)
    }

    /// Makes sure of `count` unread bytes; false if the text ends before.
    @inline(__always)
    mutating func has(_ count: Int) throws -> Bool {
        while end &- start < count { if try !fill() { return false } }
        return true
    }

    /// True if the unread text begins with `bytes`.
    mutating func begins(with bytes: [UInt8]) throws -> Bool {
        guard try has(bytes.count) else { return false }
        return UnsafeBufferPointer(start: text, count: bytes.count).elementsEqual(bytes)
    }

    /// The unread text's beginning, as far as it goes.
    mutating func beginning(_ count: Int) throws -> [UInt8] {
        _ = try has(count)
        return Array(UnsafeBufferPointer(start: text, count: min(count, end - start)))
    }

    /// Goes over a byte-order mark.
    mutating func skip(_ count: Int) { start += count }

    @inline(__always)
    mutating func consume(_ row: Row) {
        start &+= row.next
        lineNumber &+= row.joinedLines &+ 1
    }

    /// Reads another block behind the unread bytes. False at the end of the text.
    private mutating func fill() throws -> Bool {
        if isSourceRead { return false }
        let unread = end - start
        guard unread <= lineBytesMax else { throw lineTooLong() }
        let base = allocation + Cell.paddingBytes
        memmove(base, base + start, unread)
        (start, end) = (0, unread)
        let got = try source.read(
            into: UnsafeMutableRawBufferPointer(start: base + end, count: min(blockBytes, capacity - end)))
        end += got
        bytesRead += Int64(got)
        isSourceRead = got == 0
        memset(base + end, 0, Cell.paddingBytes)
        if bytesRead > bytesMax {
            throw Problem(
                .billTooLarge, "the bill's text is larger than allowed", at: place,
                expected: "at most \(bytesMax) bytes", found: "more")
        }
        // A block later at the latest: it has no more lines than bytes.
        if lineNumber > linesMax {
            throw Problem(
                .billTooLarge, "the bill has more lines than any bill has", at: place, expected: "at most \(linesMax)",
                found: "more", hint: ProblemCode.askChannel)
        }
        return got > 0
    }

    /// Reads the rest for nothing but what the container proves at its end.
    mutating func proveRest() throws {
        repeat { start = end } while try fill()
    }

    /// One physical line, whatever it holds, without its end. nil at the end of the text. For headers and the like.
    mutating func nextLine() throws -> [UInt8]? {
        guard try has(1) else { return nil }
        var searched = 0
        while true {
            if let feed = memchr(text + searched, 0x0A, end - start - searched) {
                let count = UnsafeRawPointer(feed) - UnsafeRawPointer(text)
                guard count <= lineBytesMax else { throw lineTooLong() }
                let line = lineBytes(count)
                start += count + 1
                lineNumber += 1
                return line
            }
            searched = end - start
            if try !fill() {
                guard searched <= lineBytesMax else { throw lineTooLong() }
                let line = lineBytes(searched)
                start = end
                lineNumber += 1
                return line
            }
        }
    }

    private func lineBytes(_ count: Int) -> [UInt8] {
        let isCarriageReturned = count > 0 && text[count - 1] == 0x0D
        return Array(UnsafeBufferPointer(start: text, count: isCarriageReturned ? count - 1 : count))
    }

    /// The row that begins here, with its cells. `firstCell` is where its first cell begins.
    ///
    /// A physical line belongs to the row as well unless its first byte passes `startsRow` or its text `endsRows`.
    @inline(__always)
    mutating func row<Separator: CellSeparator>(
        _ separator: Separator.Type, firstCell: Int, startsRow: (UInt8) -> Bool,
        endsRows: (inout TextWindow, _ offset: Int) throws -> Bool
    ) throws -> Row {
        cells[0] = UInt32(truncatingIfNeeded: firstCell)
        var found = 1
        let available = min(end &- start, lineBytesMax &+ 1)
        let feed = SeparatorScan<Separator>.line(
            from: text, available: available, origin: 0, cells: cells, count: &found)
        if feed >= 0, feed <= lineBytesMax, feed &+ 1 < end &- start, startsRow(text[feed &+ 1]) {
            return finished(Separator.self, end: feed, next: feed &+ 1, cells: found, joined: 0)
        }
        return try rowAcrossBlocks(separator, firstCell: firstCell, startsRow: startsRow, endsRows: endsRows)
    }

    /// The same where the row's end, or what follows it, is not in the window yet, or where the next line does not
    /// begin as a row does.
    @inline(never)
    private mutating func rowAcrossBlocks<Separator: CellSeparator>(
        _ separator: Separator.Type, firstCell: Int, startsRow: (UInt8) -> Bool,
        endsRows: (inout TextWindow, _ offset: Int) throws -> Bool
    ) throws -> Row {
        cells[0] = UInt32(firstCell)
        var found = 1
        var scanned = 0
        var joined = 0
        while true {
            let before = found
            let available = min(end - start, lineBytesMax + 1) - scanned
            let feed = SeparatorScan<Separator>.line(
                from: text + scanned, available: available, origin: scanned, cells: cells, count: &found)
            if feed < 0 {
                if end - start > lineBytesMax { throw lineTooLong() }
                if try fill() {
                    found = before
                    continue
                }
                return finished(Separator.self, end: end - start, next: end - start, cells: found, joined: joined)
            }
            let lineEnd = scanned + feed
            guard lineEnd <= lineBytesMax else { throw lineTooLong() }
            if try !has(lineEnd + 2) || startsRow(text[lineEnd + 1]) || endsRows(&self, lineEnd + 1) {
                return finished(Separator.self, end: lineEnd, next: lineEnd + 1, cells: found, joined: joined)
            }
            joined += 1
            scanned = lineEnd + 1
        }
    }

    @inline(__always)
    private func finished<Separator: CellSeparator>(
        _: Separator.Type, end: Int, next: Int, cells count: Int, joined: Int
    ) -> Row {
        let isCarriageReturned = end > 0 && text[end &- 1] == 0x0D
        let length = isCarriageReturned ? end &- 1 : end
        cells[count] = UInt32(truncatingIfNeeded: length &+ Separator.width)
        return Row(count: length, cells: count, joinedLines: joined, next: next)
    }

    /// True if the text at `offset` from here begins with `bytes`.
    mutating func matches(_ bytes: [UInt8], at offset: Int) throws -> Bool {
        guard try has(offset + bytes.count) else { return false }
        return UnsafeBufferPointer(start: text + offset, count: bytes.count).elementsEqual(bytes)
    }

    private func lineTooLong() -> Problem {
        Problem(
            .billLineTooLong, "a line is longer than any row can be", at: place.at(line: lineNumber),
            expected: "at most \(lineBytesMax) bytes", found: "more")
    }
}
