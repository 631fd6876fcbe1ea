import Glibc

/// Whether this process may send nothing to a host: the sandbox of its unit (`IPAddressDeny=`) drops what it sends, without a
/// word to a connection, which then only times out. A datagram is refused at once, and this is an empty one to a port where
/// nobody listens.
package func isForbidden(host: String) -> Bool {
    // A name that cannot be resolved: perhaps its servers are what cannot be reached. An address that is nobody's tells.
    let nobodys = "192.0.2.1"
    return refusesDatagram(to: host) ?? refusesDatagram(to: nobodys) ?? false
}

private func refusesDatagram(to host: String) -> Bool? {
    let discardPort = "9"
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, discardPort, &hints, &found) == 0, let address = found else { return nil }
    defer { freeaddrinfo(address) }
    let descriptor = socket(
        address.pointee.ai_family, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    errno = 0
    let sent = sendto(descriptor, nil, 0, 0, address.pointee.ai_addr, address.pointee.ai_addrlen)
    return sent < 0 && errno == EPERM
}
