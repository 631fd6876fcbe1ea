import Bills

/// Where an entry stands in its bill, in one number.
struct EntryPlace: Hashable, Sendable {
    let number: UInt64

    init(_ entry: borrowing BillEntry) {
        self.init(fileNumber: entry.fileNumber, lineNumber: entry.lineNumber)
    }

    init(fileNumber: Int16, lineNumber: Int32) {
        number = UInt64(UInt16(bitPattern: fileNumber)) << 32 | UInt64(UInt32(bitPattern: lineNumber))
    }

    init(number: UInt64) { self.number = number }

    var fileNumber: Int16 { Int16(truncatingIfNeeded: number >> 32) }
    var lineNumber: Int32 { Int32(truncatingIfNeeded: number) }
}

/// One bit for each line of a bill: 20 million lines take 2.5 MiB.
struct PlaceBits {
    /// By file: a bill has two at most.
    private var words: [[UInt64]] = [[], []]
    /// Places that no bill has, and a damaged row may say.
    private var odd: Set<UInt64> = []

    subscript(_ place: EntryPlace) -> Bool {
        get {
            let (file, line) = (Int(place.fileNumber), Int(place.lineNumber))
            guard words.indices.contains(file), line >= 0 else { return odd.contains(place.number) }
            guard line >> 6 < words[file].count else { return false }
            return words[file][line >> 6] >> UInt64(line & 63) & 1 != 0
        }
        set {
            let (file, line) = (Int(place.fileNumber), Int(place.lineNumber))
            guard words.indices.contains(file), line >= 0 else {
                if newValue { odd.insert(place.number) } else { odd.remove(place.number) }
                return
            }
            if line >> 6 >= words[file].count {
                guard newValue else { return }
                let missing = (line >> 6) + 1 - words[file].count
                words[file].append(contentsOf: repeatElement(0, count: missing))
            }
            let bit: UInt64 = 1 << UInt64(line & 63)
            if newValue { words[file][line >> 6] |= bit } else { words[file][line >> 6] &= ~bit }
        }
    }
}
