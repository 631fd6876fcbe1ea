import Bills
import Channels
import Cryptography
import FoundationEssentials
import Glibc
import Postgres
import Runtime
import Simulation
import Vocabulary

/// The bill over HTTP on loopback, signed, verified, hashed and archived by the product's own client; and in turn, as
/// other work on the machine comes and goes, the same gzip on disk and the plain text on disk.
func measureDownload(_ bench: Bench, repeats: Int, into table: inout FigureTable) throws {
    let packed = try GzipBill(bench)
    let file = FetchedBill(account: bench.day.account, bill: packed.file)
    var options = SimulatedChannelsOptions()
    options.defaultKeyMode = .publicKey
    let channels = try SimulatedChannels.start(
        source: packed, keys: try KeyMaterial.generate(for: [bench.day.account], clock: bench.clock),
        clock: bench.clock, options: options)
    defer { channels.stop() }
    var (plain, unpacked, downloaded) = (Figures(), Figures(), Figures())
    for _ in 0..<repeats {
        try plain.add(bench) { try bench.secondsToCommit(try bench.reconcileOnce()) }
        try unpacked.add(bench) { try bench.secondsToCommit(try bench.reconcileOnce(client: file)) }
        try downloaded.add(bench) { try secondsFromFirstByte(try client(of: channels, bench), bench) }
    }
    let (rows, bytes) = (bench.day.lines, bench.bill.sizeBytes)
    table.add("in turn: from disk, to commit", plain, rows: rows, bytes: bytes)
    table.add("gzip from disk, to commit", unpacked, rows: rows, bytes: bytes, note: ratio(unpacked, plain))
    table.add(
        "gzip downloaded, first byte to commit", downloaded, rows: rows, bytes: bytes, note: ratio(downloaded, plain))
}

extension Figures {
    /// A run of a day that is new.
    mutating func add(_ bench: Bench, _ run: () throws -> Double) throws {
        var taken = 0.0
        let all = try Figures.measured(
            1,
            before: {
                try bench.resetLedger()
                bench.removeArchive()
            }, { taken = try run() })
        try bench.checkAnswer()
        seconds.append(taken)
        cpuSeconds += all.cpuSeconds
        peakBytes = max(peakBytes, all.peakBytes)
    }
}

private func secondsFromFirstByte(_ client: any ChannelClient, _ bench: Bench) throws -> Double {
    // The first byte that the client has, by the clock that is the server's, too: both are on this machine.
    let firstByte = Guarded<Double?>(nil)
    let run = try bench.reconcileOnce(client: client) { progress in
        guard progress.step == "fetching", progress.done > 0 else { return }
        firstByte.with { $0 = $0 ?? epochSeconds() }
    }
    guard let start = firstByte.with({ $0 }) else { throw BenchProblem.because("nothing was downloaded") }
    return try bench.commitEpochSeconds(run) - start
}

/// As the daemon makes it for an account whose answers one public key signs.
private func client(of channels: SimulatedChannels, _ bench: Bench) throws -> any ChannelClient {
    guard let keys = channels.keys.wechatPay.first else { throw BenchProblem.because("the merchant has no keys") }
    let publicKey = KeySource.text(try keys.platform.publicKeySigner.publicKey.pem)
    var settings = WeChatPaySettings(
        mchid: keys.mchid, privateKey: .text(keys.merchantKey.pem),
        certificate: .serial(keys.merchantCertificate.serialHex),
        keyMode: .publicKey(publicKey, id: keys.platform.publicKeyID))
    settings.hosts = [channels.ports.url(channels.ports.wechatPay)]
    return try settings.makeClient(
        limits: TransferLimits(), clock: bench.clock, archive: bench.archive, log: { _ in })
}

private func epochSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

/// The bench's bill as gzip, made once, for the simulated channel to send.
private struct GzipBill: SimulatedBillSource {
    private static let blockBytes = 1 << 20

    let file: BillFile
    private let plainSHA1: String

    init(_ bench: Bench) throws {
        guard let plain = fopen(bench.bill.path, "re") else { throw BenchProblem.because("the bill is gone") }
        defer { fclose(plain) }
        let path = bench.bill.path + ".gz"
        guard let gzip = fopen(path, "we") else { throw BenchProblem.because("cannot write \(path)") }
        let deflate = try DeflateStream(gzipNamed: "\(bench.day.account.account)All\(bench.day.day).csv")
        var digest = Digest(.sha1)
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        var isLast = false
        while !isLast {
            let count = fread(&block, 1, block.count, plain)
            isLast = count < block.count
            try block.withUnsafeBytes { bytes in
                let piece = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                digest.update(piece)
                try deflate.add(piece, isLast: isLast) { _ = fwrite($0.baseAddress, 1, $0.count, gzip) }
            }
        }
        let byteCount = ftell(gzip)
        guard fclose(gzip) == 0 else { throw BenchProblem.because("cannot write \(path)") }
        plainSHA1 = Hexadecimal.text(digest.finish())
        file = BillFile(path: path, sizeBytes: Int64(byteCount), sha256: bench.bill.sha256)
    }

    func bill(_ request: BillRequest) -> BillAnswer { .packed(file, plainSHA1: plainSHA1) }
    func emptyAlipayBill(account: ChannelAccount, day: BusinessDay) -> BillAnswer { .noData(.noBillData) }
}
