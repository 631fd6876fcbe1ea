import CZlib
import Vocabulary

/// zlib's decompressor with its state at a fixed address and an input buffer of its own.
final class InflateStream {
    enum Wrapper: Int32 {
        /// 15 bits of window, 16 for the gzip wrapper.
        case gzip = 31
        /// No wrapper, as in a ZIP.
        case raw = -15
    }

    private static let inputBytes = 256 * 1024

    private let state: UnsafeMutablePointer<z_stream>
    let input: UnsafeMutableRawBufferPointer

    init(_ wrapper: Wrapper) {
        input = .allocate(byteCount: Self.inputBytes, alignment: 16)
        state = .allocate(capacity: 1)
        state.initialize(to: z_stream())
        let code = inflateInit2_(state, wrapper.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(code == Z_OK, "zlib has memory and the right version")
    }

    deinit {
        inflateEnd(state)
        state.deallocate()
        input.deallocate()
    }

    /// Compressed bytes that were not consumed yet.
    var inputLeft: Int { Int(state.pointee.avail_in) }
    var nextInputByte: UInt8? { inputLeft > 0 ? state.pointee.next_in?.pointee : nil }

    /// Takes the first `count` bytes of `input` as the next compressed ones.
    func supply(_ count: Int) {
        state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        state.pointee.avail_in = UInt32(count)
    }

    func beginAgain() { inflateReset(state) }

    struct Step {
        var produced: Int
        var isAtEnd: Bool
        /// What zlib says is wrong with the data.
        var damage: String?
    }

    func inflate(into buffer: UnsafeMutableRawBufferPointer) -> Step {
        state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let room = UInt32(clamping: buffer.count)
        state.pointee.avail_out = room
        let code = CZlib.inflate(state, Z_NO_FLUSH)
        let step = Step(produced: Int(room - state.pointee.avail_out), isAtEnd: code == Z_STREAM_END)
        if code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR { return step }
        return Step(
            produced: step.produced, isAtEnd: false,
            damage: state.pointee.msg.map { String(cString: $0) } ?? "zlib code \(code)")
    }
}
