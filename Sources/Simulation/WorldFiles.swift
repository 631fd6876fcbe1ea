import Glibc
import Vocabulary

/// Writes a world into a directory: bills, orders and truth.
package struct WorldFiles {
    private let directory: String
    private let hasGzip: Bool

    /// What was written.
    package struct Written: Sendable {
        package var bills = 0
        package var rows = 0
        package var items = 0
    }

    package init(directory: String, hasGzip: Bool = true) {
        self.directory = directory
        self.hasGzip = hasGzip
    }

    /// - Throws: `Problem` `simulation.output` where a file cannot be written.
    package func write(_ world: World) throws(Problem) -> Written { try write(world, nil) }

    /// With funds bills and sharing bills, and the truth about them.
    package func write(_ funds: SimulatedFunds) throws(Problem) -> Written { try write(funds.world, funds) }

    private func write(_ world: World, _ funds: SimulatedFunds?) throws(Problem) -> Written {
        var written = Written()
        for accountDay in world.accountDays {
            try writeBills(world, accountDay, &written)
            if let funds { try writeFunds(funds, accountDay, &written) }
        }
        try writeOrders(world)
        let (text, items) = TruthJSON.text(of: world, funds)
        try write("truth.json", Array(text.utf8))
        written.items = items
        return written
    }

    // MARK: Bills

    private func writeBills(
        _ world: World, _ accountDay: World.AccountDay, _ written: inout Written
    ) throws(Problem) {
        let folder = "bills/\(accountDay.account.account)/\(accountDay.day)"
        guard let account = world.account(accountDay.account) else { return }
        if account.channel == .alipay {
            let bill = try world.bill(account.id, accountDay.day, .trade)
            let empty = world.zeroDay(account.id, accountDay.day) == .emptyFile
            if let bill {
                try write("\(folder)/\(bill.fileName)", try bill.zip())
                written.bills += 1
                written.rows += bill.rows
            } else if empty, let bill = try world.emptyBill(account.id, accountDay.day) {
                try write("\(folder)/\(bill.fileName)", try bill.zip())
                written.bills += 1
            }
            return
        }
        let kinds: [SimulatedBillKind] = account.weChatForm == .successAndRefund ? [.success, .refund] : [.all]
        for kind in kinds {
            try stream(RenderedBill.fileName(accountDay, kind), folder, &written) { output in
                try world.streamBill(accountDay.account, accountDay.day, kind, output: output)
            }
        }
    }

    private func writeFunds(
        _ funds: SimulatedFunds, _ accountDay: World.AccountDay, _ written: inout Written
    ) throws(Problem) {
        let folder = "funds/\(accountDay.account.account)/\(accountDay.day)"
        guard let account = funds.world.account(accountDay.account) else { return }
        for pot in funds.pots(account) {
            if pot == .balance {
                guard let bill = try funds.bill(account.id, accountDay.day, pot) else { continue }
                try write("\(folder)/\(bill.fileName)", try bill.zip())
                written.bills += 1
                written.rows += bill.rows
            } else {
                let name = RenderedBill.fileName(accountDay, SimulatedBillKind(fundsOf: pot))
                try stream(name, folder, &written) { output in
                    try funds.streamBill(account.id, accountDay.day, pot, output: output)
                }
            }
        }
        guard account.sharesProfit, account.channel == .wechatpay else { return }
        let sharing = "sharing/\(accountDay.account.account)/\(accountDay.day)"
        try stream(RenderedBill.fileName(accountDay, .sharing), sharing, &written) { output in
            try funds.streamSharingBill(account.id, accountDay.day, output: output)
        }
    }

    /// A WeChat Pay bill of any size, in little memory; nothing is left where the day has no rows.
    private func stream(
        _ name: String, _ folder: String, _ written: inout Written,
        _ bill: (@escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Int
    ) throws(Problem) {
        let path = "\(directory)/\(folder)/\(name)"
        try OutputFile.makeParents(of: path)
        let file = try OutputFile(path)
        let packed = hasGzip ? try OutputFile(path + ".gz") : nil
        var rows = 0
        do {
            let pack = PackedOutput(try DeflateStream(gzipNamed: name), packed)
            rows = try bill { bytes in
                try file.write(bytes)
                try pack.add(bytes, isLast: false)
            }
            try pack.add(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw output(path, "\(error)")
        }
        if rows == 0 {
            unlink(path)
            unlink(path + ".gz")
        } else {
            written.bills += 1
            written.rows += rows
        }
    }

    // MARK: Orders

    private func writeOrders(_ world: World) throws(Problem) {
        try write("orders/schema.sql", Array((TaobaoSchema.sql(of: world) + "\n").utf8))
        var load = "\\set ON_ERROR_STOP on\nBEGIN;\n\\ir schema.sql\n"
        load += "INSERT INTO taobao.shop VALUES ('\(TaobaoStatus.shopID)', 'tmall', NULL, NULL, NULL);\n"
        for table in TaobaoTable.all(of: world) {
            let path = "\(directory)/orders/\(table.name).csv"
            try OutputFile.makeParents(of: path)
            let file = try OutputFile(path)
            do {
                try file.write(Array((table.columns.joined(separator: ",") + "\n").utf8))
                var fields = TaobaoFields(.csv) { try file.write($0) }
                table.write(world, to: &fields)
                try fields.finish()
            } catch let problem as Problem { throw problem } catch { throw output(path, "\(error)") }
            let columns = table.columns.joined(separator: ", ")
            load += "\\copy taobao.\(table.name) (\(columns)) FROM '\(table.name).csv' (FORMAT csv, HEADER)\n"
        }
        load += TaobaoSchema.afterLoad + "\nCOMMIT;\nANALYZE;\n"
        try write("orders/load.sql", Array(load.utf8))
    }

    // MARK: Files

    private func write(_ name: String, _ bytes: [UInt8]) throws(Problem) {
        try OutputFile.write(bytes, to: "\(directory)/\(name)")
    }

    private func output(_ path: String, _ found: String) -> Problem { OutputFile.problem(path, found) }
}

/// A file that is written from front to back, and closed when the last holder lets go.
final class OutputFile {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(Problem) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw Self.problem(path, String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(Problem) {
        var failure: Problem?
        bytes.withUnsafeBytes { raw in
            do throws(Problem) { try write(raw) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.write(descriptor, piece.baseAddress, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.problem(path, String(cString: strerror(errno))) }
            rest = rest.dropFirst(count)
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws(Problem) {
        try makeParents(of: path)
        try OutputFile(path).write(bytes)
    }

    static func makeParents(of path: String) throws(Problem) {
        var parent = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/").dropLast() {
            parent += part
            if mkdir(parent, 0o755) != 0, errno != EEXIST { throw problem(parent, String(cString: strerror(errno))) }
            parent += "/"
        }
    }

    static func problem(_ path: String, _ found: String) -> Problem {
        Problem(
            .simulationOutput, "a file of the simulated world cannot be written", at: Place(file: path), found: found)
    }
}

/// gzip beside the plain file, block by block.
private final class PackedOutput {
    private let deflater: DeflateStream
    private let file: OutputFile?

    init(_ deflater: consuming DeflateStream, _ file: OutputFile?) {
        self.deflater = deflater
        self.file = file
    }

    func add(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(Problem) {
        guard let file else { return }
        var failure: Problem?
        try deflater.add(bytes, isLast: isLast) { ready in
            guard failure == nil else { return }
            do throws(Problem) { try file.write(ready) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
