import FoundationEssentials
import Glibc
import Postgres
import PrivateCluster
import Vocabulary

/// What a user would do instead: the orders out by COPY, the bill by `read_csv`, a full join, the result in by COPY.
/// It checks no total, keeps no entry, and knows nothing of other days. Its defaults: all cores, no memory limit.
private let duckDBScript = """
    import duckdb, resource, subprocess, sys, time
    psql, conninfo, bill, scratch = sys.argv[1:]
    names = [f"c{i}" for i in range(27)]
    start = time.monotonic()
    with open(scratch + "/orders.csv", "wb") as file:
        subprocess.check_call([psql, conninfo, "-qXc", '''COPY (
            SELECT payment_no, '', amount_fen, state FROM taobao.payment_record
            UNION ALL SELECT payment_no, refund_no, amount_fen, state FROM taobao.refund_record) TO STDOUT (FORMAT csv)
            '''], stdout=file)
    db = duckdb.connect()
    db.execute(f'''
        COPY (
            WITH bill AS (
                SELECT c6 AS payment_no, CASE c9 WHEN 'REFUND' THEN c15 ELSE '' END AS refund_no,
                       CAST(round(CAST(CASE c9 WHEN 'REFUND' THEN c25 ELSE c24 END AS DECIMAL(18,2)) * 100) AS BIGINT) AS fen
                FROM read_csv('{bill}', delim=',`', header=false, skip=1, quote='', escape='', auto_detect=false,
                              null_padding=true, columns={ {name: 'VARCHAR' for name in names} })
                WHERE c9 IN ('SUCCESS', 'REFUND')),
            shop AS (
                SELECT * FROM read_csv('{scratch}/orders.csv', header=false, auto_detect=false, delim=',', columns={{
                    'payment_no': 'VARCHAR', 'refund_no': 'VARCHAR', 'fen': 'BIGINT', 'state': 'VARCHAR'}},
                    nullstr='NULL'))
            SELECT coalesce(bill.payment_no, shop.payment_no), coalesce(bill.refund_no, shop.refund_no), bill.fen, shop.fen,
                   state
            FROM bill FULL JOIN shop ON bill.payment_no = shop.payment_no AND bill.refund_no = shop.refund_no
            WHERE bill.fen IS DISTINCT FROM shop.fen OR state = 'unpaid'
            UNION ALL SELECT payment_no, refund_no, count(*), NULL, 'twice' FROM bill GROUP BY 1, 2 HAVING count(*) > 1
        ) TO '{scratch}/result.csv' (FORMAT csv, HEADER false)
        ''')
    subprocess.check_call([psql, conninfo, "-qXc", "CREATE TABLE public.result (payment_no text, refund_no text, "
        "channel_fen bigint, order_fen bigint, state text)", "-c",
        f"COPY public.result FROM '{scratch}/result.csv' (FORMAT csv)"])
    print(time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    """

func measureDuckDB(_ bench: Bench, repeats: Int, python: String) throws -> Figures {
    try measure(
        duckDBScript, on: bench.bill, bench, repeats: repeats, python: python,
        differences: bench.day.keys / BenchDay.keysPerFault)
}

/// The same for the money: both bills by `read_csv`, movements summed and joined by the channel's number, what differs in by COPY.
private let duckDBMoneyScript = """
    import duckdb, resource, subprocess, sys, time
    psql, conninfo, funds, scratch = sys.argv[1:]
    trade = funds.replace("_funds.csv", "_bench.csv")
    start = time.monotonic()
    db = duckdb.connect()
    def columns(count): return { f"c{i}": 'VARCHAR' for i in range(count) }
    db.execute(f'''
        COPY (
            WITH bill AS (
                SELECT CASE c9 WHEN 'REFUND' THEN c14 ELSE c5 END AS no,
                       CAST(round(CAST(CASE c9 WHEN 'REFUND' THEN '-' || c16 ELSE c12 END AS DECIMAL(18,2)) * 100) AS BIGINT) AS fen,
                       CAST(round(CAST(c22 AS DECIMAL(18,5)) * 100) AS BIGINT) AS fee
                FROM read_csv('{trade}', delim=',`', header=false, skip=1, quote='', escape='', auto_detect=false,
                              null_padding=true, columns={columns(27)})
                WHERE c9 IN ('SUCCESS', 'REFUND')),
            moved AS (
                SELECT c1 AS no, count(*) FILTER (WHERE c4 IN ('交易', '退款')) AS rows,
                       sum(CASE WHEN c4 = '扣除交易手续费' THEN 0 ELSE fen END) AS fen,
                       sum(CASE WHEN c4 = '扣除交易手续费' THEN -fen ELSE 0 END) AS fee
                FROM (SELECT c1, c4, CAST(round(CAST(c6 AS DECIMAL(18,2)) * 100) AS BIGINT)
                             * CASE c5 WHEN '支出' THEN -1 ELSE 1 END AS fen
                      FROM read_csv('{funds}', delim=',`', header=false, skip=1, quote='', escape='', auto_detect=false,
                                    null_padding=true, columns={columns(11)}) WHERE c5 IN ('收入', '支出'))
                GROUP BY 1)
            SELECT coalesce(bill.no, moved.no), rows, bill.fen, moved.fen, bill.fee, moved.fee
            FROM bill FULL JOIN moved ON bill.no = moved.no
            WHERE bill.fen IS DISTINCT FROM moved.fen OR bill.fee IS DISTINCT FROM moved.fee OR rows <> 1
        ) TO '{scratch}/result.csv' (FORMAT csv, HEADER false)
        ''')
    subprocess.check_call([psql, conninfo, "-qXc", "CREATE TABLE public.result (no text, rows bigint, expected_fen bigint, "
        "booked_fen bigint, expected_fee bigint, booked_fee bigint)", "-c",
        f"COPY public.result FROM '{scratch}/result.csv' (FORMAT csv)"])
    print(time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    """

func measureDuckDBMoney(_ bench: Bench, _ funds: BillFile, repeats: Int, python: String) throws -> Figures {
    try measure(
        duckDBMoneyScript, on: funds, bench, repeats: repeats, python: python,
        differences: bench.day.keys / BenchDay.keysPerFault)
}

private func measure(
    _ text: String, on bill: BillFile, _ bench: Bench, repeats: Int, python: String, differences: Int
) throws -> Figures {
    var figures = Figures()
    let script = "\(bench.directory)/contender.py"
    try Data(text.utf8).write(to: URL(filePath: script))
    for _ in 0..<repeats {
        let connection = try Connection(bench.conninfo, name: "bench")
        try connection.execute("DROP TABLE IF EXISTS public.result")
        try connection.execute("CHECKPOINT")
        let output = "\(bench.directory)/contender.txt"
        // The server's account reads the result from the scratch directory.
        chmod(bench.directory, 0o755)
        let command = [
            python, script, "\(bench.cluster.binaries)/psql", bench.conninfo, bill.path, bench.directory,
        ].map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
        guard system("\(command) > '\(output)'") == 0 else { throw BenchProblem.because("DuckDB did not end well") }
        let words = try String(contentsOf: URL(filePath: output), encoding: .utf8).split(whereSeparator: \.isWhitespace)
        figures.seconds.append(words.first.flatMap { Double($0) } ?? 0)
        figures.peakBytes = max(figures.peakBytes, words.last.flatMap { Int64($0) } ?? 0)
        let found = try connection.query("SELECT count(*) FROM public.result").int(0, 0)
        guard found == Int64(differences) else {
            throw BenchProblem.because("DuckDB found \(found) differences instead of \(differences)")
        }
    }
    return figures
}
