import CIsal

/// ISA-L's decompressor with its state at a fixed address: of one gzip member, or of bare deflate data. Bytes that it was
/// given stay where they are until it wants more.
final class InflateStream {
    enum Wrapper {
        case gzip
        /// No wrapper, as in a ZIP.
        case raw
    }

    private let wrapper: Wrapper
    private let state: UnsafeMutablePointer<inflate_state>
    /// Kept over calls: of a header in pieces, its own reader would forget what fields are still to come.
    private let header: UnsafeMutablePointer<isal_gzip_header>
    private var isInHeader = false
    private var isOutputFull = false

    /// The bits that RFC 1952 leaves open: who sets them says something that nobody here understands.
    private static let reservedFlags: UInt32 = 0xE0

    init(_ wrapper: Wrapper) {
        self.wrapper = wrapper
        state = .allocate(capacity: 1)
        header = .allocate(capacity: 1)
        state.initialize(to: inflate_state())
        header.initialize(to: isal_gzip_header())
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(wrapper == .gzip ? ISAL_GZIP_NO_HDR_VER : ISAL_DEFLATE)
        beginAgain()
    }

    deinit {
        state.deallocate()
        header.deallocate()
    }

    /// It has used all bytes and given out all that they inflate to.
    var wantsInput: Bool { state.pointee.avail_in == 0 && !isOutputFull }
    /// Bytes that it was given and did not use; at the end those behind the data.
    var inputLeft: Int { Int(state.pointee.avail_in) + Int(state.pointee.read_in_length) / 8 }
    var nextInputByte: UInt8? { state.pointee.avail_in > 0 ? state.pointee.next_in?.pointee : nil }

    func supply(_ bytes: UnsafeRawBufferPointer) {
        // ISA-L never writes to its input; the cast is only for its signature.
        state.pointee.next_in = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
        state.pointee.avail_in = UInt32(bytes.count)
    }

    /// To be called when another gzip member follows in the same file.
    func beginAgain() {
        isal_inflate_reset(state)
        isal_gzip_header_init(header)
        isInHeader = wrapper == .gzip
    }

    struct Step {
        var produced = 0
        /// Of the data; a gzip member's CRC and length are right, then.
        var isAtEnd = false
        /// What ISA-L says is wrong with the data.
        var damage: String?
    }

    func inflate(into buffer: UnsafeMutableRawBufferPointer) -> Step {
        if isInHeader {
            let code = isal_read_gzip_header(state, header)
            if code < 0 { return Step(damage: Self.damage(code)) }
            if header.pointee.flags & Self.reservedFlags != 0 { return Step(damage: "unknown flags in its header") }
            isInHeader = code != ISAL_DECOMP_OK
            if isInHeader { return Step() }
        }
        state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let room = UInt32(clamping: buffer.count)
        state.pointee.avail_out = room
        let code = isal_inflate(state)
        let isAtEnd = state.pointee.block_state == ISAL_BLOCK_FINISH
        isOutputFull = state.pointee.avail_out == 0 && !isAtEnd
        let produced = Int(room - state.pointee.avail_out)
        if code != ISAL_DECOMP_OK { return Step(produced: produced, damage: Self.damage(code)) }
        return Step(produced: produced, isAtEnd: isAtEnd)
    }

    private static func damage(_ code: Int32) -> String {
        switch code {
        case ISAL_INVALID_BLOCK: "an invalid block"
        case ISAL_INVALID_SYMBOL: "an invalid symbol"
        case ISAL_INVALID_LOOKBACK: "a distance too far back"
        case ISAL_INVALID_WRAPPER: "an invalid header"
        case ISAL_UNSUPPORTED_METHOD: "an unknown compression method"
        case ISAL_INCORRECT_CHECKSUM: "a wrong checksum or length"
        default: "ISA-L code \(code)"
        }
    }
}
