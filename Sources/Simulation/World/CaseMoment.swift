import Vocabulary

/// When something happens, and, chosen with it, whether a one-sided item of that moment waits for a neighbour's bill.
struct Moment: Hashable, Sendable {
    enum Waits: Hashable, Sendable {
        case no
        /// In the last window of its day.
        case forNextBill
        /// In the first window of its day; only a record waits there.
        case forBillBefore
    }

    let day: BusinessDay
    let second: Int64
    let waits: Waits

    var epochSeconds: Int64 { day.startEpochSeconds + second }
}
