import Bills
import Glibc
import Ledger
import Rules
import Orders
import Postgres
import Simulation
import Settlement
import Vocabulary

/// Each stage alone, with everything before it done.
func measureStages(_ bench: Bench, repeats: Int, into table: inout FigureTable) throws {
    let (rows, bytes) = (bench.day.lines, bench.bill.sizeBytes)
    let decode = try Figures.measured(repeats) {
        let summary = try WeChatPayBill(ExpectedBill(account: bench.day.account, day: bench.day.day)).entries(of: [
            bench.bill
        ]) {
            _ in
        }
        guard summary.rows == rows else { throw BenchProblem.because("not every line was decoded") }
    }
    table.add("decode WeChat Pay, one core", decode, rows: rows, bytes: bytes)
    try measureAlipay(bench, repeats: repeats, into: &table)
    try measureTable(bench, repeats: repeats, into: &table)
    try measureCopies(bench, repeats: repeats, into: &table)
}

/// Alipay's detail part in GB18030, as the simulator prints it.
private func measureAlipay(_ bench: Bench, repeats: Int, into table: inout FigureTable) throws {
    let account = SimulatedAccount.alipay("2088102100000009")
    let day = bench.day.day
    let world = try World(
        seed: bench.day.seed, days: day...day, accounts: [account], paymentsPerDay: min(bench.day.keys, 1_000_000),
        faults: FaultPlan(.none))
    let path = "\(bench.directory)/alipay.csv"
    guard let file = fopen(path, "we") else { throw BenchProblem.because("cannot write \(path)") }
    let rows = try world.streamBill(account.id, day, .trade) { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    let bill = BillFile(path: path, sizeBytes: Int64(ftell(file)), sha256: bench.bill.sha256)
    fclose(file)
    let decode = try Figures.measured(repeats) {
        let summary = try AlipayBill(ExpectedBill(account: account.id, day: day)).entries(of: [bill]) { _ in }
        guard summary.rows == rows else { throw BenchProblem.because("not every line was decoded") }
    }
    table.add("decode Alipay, one core", decode, rows: rows, bytes: bill.sizeBytes)
}

private func measureTable(_ bench: Bench, repeats: Int, into table: inout FigureTable) throws {
    let count = bench.day.keys
    let fingerprinter = KeyFingerprinter()
    // As the decoder hands numbers out: bytes one after the other.
    var numbers: [UInt8] = []
    for key in 0..<count { numbers.append(contentsOf: bench.day.paymentNo(key).utf8) }
    let width = numbers.count / count
    try numbers.withUnsafeBytes { bytes in
        func fingerprint(_ key: Int) -> KeyFingerprint {
            let number = UnsafeRawBufferPointer(rebasing: bytes[key * width..<(key + 1) * width])
            return fingerprinter.fingerprint(.payment, paymentNo: number, refundNo: .init(start: nil, count: 0))
        }
        var sum: UInt64 = 0
        let hash = try Figures.measured(repeats) { for key in 0..<count { sum &+= fingerprint(key).high } }
        table.add("fingerprint", hash, rows: count, note: sum == 0 ? "0" : "")
        let build = try Figures.measured(repeats) {
            var booked = BookedRecords()
            for key in 0..<count {
                _ = booked.insert(fingerprint(key), amountFen: 1, isContested: false, position: UInt64(key))
            }
        }
        table.add("build the table", build, rows: count)
        var booked = BookedRecords()
        for key in 0..<count {
            _ = booked.insert(fingerprint(key), amountFen: 1, isContested: false, position: UInt64(key))
        }
        var missing = 0
        let probe = try Figures.measured(1) {
            // In batches, as a run does.
            for start in stride(from: 0, to: count, by: 64) {
                let keys = start..<min(start + 64, count)
                let prints = keys.map(fingerprint)
                let slots = prints.map { booked.slot($0) }
                for slot in slots { sum &+= slot.load(as: UInt64.self) }
                for print in prints where booked.claim(print, amountFen: 1, place: 1) != .plain { missing += 1 }
            }
        }
        guard missing == 0 else { throw BenchProblem.because("\(missing) keys were not found") }
        table.add("probe", probe, rows: count, note: sum == 0 ? "0" : "")
    }
}

private func measureCopies(_ bench: Bench, repeats: Int, into table: inout FigureTable) throws {
    let out = try Figures.measured(repeats) {
        let orders = try OrderSnapshot(bench.orders, wholeAfter: 0)
        var count = 0
        try orders.streamMoney(bench.day.account, day: bench.day.day) { _ in count += 1 }
        guard count > bench.day.keys / 2 else { throw BenchProblem.because("not every order was read") }
    }
    table.add("orders out by COPY", out, rows: bench.day.keys)
}
