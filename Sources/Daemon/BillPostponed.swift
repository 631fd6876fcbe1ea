import Vocabulary

/// The channel asks for patience.
struct BillPostponed: Error {
    var afterSeconds: Int
    var problem: Problem
}
