import Postgres

extension FuzzTarget {
    /// Messages of `COPY … TO STDOUT`. The first byte says whether it is the first of them, and in pairs of bits what is
    /// asked of its fields.
    static let copyRows = FuzzTarget(name: "copy-rows") { input in
        guard let first = input.first else { return false }
        let message = UnsafeRawBufferPointer(rebasing: input.dropFirst())
        // As libpq hands it out: at an address of its own, with nothing behind.
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: message.count, alignment: 8)
        defer { copy.deallocate() }
        copy.copyMemory(from: message)
        guard var row = CopyRow(UnsafeRawBufferPointer(copy), isFirst: first & 1 != 0) else { return false }
        var kinds = first >> 1
        var isRead = false
        do throws(PostgresError) {
            for _ in 0..<8 {
                switch kinds & 3 {
                case 0: if let field = try row.next() { _ = field.reduce(0) { $0 &+ Int($1) } }
                case 1: _ = try row.nextInt64()
                case 2: _ = try (row.nextInt16(), row.nextInt32())
                default: _ = try row.nextBool()
                }
                isRead = true
                kinds = kinds >> 2 | kinds << 6
            }
        } catch {
            try hold(!error.description.isEmpty, "a broken row without words")
        }
        _ = row.rest.reduce(0) { $0 &+ Int($1) }
        return isRead
    }
}
