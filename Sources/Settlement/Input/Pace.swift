/// How a run goes about a day: nothing of it changes what is found.
package struct Pace: Sendable {
    /// What the tables that match a day may take in memory; what is beyond goes to temporary files.
    package var memoryBytesMax: Int64 = 256 << 20
    /// Plain entries packed into one row. The server's time for a row is lost among so many; and a look-up, which unpacks
    /// the whole block, takes a tenth of a millisecond.
    package var blockEntriesMax: Int32 = 256

    /// The bill of a new day is gone through while the shop's records come in, as long as they go in step.
    package var readsSidesTogether = true
    /// Payments of the shop that are in memory before the bill's are looked at: what the two sides may be out of step. A
    /// day of 5 million has so many in a quarter of an hour.
    package var leadPayments: Int64 = 1 << 16
    /// Records handed from the session that reads them to the tables at once: few against the lead, and enough that waking
    /// the other side costs nothing.
    package var recordsPerBatch = 1024

    package init() {}
}
