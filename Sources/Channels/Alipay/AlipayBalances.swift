import Vocabulary

extension AlipayReply.Node {
    /// Of an answer to `balancehis`.
    /// - Throws: `channel.malformed_answer`.
    func balances(of pot: Pot) throws(Problem) -> PotBalances {
        PotBalances(
            pot, openingFen: try fen(beginning_balance, of: "beginning_balance"),
            closingFen: try fen(ending_balance, of: "ending_balance"))
    }

    /// Yuan with two decimals at the most, as all amounts of the gateway are.
    private func fen(_ text: String?, of member: String) throws(Problem) -> Int64 {
        let (digitsMax, decimalsMax) = (13, 2)
        var whole = (text ?? "")[...]
        let isNegative = whole.first == "-"
        if isNegative { whole.removeFirst() }
        let parts = whole.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count > 1 ? parts[1] : ""
        let isNumber = parts.allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard isNumber, parts[0].utf8.count <= digitsMax, decimals.utf8.count <= decimalsMax,
            let fen = Int64(parts[0] + decimals + String(repeating: "0", count: decimalsMax - decimals.utf8.count))
        else {
            throw Problem(
                .channelMalformedAnswer, "the gateway's answer has no balance", expected: "\(member) in yuan",
                hint: "Report this: the protocol may have changed.")
        }
        return isNegative ? -fen : fen
    }
}
