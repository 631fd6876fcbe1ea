import Ledger
import Postgres
import Runtime

/// What processes leave behind that die of themselves, in the root of the archive: the one directory that every process
/// which works on runs can write to. Held by a process for as long as it lives.
struct ProcessRemains: Sendable {
    private let directory: String
    /// nil where the archive cannot be written to; then its death is one without a word.
    private let own: LastWords?

    init(archive: String) {
        directory = archive
        own = LastWords(in: archive)
    }

    /// Takes the deaths of earlier processes on this machine into account, before their runs are begun again, and has this
    /// one known by its number.
    func noteCrashes(as process: RegisteredProcess, _ connection: borrowing Connection) throws {
        own?.worksAs(process.id)
        try LastWords.forEachEnded(in: directory) { ended in
            if ended.signal != nil { try RunQueue.noteCrash(ofProcess: ended.number, connection) }
        }
    }

    /// The process ends in order.
    func end() { own?.end() }
}
