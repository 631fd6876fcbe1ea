/// Several things in one input, apart by a line `%%`.
func parts(of input: UnsafeRawBufferPointer) -> [[UInt8]] {
    let mark = Array("\n%%\n".utf8)
    var parts: [[UInt8]] = []
    var part: [UInt8] = []
    for byte in input {
        part.append(byte)
        if byte == 0x0A, part.suffix(mark.count).elementsEqual(mark) {
            parts.append(part.dropLast(mark.count))
            part = []
        }
    }
    return parts + [part]
}
