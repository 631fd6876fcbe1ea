/// Numbers of lines in ascending order, as PostgreSQL's `integer[]` of the first and last of each run of lines that follow
/// one another.
struct LineRuns: ~Copyable {
    private static let integerType: Int32 = 23
    private static let headerBytes = 20
    private static let elementBytes = 8
    private static let elementsPerRun = 2

    private var elements = ByteBuffer()
    private var array = ByteBuffer()
    private var last: Int32?

    mutating func append(_ line: Int32) {
        if let last {
            if line == last &+ 1 {
                self.last = line
                return
            }
            element(last)
        }
        elements.reserve(Self.elementBytes * Self.elementsPerRun)
        element(line)
        last = line
    }

    /// - Returns: the array in the binary format, valid until the next call; the next line begins another one.
    mutating func finish() -> UnsafeRawBufferPointer {
        if let last { element(last) }
        last = nil
        array.removeAll()
        array.reserve(Self.headerBytes + elements.count)
        array.append(bigEndian: Int32(1))
        array.append(bigEndian: Int32(0))
        array.append(bigEndian: Self.integerType)
        array.append(bigEndian: Int32(elements.count / Self.elementBytes))
        array.append(bigEndian: Int32(1))
        array.append(elements.bytes)
        elements.removeAll()
        return array.bytes
    }

    private mutating func element(_ value: Int32) {
        elements.append(bigEndian: Int32(MemoryLayout<Int32>.size))
        elements.append(bigEndian: value)
    }
}
