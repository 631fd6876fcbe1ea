import Bills
import Daemon
import FoundationEssentials
import Glibc
import Ledger
import Postgres
import PrivateCluster
import Synchronization
import Vocabulary

/// A seller's statement in each of its forms, decoded row by row, without a server; then imported into a private one, with
/// nothing behind it and with ten others.
func measureStatements(rows: Int, directory parent: String?, repeats: Int) throws {
    let manager = FileManager.default
    let directory =
        "\(parent ?? manager.temporaryDirectory.path)/reconciled-bench-\(UInt32.random(in: 0..<(.max)))"
    try manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? manager.removeItem(atPath: directory) }
    let files = StatementFiles(rows: rows, directory: directory)
    print("\(rows) rows; \(ProcessInfo.processInfo.activeProcessorCount) cores, load \(loadAverage())")
    var table = FigureTable()
    func measure(_ name: String, _ path: String) throws {
        let size = try manager.attributesOfItem(atPath: path)[.size] as? Int64 ?? 0
        let figures = try Figures.measured(repeats) {
            let summary = try decodeStatement(path) { _ in }
            guard summary.rows == rows, summary.hits[.baseOrder] == Int64(rows), summary.conflicts == 0 else {
                throw BenchProblem.because("not every row was decoded")
            }
        }
        table.add("statement, \(name)", figures, rows: rows, bytes: size)
        try manager.removeItem(atPath: path)
    }
    try measure("CSV", files.csv())
    try measure("spreadsheet XML", files.spreadsheetXML())
    try measure("xlsx, shared texts", files.xlsx())
    try measureImports(files, in: parent, repeats: repeats, into: &table)
}

/// With the shop's orders, each of which is read and kept.
private func measureImports(
    _ files: StatementFiles, in parent: String?, repeats: Int, into table: inout FigureTable
) throws {
    let behind = 10
    let cluster = try PrivateCluster.start(in: parent, settings: Bench.settings)
    defer { cluster.stop() }
    let conninfo = cluster.conninfo()
    let connection = try Connection(conninfo, name: "bench")
    try Schema.migrate(connection)
    try connection.execute(ShopTables.create)
    try connection.execute(
        """
        INSERT INTO taobao.payment_record (payment_no, channel, account, amount_fen, currency, state, paid_at, order_nos)
        SELECT 'P' || n, 'alipay', '2088', 1000, 'CNY', 'paid', timestamptz '2026-05-01 00:00+08' + make_interval(secs => n),
               ARRAY['4' || lpad(n::text, 18, '0')]
        FROM generate_series(0, \((behind + repeats) * files.rows / StatementFiles.rowsPerOrder)) n
        """)
    try connection.execute(ShopTables.keys + ShopTables.index)
    try connection.execute("VACUUM (ANALYZE) taobao.payment_record, taobao.refund_record")
    let months = StatementMonths(files: files, conninfo: conninfo)
    try months.measure("import, nothing behind it", 0..<repeats, &table) {
        try connection.execute(
            "TRUNCATE ledger.shop CASCADE; TRUNCATE ledger.seller_bundle, ledger.shop_order; CHECKPOINT")
    }
    try months.measure("import, each of ten", repeats..<behind, &table)
    try months.measure("import, \(behind) behind it", behind..<behind + repeats, &table)
    try months.measure("import, of rows that are there", behind..<behind + 1, isUnixText: true, &table)
    let size = try connection.query(
        "SELECT pg_table_size('ledger.seller_bundle') / count(*), pg_indexes_size('ledger.seller_bundle') / count(*) FROM ledger.seller_row"
    )
    print("\(size.text(0, 0)) bytes a row, and \(size.text(0, 1)) of indexes")
    for (name, query) in [
        ("month_money", "SELECT count(*) FROM recon.month_money"),
        ("month_money, one month", "SELECT count(*) FROM recon.month_money WHERE month = '2026-05-01'"),
        ("order_money of an order", "SELECT count(*) FROM recon.order_money WHERE order_no = '4000000000000000001'"),
        ("unexplained_money", "SELECT count(*) FROM recon.unexplained_money"),
    ] { table.add(name, try Figures.measured(3) { _ = try connection.query(query) }, rows: 1) }
}

/// Statements of months that follow each other, imported one after the other.
private struct StatementMonths {
    let files: StatementFiles
    let conninfo: String

    func measure(
        _ name: String, _ numbers: Range<Int>, isUnixText: Bool = false, _ table: inout FigureTable,
        before: () throws -> Void = {}
    ) throws {
        var (figures, server, orders) = (Figures(), [Double](), [Double]())
        for number in numbers {
            try before()
            let path = try StatementFiles(
                rows: files.rows, directory: files.directory, number: number, isUnixText: isUnixText
            ).csv()
            let ledger = try Connection(conninfo, name: "bench import")
            let session = ProcessFigures(pid: try ledger.query("SELECT pg_backend_pid()").int32(0, 0))
            let asking = Mutex<ContinuousClock.Instant?>(nil)
            let statements = StatementImport(
                newShop: "tea", recordsConninfo: conninfo, person: "bench",
                progress: { progress in
                    if progress.step == StatementImport.ordersStep { asking.withLock { $0 = .now } }
                })
            figures += try Figures.measured(1) {
                guard case .imported(_, let summary) = try statements.run(path, ledger), summary.rows == files.rows
                else { throw BenchProblem.because("not every row was imported") }
            }
            server.append(session.cpuSeconds)
            if let asked = asking.withLock({ $0 }) { orders.append((.now - asked) / .seconds(1)) }
        }
        table.add(
            name, figures, rows: files.rows,
            note: "of it the shop's orders \(FigureTable.number(Figures.median(orders), 2)) s; "
                + "the server's session \(FigureTable.number(Figures.median(server), 2)) CPU s")
    }
}
