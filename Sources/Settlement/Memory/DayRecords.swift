import Vocabulary

/// What waits for the other side is too much for the memory: all records have to be there before the first entry.
struct TooManyUnclaimed: Error {}

/// The shop's money records of the day, parted by their key's fingerprint. As many parts as the bound allows are tables
/// in memory. Of the others, everything that is done to them is written down in order, and done when nothing more
/// comes, one part at a time: so a day of any size is matched in bounded memory, with the same result.
struct DayRecords: ~Copyable {
    /// What was done to a part that is not in memory.
    private enum Deed: UInt64 { case insert, insertContested, contest, claim }

    private struct Part: ~Copyable {
        var table = BookedRecords()
        var log = Spool(bufferBytesMax: DayRecords.logBufferBytes)
        var isLogged = false
        var inserted = 0
    }

    /// By the fingerprint's top bits. 20 million records in 64 parts are 16 MiB each.
    private static let partBits: UInt64 = 6
    private static let partCount = 1 << Int(partBits)
    private static let logBufferBytes = 32 * 1024
    private static let deedBytes = 32

    private let parts: UnsafeMutablePointer<Part>
    private let memoryBytesMax: Int64
    private let mayLog: Bool
    /// Keys that may be awaited: more would leave too little of the memory to the records.
    private let awaitedMax: Int64
    private var awaited: Int64 = 0
    private static let awaitedShare: Int64 = 8
    private static let awaitedBytes: Int64 = 64
    private var tableBytes: Int64
    /// Parts from here on are logged.
    private var firstLogged = DayRecords.partCount
    /// Records that have come.
    private(set) var count = 0
    /// Positions of unclaimed records of the parts that were logged.
    private var unclaimed = Spool()

    /// - Parameter memoryBytesMax: what the tables may take together. Logs take 2 MiB at most.
    /// - Parameter mayLog: all records come before the first claim.
    init(memoryBytesMax: Int64, mayLog: Bool) {
        self.memoryBytesMax = memoryBytesMax
        self.mayLog = mayLog
        awaitedMax = memoryBytesMax / Self.awaitedShare / Self.awaitedBytes
        parts = .allocate(capacity: Self.partCount)
        for index in 0..<Self.partCount { (parts + index).initialize(to: Part()) }
        tableBytes = parts[0].table.bytes * Int64(Self.partCount)
    }

    deinit {
        parts.deinitialize(count: Self.partCount)
        parts.deallocate()
    }

    /// Every answer is final as soon as it is given.
    var isWhole: Bool { firstLogged == Self.partCount }

    @inline(__always)
    private func part(_ key: KeyFingerprint) -> Int { Int(truncatingIfNeeded: key.high >> (64 - Self.partBits)) }

    /// - Returns: `.duplicateKey` where that is known already; otherwise `settleLogs` tells.
    mutating func insert(
        _ key: KeyFingerprint, amountFen: Int64, isContested: Bool, position: UInt64
    ) throws -> BookedRecords.Insertion {
        let index = part(key)
        count += 1
        parts[index].inserted += 1
        if parts[index].isLogged {
            try log(isContested ? .insertContested : .insert, key, amountFen, position, index)
            return .inserted
        }
        let before = parts[index].table.bytes
        // So a table whose two sides go in step stays small enough for the processor's cache, whatever the day's size.
        if parts[index].table.isFull, parts[index].table.isMostlyClaimed { parts[index].table.dropClaimed() }
        let insertion = parts[index].table.insert(
            key, amountFen: amountFen, isContested: isContested, position: position)
        tableBytes += parts[index].table.bytes - before
        while tableBytes > memoryBytesMax, firstLogged > 0 {
            guard mayLog else { throw TooManyUnclaimed() }
            try logLast()
        }
        return insertion
    }

    /// Contests a key whose record may not have come yet.
    /// - Returns: false where there are too many of these.
    mutating func await(_ key: KeyFingerprint) -> Bool {
        guard awaited < awaitedMax, isWhole else { return false }
        awaited += 1
        let index = part(key)
        tableBytes -= parts[index].table.bytes
        parts[index].table.await(key)
        tableBytes += parts[index].table.bytes
        return true
    }

    /// Makes room: turns the last part that is a table into a log.
    private mutating func logLast() throws {
        firstLogged -= 1
        let index = firstLogged
        var table = BookedRecords()
        swap(&table, &parts[index].table)
        parts[index].isLogged = true
        tableBytes -= table.bytes
        try table.forEach { key, amountFen, isContested, position in
            try log(isContested ? .insertContested : .insert, key, amountFen, position, index)
        }
    }

    private func log(
        _ deed: Deed, _ key: KeyFingerprint, _ amountFen: Int64, _ rest: UInt64, _ index: Int
    ) throws {
        var words = (key.high, key.low, UInt64(bitPattern: amountFen), deed.rawValue << 62 | rest)
        try withUnsafeBytes(of: &words) { try parts[index].log.append($0) }
    }

    /// Fetches what will be asked for: one by one, each would be waited for; one right after the other, they come
    /// together.
    /// - Returns: a number of no meaning; who ignores it may find that nothing was fetched.
    func fetch(_ keys: UnsafeBufferPointer<KeyFingerprint>) -> UInt64 {
        withUnsafeTemporaryAllocation(of: UnsafeRawPointer.self, capacity: keys.count) { slots in
            for index in 0..<keys.count {
                slots.initializeElement(at: index, to: parts[part(keys[index])].table.slot(keys[index]))
            }
            var sum: UInt64 = 0
            for slot in slots { sum &+= slot.load(as: UInt64.self) }
            return sum
        }
    }

    /// nil also where the record lies in a log.
    func amountFen(_ key: KeyFingerprint) -> Int64? { parts[part(key)].table.amountFen(key) }

    /// - Returns: the place of an entry that had claimed the key and is open now.
    mutating func contest(_ key: KeyFingerprint) throws -> UInt64? {
        let index = part(key)
        guard parts[index].isLogged else { return parts[index].table.contest(key) }
        try log(.contest, key, 0, 0, index)
        return nil
    }

    /// nil: `settleLogs` tells.
    mutating func claim(_ key: KeyFingerprint, amountFen: Int64, place: UInt64) throws -> BookedRecords.Claim? {
        let index = part(key)
        guard parts[index].isLogged else { return parts[index].table.claim(key, amountFen: amountFen, place: place) }
        try log(.claim, key, amountFen, place, index)
        return nil
    }

    /// Does what was written down, part by part, and notes which entries are plain.
    /// - Returns: the position of a key that was inserted twice, where there is one.
    mutating func settleLogs(_ isPlain: inout PlaceBits) throws -> UInt64? {
        var duplicate: UInt64?
        for index in firstLogged..<Self.partCount {
            var table = BookedRecords(expected: parts[index].inserted)
            try parts[index].log.forEachBlock { block in
                for offset in stride(from: 0, to: block.count, by: Self.deedBytes) {
                    func word(_ number: Int) -> UInt64 {
                        block.loadUnaligned(fromByteOffset: offset + 8 * number, as: UInt64.self)
                    }
                    let key = KeyFingerprint(high: word(0), low: word(1))
                    let amountFen = Int64(bitPattern: word(2))
                    let rest = word(3) & (1 << 62 - 1)
                    switch Deed(rawValue: word(3) >> 62) {
                    case .insert, .insertContested:
                        let insertion = table.insert(
                            key, amountFen: amountFen, isContested: word(3) >> 62 == Deed.insertContested.rawValue,
                            position: rest)
                        if insertion == .duplicateKey { duplicate = rest }
                    case .contest:
                        if let earlier = table.contest(key) { isPlain[EntryPlace(number: earlier)] = false }
                    case .claim:
                        switch table.claim(key, amountFen: amountFen, place: rest) {
                        case .plain: isPlain[EntryPlace(number: rest)] = true
                        case .open(let earlier):
                            if let earlier { isPlain[EntryPlace(number: earlier)] = false }
                        }
                    case nil: break
                    }
                }
            }
            try table.forEachUnclaimed { position in
                try withUnsafeBytes(of: position) { try unclaimed.append($0) }
            }
            parts[index].log = Spool()
        }
        return duplicate
    }

    /// Positions of the records that no entry claimed, once all is settled.
    func forEachUnclaimed(_ body: (_ position: UInt64) throws -> Void) throws {
        for index in 0..<firstLogged { try parts[index].table.forEachUnclaimed(body) }
        try unclaimed.forEachBlock { block in
            for offset in stride(from: 0, to: block.count, by: 8) {
                try body(block.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            }
        }
    }
}
