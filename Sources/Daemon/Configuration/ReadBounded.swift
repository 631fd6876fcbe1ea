import Glibc

/// The bytes of a file that should be small, read no further than that: a path may lead to a device or to a day's bill.
/// - Returns: nil when it cannot be read; one byte more than asked for when there is more.
func readBounded(_ path: String, bytesMax: Int) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let blockBytes = 1 << 16
    var content: [UInt8] = []
    var block = [UInt8](repeating: 0, count: blockBytes)
    while content.count <= bytesMax {
        let count = read(file, &block, min(blockBytes, bytesMax + 1 - content.count))
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { return nil }
        if count == 0 { break }
        content += block[..<count]
    }
    return content
}
