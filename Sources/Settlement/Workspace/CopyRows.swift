import Postgres

extension Spool {
    /// Copies rows that are in the binary format already into a table.
    /// - Parameter target: its name, with columns where these are not all.
    func copy(into target: String, _ connection: borrowing Connection) throws {
        try connection.copyIn("COPY \(target) FROM STDIN (FORMAT binary)") { writer in
            try writer.header()
            try forEachBlock { try writer.raw($0) }
            try writer.trailer()
        }
    }
}
