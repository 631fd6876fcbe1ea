import Glibc

/// This machine's name, as others know its processes.
func hostName() -> String {
    let nameBytesMax = 256  // HOST_NAME_MAX is 64
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: nameBytesMax) { buffer in
        guard let base = buffer.baseAddress, gethostname(base, nameBytesMax - 1) == 0 else { return "?" }
        buffer[nameBytesMax - 1] = 0
        return String(cString: base)
    }
}
