/// One or more gzip members as one text. CRC and length of each are checked, and nothing may lie behind the last.
package final class GzipMembers {
    package enum Damage: Error {
        case data(String)
        case bytesBehind
        case cut
    }

    private let stream = InflateStream(.gzip)
    private var isInMember = true

    package init() {}

    /// All bytes at hand are used, and what they inflate to is given out.
    package var wantsInput: Bool { stream.wantsInput }

    /// - Parameter bytes: stay where they are until more are wanted.
    package func supply(_ bytes: UnsafeRawBufferPointer) { stream.supply(bytes) }

    /// Fills the buffer as far as the bytes at hand go, or a member does: maybe not at all.
    package func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(Damage) -> Int {
        if !isInMember, !wantsInput {
            guard stream.nextInputByte == 0x1F else { throw .bytesBehind }
            stream.beginAgain()
            isInMember = true
        }
        let step = stream.inflate(into: buffer)
        if let damage = step.damage { throw .data(damage) }
        isInMember = !step.isAtEnd
        return step.produced
    }

    /// Nothing more comes.
    package func finish() throws(Damage) { if isInMember { throw .cut } }
}
