import Bills
import Vocabulary

/// What both sides of a day's money have said. Everything that is not plain is in `open_place` and `open_line`, the rest in
/// blocks.
struct MoneyRead {
    /// Of each of the bill's files, in their order.
    var summaries: [FundsSummary] = []
    /// What the day's trade bill leads one to expect, in fen; 0 while none is in force.
    var expectedFen: Int64 = 0
    var digest = MovementsDigest()
}

/// Tells whether two funds bills hold the same movements, whatever they were packed in. Not a proof against a forger: each file's
/// SHA-256 is kept beside it.
struct MovementsDigest: Hashable {
    private var high: UInt64 = 0x6A09_E667_F3BC_C908
    private var low: UInt64 = 0xBB67_AE85_84CA_A73B

    mutating func absorb(_ contentHash: UInt64, file: Int) {
        let product = (high ^ contentHash).multipliedFullWidth(by: 0x510E_527F_ADE6_82D1 ^ low)
        high = product.high ^ low &+ UInt64(file)
        low = product.low ^ (high << 31 | high >> 33)
    }

    var text: String { "\(String(high, radix: 16))-\(String(low, radix: 16))" }
}
