/// A cell over bytes that lie outside a window, padded as the fast parsers need them.
enum SlowCell {
    static func with<T>(_ bytes: some Collection<UInt8>, _ body: (Cell) -> T) -> T {
        var padded = [UInt8](repeating: 0, count: Cell.paddingBytes)
        padded.append(contentsOf: bytes)
        padded.append(contentsOf: repeatElement(0, count: Cell.paddingBytes))
        return padded.withUnsafeBufferPointer { buffer in
            // The array is never empty, so it has a base address.
            guard let base = buffer.baseAddress else { preconditionFailure("an array of padding has an address") }
            return body(Cell(start: base + Cell.paddingBytes, count: bytes.count))
        }
    }
}
