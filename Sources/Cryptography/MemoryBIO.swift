import CLibcrypto

/// Collects what libcrypto writes.
func bytesWritten(_ body: (OpaquePointer) -> Bool) -> [UInt8]? {
    guard let bio = BIO_new(BIO_s_mem()) else { return nil }
    defer { BIO_free(bio) }
    guard body(bio) else { return nil }
    var collected: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while true {
        let count = BIO_read(bio, &block, Int32(block.count))
        guard count > 0 else { return collected }
        collected.append(contentsOf: block.prefix(Int(count)))
    }
}

/// Calls an `i2d_…` function twice, as they want it: once for the length, once for the bytes.
func encoded(_ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8] {
    let length = write(nil)
    guard length > 0 else { return [] }
    return [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
        var position = buffer.baseAddress
        count = max(0, Int(write(&position)))
    }
}

/// The DER inside PEM armour, or inside bare base64 as Alipay's console hands it out; the label is empty then.
func armoured(_ text: String) -> (label: String, der: [UInt8])? {
    var label = ""
    var content: [UInt8] = []
    var isInside = !text.contains("-----BEGIN ")
    for line in text.split(whereSeparator: { $0.isNewline }) {
        let line = line.filter { !$0.isWhitespace || $0 == " " }
        if line.hasPrefix("-----BEGIN "), line.hasSuffix("-----") {
            guard label.isEmpty else { break }
            label = String(line.dropFirst(11).dropLast(5))
            isInside = true
        } else if line.hasPrefix("-----END ") {
            break
        } else if isInside {
            content.append(contentsOf: line.utf8.filter { $0 != UInt8(ascii: " ") })
        }
    }
    guard !content.isEmpty, let der = Base64.bytes(String(decoding: content, as: UTF8.self)) else { return nil }
    return (label, der)
}
