import Rules
import Testing

@Suite struct ContractedRateTests {
    @Test(arguments: [
        // settled fen, rate in ten-millionths, fee fen
        (8800, 60_000, 53), (100, 60_000, 1), (83, 60_000, 0), (84, 60_000, 1), (0, 60_000, 0), (25, 200_000, 1),
        (24, 200_000, 0), (5_000, 54_000, 27), (999_999_999_999, 60_000, 6_000_000_000),
        // Whatever a row says, there is an answer.
        (.max, 10_000_000, .max), (.min, 10_000_000, -.max), (.max, .max, .max), (.min, .max, -.max), (.min, 0, 0),
    ])
    func theContractedFeeIsRoundedHalfUp(settled: Int64, rate: Int64, fee: Int64) {
        #expect(ContractedRate(perTenMillion: rate).expectedFeeFen(settledFen: settled) == fee)
    }
}
