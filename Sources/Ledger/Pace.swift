/// How a run goes about a day: nothing of it changes what is found.
package struct Pace: Sendable {
    /// What the tables that match a day may take in memory; what is beyond goes to temporary files.
    package var memoryBytesMax: Int64 = 256 << 20
    /// From so many records on, entries are loaded beforehand by sessions of their own. Below, opening these costs more
    /// than they save: about 20 ms.
    package var loadAheadFromRecords = 50_000
    /// Sessions that load entries. The server takes about a core for each; more than two brought nothing on two cores.
    package var loaders = 2
    /// Rows handed to a session at once. Larger ones fall out of the second-level cache, smaller ones cost wake-ups.
    package var blockBytes = 256 * 1024

    package init() {}
}
