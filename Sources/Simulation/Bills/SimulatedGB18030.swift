import Glibc
import Vocabulary

/// UTF-8 to GB18030 by glibc. Bills encode each constant and each free text once, not once a row.
struct SimulatedGB18030: ~Copyable {
    private let descriptor: iconv_t

    init() throws(Problem) {
        descriptor = iconv_open("GB18030", "UTF-8")
        // iconv_open signals failure as (iconv_t)-1.
        if Int(bitPattern: descriptor) == -1 {
            throw Problem(
                .simulationEncoding, "this system cannot encode GB18030", expected: "glibc's converter GB18030")
        }
    }

    deinit { iconv_close(descriptor) }

    func bytes(_ text: String) throws(Problem) -> [UInt8] {
        var source = Array(text.utf8CString.dropLast())
        // No character takes more than four bytes, and none takes fewer than half of its UTF-8 length.
        var target = [CChar](repeating: 0, count: source.count * 2 + 4)
        var left = target.count
        let capacity = left
        let result = source.withUnsafeMutableBufferPointer { from in
            target.withUnsafeMutableBufferPointer { into in
                var input = from.baseAddress
                var inputLeft = from.count
                var output = into.baseAddress
                return iconv(descriptor, &input, &inputLeft, &output, &left)
            }
        }
        guard result != -1 else {
            throw Problem(
                .simulationEncoding, "a text of the simulated world has no GB18030 form",
                hint: "This is a fault of the simulator: use characters that GB18030 has.")
        }
        return target[0..<(capacity - left)].map { UInt8(bitPattern: $0) }
    }
}
