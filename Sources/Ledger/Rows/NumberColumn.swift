/// One column of a block in the making: numbers given by channel or shop. What is the same in all of them is kept once, and of
/// the rest each has a piece of as many bytes as any other, so that the server finds it by its place.
struct NumberColumn: ~Copyable {
    /// Longer ones than a channel allows; and `encode` breaks lines after 76 characters.
    static let lengthMax = 72
    /// Room for the longest and what it is widened by.
    private static let stride = 80
    /// Fills short numbers up; what ends with it cannot be told from them.
    static let padding: StaticString = "f"
    private static let paddingByte = UInt8(ascii: "f")

    /// Numbers that count on do so in their last digits: a second piece of no more bytes is kept in planes.
    static let stepBytesMax = 2

    private let rows: UnsafeMutableRawPointer
    private let lengths: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var shortest = Self.stride
    private var longest = 0
    private var hasPaddedEnd = false

    init(countMax: Int) {
        rows = .allocate(byteCount: (max(1, countMax) + 1) * Self.stride, alignment: 16)
        lengths = .allocate(capacity: max(1, countMax))
    }

    deinit {
        rows.deallocate()
        lengths.deallocate()
    }

    subscript(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: rows + index * Self.stride, count: Int(lengths[index]))
    }

    mutating func removeAll() { (count, shortest, longest, hasPaddedEnd) = (0, Self.stride, 0, false) }

    @inline(__always)
    static func fits(_ number: UnsafeRawBufferPointer) -> Bool { number.count <= lengthMax && fitsLine(number) }

    /// - Parameter number: one that fits.
    @inline(__always)
    mutating func append(_ number: UnsafeRawBufferPointer) {
        let row = rows + count &* Self.stride
        for offset in Swift.stride(from: 0, to: Self.stride, by: 16) {
            row.storeBytes(of: SIMD16(repeating: Self.paddingByte), toByteOffset: offset, as: SIMD16<UInt8>.self)
        }
        let length = number.count
        if let start = number.baseAddress, length > 0 {
            row.copyMemory(from: start, byteCount: length)
            if number[length &- 1] == Self.paddingByte { hasPaddedEnd = true }
        }
        lengths[count] = UInt8(truncatingIfNeeded: length)
        shortest = min(shortest, length)
        longest = max(longest, length)
        count &+= 1
    }

    /// How the numbers of a column are put together again.
    struct Form {
        var coding: NumberCoding
        var isPadded: Bool
        /// Of each number, the two pieces that differ. What is before, between and after them is the first number's.
        var first: Range<Int>
        var second: Range<Int>
        var headLength: Int { first.lowerBound }
        /// Without a second piece it is all that follows the first.
        var middle: Range<Int>
    }

    func head(_ form: Form) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: firstRow[0..<form.headLength])
    }
    func middle(_ form: Form) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: firstRow[form.middle]) }

    private var firstRow: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: rows, count: count == 0 ? 0 : Self.stride)
    }

    /// - Returns: nil where they cannot be packed.
    func form() -> Form? {
        guard count > 0 else {
            return Form(coding: .hex, isPadded: false, first: 0..<0, second: 0..<0, middle: 0..<0)
        }
        let isRagged = shortest != longest
        guard !(isRagged && hasPaddedEnd), let differs = differences() else { return nil }
        guard let low = differs.differs.firstIndex(of: true), let last = differs.differs.lastIndex(of: true) else {
            return Form(
                coding: .hex, isPadded: isRagged, first: longest..<longest, second: longest..<longest,
                middle: longest..<longest)
        }
        let high = last + 1
        let gap = longestGap(differs.differs, low..<high)
        for coding in NumberCoding.allCases {
            var isPadded = isRagged
            if gap.count > 1, case .hex = coding,
                let first = widened(low..<gap.lowerBound, within: 0..<gap.upperBound, coding, &isPadded),
                // There is nothing after the second piece.
                let second = widened(
                    gap.upperBound..<longest, within: first.upperBound..<Self.stride, coding, &isPadded),
                isPacked(first, coding, differs), isPacked(second, coding, differs)
            {
                return Form(
                    coding: coding, isPadded: isPadded, first: first, second: second,
                    middle: first.upperBound..<second.lowerBound)
            }
            isPadded = isRagged
            if let first = widened(low..<high, within: 0..<Self.stride, coding, &isPadded),
                isPacked(first, coding, differs)
            {
                let end = max(longest, first.upperBound)
                // The second piece is the one that may go on by steps.
                let isStep = coding.bytes(first) <= NumberColumn.stepBytesMax && first.upperBound == end
                let low = first.lowerBound
                return Form(
                    coding: coding, isPadded: isPadded, first: isStep ? low..<low : first,
                    second: isStep ? first : end..<end, middle: isStep ? low..<low : first.upperBound..<end)
            }
        }
        return nil
    }

    /// What is said of each place in all the numbers.
    private struct Differences {
        var differs = [Bool](repeating: false, count: NumberColumn.stride)
        /// All have a digit there, or one of `abcdef`, with which short ones are filled up.
        var isHex = [Bool](repeating: true, count: NumberColumn.stride)
    }

    /// nil where a number has what not every coding and every encoding of a database leaves as it is.
    private func differences() -> Differences? {
        var found = Differences()
        let (zero, nine) = (SIMD16(repeating: UInt8(ascii: "0")), SIMD16(repeating: UInt8(ascii: "9")))
        let (a, f) = (SIMD16(repeating: UInt8(ascii: "a")), SIMD16(repeating: UInt8(ascii: "f")))
        let escape = SIMD16(repeating: UInt8(ascii: "\\"))
        for offset in Swift.stride(from: 0, to: longest, by: 16) {
            let first = rows.load(fromByteOffset: offset, as: SIMD16<UInt8>.self)
            var (bits, greatest) = (SIMD16<UInt8>(), SIMD16<UInt8>())
            var isEscape = SIMDMask<SIMD16<Int8>>(repeating: false)
            var isHex = SIMDMask<SIMD16<Int8>>(repeating: true)
            for index in 0..<count {
                let bytes = rows.load(fromByteOffset: index &* Self.stride &+ offset, as: SIMD16<UInt8>.self)
                bits |= bytes ^ first
                greatest |= bytes
                isEscape = isEscape .| (bytes .== escape)
                let isDigit = (bytes .>= zero) .& (bytes .<= nine)
                let isLetter = (bytes .>= a) .& (bytes .<= f)
                isHex = isHex .& (isDigit .| isLetter)
            }
            if greatest.max() >= 0x80 || any(isEscape) { return nil }
            for lane in 0..<16 {
                found.differs[offset + lane] = bits[lane] != 0
                found.isHex[offset + lane] = isHex[lane]
            }
        }
        return found
    }

    private func longestGap(_ differs: [Bool], _ span: Range<Int>) -> Range<Int> {
        var longest = span.upperBound..<span.upperBound
        var start = span.lowerBound
        for index in span where differs[index] {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        return longest
    }

    /// A piece made as long as its coding demands, with what is the same of all beside it.
    private func widened(
        _ piece: Range<Int>, within bounds: Range<Int>, _ coding: NumberCoding, _ isPadded: inout Bool
    ) -> Range<Int>? {
        var (low, high) = (piece.lowerBound, piece.upperBound)
        while (high - low) % coding.charactersPerGroup != 0 {
            if high < min(longest, bounds.upperBound), coding.value(firstRow[high]) != nil {
                high += 1
            } else if low > bounds.lowerBound, coding.value(firstRow[low - 1]) != nil {
                low -= 1
            } else if high >= longest, high < bounds.upperBound, !hasPaddedEnd {
                high += 1
                isPadded = true
            } else {
                return nil
            }
        }
        return low..<high
    }

    private func isPacked(_ piece: Range<Int>, _ coding: NumberCoding, _ differs: Differences) -> Bool {
        if case .hex = coding { return piece.allSatisfy { differs.isHex[$0] } }
        return coding.values.withUnsafeBufferPointer { values in
            var bits: UInt8 = 0
            for index in 0..<count {
                let row = UnsafeRawPointer(rows + index &* Self.stride)
                for place in piece {
                    bits |= values[Int(row.load(fromByteOffset: place, as: UInt8.self))]
                }
            }
            return bits < NumberCoding.none
        }
    }

    /// Appends a piece of every number, one number after the other; or, in planes, first a byte of each number and then the next,
    /// which takes hardly any room where the numbers count on.
    func pack(_ piece: Range<Int>, _ coding: NumberCoding, inPlanes: Bool, into buffer: inout ByteBuffer) {
        let (groups, bytes, count) = (piece.count / coding.charactersPerGroup, coding.bytes(piece), count)
        let start = UnsafeRawPointer(rows + piece.lowerBound)
        if case .hex = coding, !inPlanes {
            buffer.append(bytes: count * bytes, spare: 8) { target in
                for index in 0..<count {
                    for chunk in Swift.stride(from: 0, to: bytes, by: 8) {
                        let offset = index &* Self.stride &+ 2 &* chunk
                        let characters = start.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
                        // Letters have a bit that digits have not.
                        let letters: SIMD16<UInt8> = (characters &>> 6) &* 9
                        let values: SIMD16<UInt8> = (characters & 15) &+ letters
                        let pairs: SIMD8<UInt8> = (values.evenHalf &<< 4) | values.oddHalf
                        target.storeBytes(of: pairs, toByteOffset: index &* bytes &+ chunk, as: SIMD8<UInt8>.self)
                    }
                }
            }
            return
        }
        buffer.reserve(count * bytes)
        coding.values.withUnsafeBufferPointer { values in
            for group in 0..<(inPlanes ? groups : 1) {
                for index in 0..<count {
                    for group in inPlanes ? group..<group + 1 : 0..<groups {
                        let offset = index &* Self.stride &+ group &* coding.charactersPerGroup
                        coding.append(start + offset, values, to: &buffer)
                    }
                }
            }
        }
    }
}
