import Runtime
import Vocabulary

/// A download address that was handed out.
struct DownloadTicket: Sendable {
    let account: ChannelAccount
    let day: BusinessDay
    let kind: SimulatedBillKind
    let isGzip: Bool
    /// By the simulator's clock; at this second the address is dead.
    let expiresAtEpochSeconds: Int64
    /// Path and query exactly as handed out.
    let target: String
    let content: Content

    enum Content: Sendable {
        case bill(BillRequest)
        /// In place of any bill of the source: Alipay's empty file, or the content that a fault gives.
        case bytes([UInt8])
        case packed(BillFile)
    }
}

/// The addresses that are alive, by token.
final class DownloadTickets: Sendable {
    /// Dead ones are remembered as long as this, to be told apart from those that never were.
    private static let rememberedSeconds: Int64 = 3600

    private let state = Guarded([String: DownloadTicket]())

    func add(_ ticket: DownloadTicket, token: String, now: Int64) {
        state.with { tickets in
            tickets = tickets.filter { $0.value.expiresAtEpochSeconds + Self.rememberedSeconds > now }
            tickets[token] = ticket
        }
    }

    func ticket(_ token: String) -> DownloadTicket? { state.with { $0[token] } }
}
