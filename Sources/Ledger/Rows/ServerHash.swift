/// PostgreSQL's own `hashtextextended(text, 0)`, so that the number we write is the number a query computes. Hash
/// partitioning rests on this function, which keeps it as it is from release to release. (The algorithm is Bob
/// Jenkins's lookup3, public domain.)
package func serverHash(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    let count = bytes.count
    var a = 0x9e37_79b9 &+ UInt32(truncatingIfNeeded: count) &+ 3_923_095
    var b = a
    var c = a
    var offset = 0
    func word(_ at: Int) -> UInt32 { UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)) }
    func rotated(_ value: UInt32, _ by: UInt32) -> UInt32 { value << by | value >> (32 - by) }
    while count - offset >= 12 {
        a = a &+ word(offset)
        b = b &+ word(offset + 4)
        c = c &+ word(offset + 8)
        a = (a &- c) ^ rotated(c, 4)
        c = c &+ b
        b = (b &- a) ^ rotated(a, 6)
        a = a &+ c
        c = (c &- b) ^ rotated(b, 8)
        b = b &+ a
        a = (a &- c) ^ rotated(c, 16)
        c = c &+ b
        b = (b &- a) ^ rotated(a, 19)
        a = a &+ c
        c = (c &- b) ^ rotated(b, 4)
        b = b &+ a
        offset += 12
    }
    // The last eleven bytes; the lowest byte of c is not used, it stood for the length.
    for index in offset..<count {
        let value = UInt32(bytes[index])
        switch index - offset {
        case 0...3: a = a &+ value << UInt32(8 * (index - offset))
        case 4...7: b = b &+ value << UInt32(8 * (index - offset - 4))
        default: c = c &+ value << UInt32(8 * (index - offset - 7))
        }
    }
    c = (c ^ b) &- rotated(b, 14)
    a = (a ^ c) &- rotated(c, 11)
    b = (b ^ a) &- rotated(a, 25)
    c = (c ^ b) &- rotated(b, 16)
    a = (a ^ c) &- rotated(c, 4)
    b = (b ^ a) &- rotated(a, 14)
    c = (c ^ b) &- rotated(b, 24)
    return Int64(bitPattern: UInt64(b) << 32 | UInt64(c))
}

package func serverHash(_ text: String) -> Int64 {
    var text = text
    return text.withUTF8 { serverHash(UnsafeRawBufferPointer($0)) }
}
