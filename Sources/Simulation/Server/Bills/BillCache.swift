import Cryptography
import Runtime
import Vocabulary

/// Bills that were applied for lately, so that a download does not make them a second time.
final class BillCache: Sendable {
    /// Room for the days of a demonstration; the newest bill is kept whatever its size.
    static let bytesMax = 192 * 1024 * 1024

    private struct Key: Hashable {
        let request: BillRequest
        let isGzip: Bool
    }

    private struct State {
        var packed: [Key: [UInt8]] = [:]
        /// Oldest first.
        var order: [Key] = []
        var byteCount = 0
    }

    private let state = Guarded(State())

    func bytes(_ request: BillRequest, isGzip: Bool, make: () -> [UInt8]?) -> [UInt8]? {
        let key = Key(request: request, isGzip: isGzip)
        if let known = state.with({ $0.packed[key] }) { return known }
        guard let made = make() else { return nil }
        state.with { state in
            guard state.packed.updateValue(made, forKey: key) == nil else { return }
            state.order.append(key)
            state.byteCount += made.count
            while state.byteCount > Self.bytesMax, state.order.count > 1 {
                state.byteCount -= state.packed.removeValue(forKey: state.order.removeFirst())?.count ?? 0
            }
        }
        return made
    }
}
