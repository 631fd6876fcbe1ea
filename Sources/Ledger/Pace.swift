/// How a run goes about a day: nothing of it changes what is found.
package struct Pace: Sendable {
    /// What the tables that match a day may take in memory; what is beyond goes to temporary files.
    package var memoryBytesMax: Int64 = 256 << 20
    /// Plain entries packed into one row. The server's time for a row is lost among so many; and a look-up, which unpacks
    /// the whole block, still takes less than a tenth of a millisecond. A page of 8 KiB holds the tags of 500 at most.
    package var blockEntriesMax: Int32 = 256

    package init() {}
}
