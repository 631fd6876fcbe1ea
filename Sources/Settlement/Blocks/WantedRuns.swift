import Bills
import Ledger
import Postgres
import Vocabulary

/// A page of 8 KiB holds the tags of 500 entries: no block that was ever stored has more lines than this.
private let blockLinesMax: Int64 = 1 << 12

/// - Parameters:
///   - text: PostgreSQL's array of the first and last line of each run.
///   - count: how many lines the block has.
/// - Returns: nil where they are not runs of so many lines, one after the other.
func lineRuns(_ text: String, covering count: Int64) -> [ClosedRange<Int32>]? {
    let numbers = text.dropFirst().dropLast().split(separator: ",").map { Int32($0) ?? 0 }
    guard numbers.count.isMultiple(of: 2), count <= blockLinesMax else { return nil }
    var runs: [ClosedRange<Int32>] = []
    var lines: Int64 = 0
    for index in stride(from: 0, to: numbers.count, by: 2) {
        let (first, last) = (numbers[index], numbers[index + 1])
        guard first > runs.last?.upperBound ?? 0, first <= last else { return nil }
        runs.append(first...last)
        lines += Int64(last) - Int64(first) + 1
    }
    return lines == count ? runs : nil
}

struct WantedDay: Hashable {
    var accountID: Int32
    var day: BusinessDay
}

/// Lines that follow one another in a block.
struct WantedRun {
    var block: Int
    var type: EntryType
    var fileNumber: Int16
    var lines: ClosedRange<Int32>
}

/// Tells of the entries of a bill, in their order, in which of the wanted blocks they lie.
struct WantedRuns {
    private let runs: [WantedRun]
    private var next = 0

    init(_ runs: [WantedRun], _ type: EntryType) {
        self.runs = runs.filter { $0.type == type }.sorted {
            ($0.fileNumber, $0.lines.lowerBound) < ($1.fileNumber, $1.lines.lowerBound)
        }
    }

    @inline(__always)
    mutating func block(of entry: BillEntry) -> Int? {
        while next < runs.count {
            let run = runs[next]
            if run.fileNumber == entry.fileNumber, entry.lineNumber <= run.lines.upperBound {
                return entry.lineNumber >= run.lines.lowerBound ? run.block : nil
            }
            if run.fileNumber > entry.fileNumber { return nil }
            next += 1
        }
        return nil
    }
}

/// Packs entries as they were packed before.
struct BlocksAgain: ~Copyable {
    var block: PlainBlock
    private var wanted: WantedRuns
    private var number: Int?

    init(_ block: consuming PlainBlock, _ runs: [WantedRun]) {
        wanted = WantedRuns(runs, block.type)
        self.block = block
    }

    @inline(__always)
    mutating func append(_ entry: BillEntry, _ writer: inout CopyWriter) throws {
        guard let number = wanted.block(of: entry) else { return }
        if number != self.number { try block.flush(&writer) }
        self.number = number
        // One that does not go with the others was not among them: the block will not be the same.
        _ = block.append(entry)
    }
}
