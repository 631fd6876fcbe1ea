import Ledger
import Postgres
import Vocabulary

extension Rows {
    /// A sum, which the server gives in a type that holds more than any amount of ours; 0 when it is NULL.
    /// - Throws: where it is beyond all money. It is never read as another one.
    func sum(_ row: Int, _ column: Int, at place: Place) throws -> Int64 {
        guard let text = self[row, column] else { return 0 }
        guard let value = Int64(text), value.magnitude < Fen.sumLimitFen.magnitude else {
            throw sumTooLarge(text, at: place)
        }
        return value
    }
}

/// - Parameter fen: the sum, where it is known.
func sumTooLarge(_ fen: String?, at place: Place) -> Problem {
    Problem(
        .sumTooLarge, "a sum is beyond all money", at: place, expected: "less than \(Fen.yuan(Fen.sumLimitFen)) yuan",
        found: fen.map { "\($0) fen" })
}
