import Postgres
import Vocabulary

extension FuzzTarget {
    /// Messages of `COPY … TO STDOUT`. The first byte says what is asked of the row, two bits a field.
    static let copyRows = FuzzTarget(name: "copy-rows") { input in
        guard let first = input.first else { return false }
        let message = UnsafeRawBufferPointer(rebasing: input.dropFirst())
        // As libpq hands it out: at an address of its own, with nothing behind.
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: message.count, alignment: 8)
        defer { copy.deallocate() }
        copy.copyMemory(from: message)
        guard var row = CopyRow(UnsafeRawBufferPointer(copy), isFirst: first & 1 != 0) else { return false }
        var kinds = first >> 1
        var sum = 0
        for _ in 0..<8 {
            do {
                switch kinds & 3 {
                case 0: sum &+= try row.next()?.reduce(0) { $0 &+ Int($1) } ?? 1
                case 1: sum &+= Int(try row.nextInt64() ?? 2)
                case 2: sum &+= Int(try row.nextInt16() ?? 3) &+ Int(try row.nextInt32() ?? 4)
                default: sum &+= try row.nextBool() == true ? 5 : 6
                }
            } catch { return false }
            kinds = kinds >> 2 | kinds << 6
        }
        sum &+= row.rest.count
        return sum != 0
    }
}
