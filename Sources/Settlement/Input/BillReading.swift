import Bills
import Vocabulary

/// Streams the day's entries, from the first, and returns their sums once the bill is proven whole.
package typealias BillReading = (_ sink: (BillEntry) throws -> Void) throws -> BillSummary

/// Reads another bill in force, out of the archive; on whatever queue.
package typealias ArchivedBillReading =
    @Sendable (
        _ files: [BillFile], _ account: ChannelAccount, _ day: BusinessDay, _ sink: (BillEntry) throws -> Void
    ) throws -> BillSummary
