import Cryptography
import Testing
import Vocabulary

@testable import Channels

#if canImport(Glibc)
    import Glibc
#endif

private let account = ChannelAccount(channel: .wechatpay, account: "1900999001")

private func keep(_ bytes: [UInt8], in archive: BillArchive, as kind: BillKind = .text) throws -> BillFile {
    let incoming = try archive.receive(account, try #require(BusinessDay("2026-11-21")))
    try incoming.write(bytes)
    return try incoming.keep(as: kind.rawValue)
}

@Test func aKeptBillHasItsPlaceModeAndDigest() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path + "/bills/")
    let bill = try keep(SampleBills.wechatPay, in: archive)
    let digest = Hexadecimal.text(Digest.of(SampleBills.wechatPay, by: .sha256))
    #expect(bill.sha256 == digest)
    #expect(bill.sizeBytes == 1419)
    #expect(bill.path == "\(directory.path)/bills/wechatpay/1900999001/2026/2026-11-21_\(digest.prefix(16)).csv")
    #expect(try contents(of: bill.path) == SampleBills.wechatPay)
    #expect(try mode(of: bill.path) == 0o640)
    #expect(directoryEntries(parentDirectory(bill.path), hidden: true).isEmpty)
    #expect(try archive.bills(of: account, day: try #require(BusinessDay("2026-11-21"))) == [bill])
    #expect(try archive.bills(of: account, day: try #require(BusinessDay("2026-11-22"))).isEmpty)
}

@Test func theSameContentTwiceIsOneFileAndOtherContentAnother() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    let first = try keep([1, 2, 3], in: archive)
    #expect(try keep([1, 2, 3], in: archive) == first)
    let second = try keep([1, 2, 4], in: archive)
    #expect(second.path != first.path)
    #expect(directoryEntries(parentDirectory(first.path)).count == 2)
}

@Test func aFileUnderTheSameNameWithOtherContentIsNeverOverwritten() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    let bill = try keep([1, 2, 3], in: archive)
    try write([9, 9], to: bill.path)
    let again = try keep([1, 2, 3], in: archive)
    #expect(try contents(of: bill.path) == [9, 9])
    #expect(again.path.contains("_\(bill.sha256)."))
    #expect(try contents(of: again.path) == [1, 2, 3])
}

@Test func whatIsNotKeptLeavesNothing() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    let place = "\(directory.path)/wechatpay/1900999001/2026"
    do {
        let incoming = try archive.receive(account, try #require(BusinessDay("2026-11-21")))
        try incoming.write([1])
        #expect(directoryEntries(place, hidden: true).count == 1)
    }
    #expect(directoryEntries(place, hidden: true).isEmpty)
}

@Test func leftoversOfACrashAreRemovedAndFilesInUseStay() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    let bill = try keep([1], in: archive)
    let place = parentDirectory(bill.path)
    try write([7], to: "\(place)/\(BillArchive.temporaryPrefix)2026-11-21-dead")
    let living = try archive.receive(account, try #require(BusinessDay("2026-11-20")))
    #expect(directoryEntries(place, hidden: true).count == 1)
    try write([7], to: "\(place)/\(BillArchive.temporaryPrefix)2026-11-21-dead")
    try archive.removeLeftovers()
    #expect(directoryEntries(place, hidden: true).count == 1)
    try living.write([5])
    #expect(try contents(of: try living.keep(as: "zip").path) == [5])
    #expect(directoryEntries(place, hidden: true).isEmpty)
    #expect(try contents(of: bill.path) == [1])
}

@Test func anArchiveThatCannotBeWrittenSaysSo() throws {
    let directory = try TemporaryDirectory()
    // A file where a directory must be stops root too, whom no mode stops.
    try write([1], to: directory.path + "/wechatpay")
    let failure = #expect(throws: Problem.self) { try keep([1], in: BillArchive(root: directory.path)) }
    #expect(failure?.code == .archiveCannotCreate)
    #expect(failure?.code.exit == .cannotCreate)
    let day = try #require(BusinessDay("2026-11-21"))
    #expect(BillArchive(root: directory.path).probe(account, day)?.code == .archiveCannotCreate)
    #expect(BillArchive(root: directory.path + "/other").probe(account, day) == nil)
}

@Test func aFullMediumIsAnInputOutputProblem() throws {
    errno = ENOSPC
    #expect(archiveProblem(creating: "x", place: Place()).code == .archiveFailed)
    errno = EROFS
    #expect(archiveProblem(creating: "x", place: Place()).code == .archiveCannotCreate)
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    #expect(Glibc.write(full, "x", 1) == -1)
    let problem = archiveProblem(writing: "x", place: Place())
    #expect(problem.code.exit == .inputOutput)
    #expect(problem.what.contains("No space left on device"))
}

@Test(arguments: ["", "..", "../x", "a/b", ".hidden", "a b", "账户", String(repeating: "1", count: 65)])
func anAccountThatIsNoPlainNameNeverBecomesAPath(_ name: String) throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    let day = try #require(BusinessDay("2026-11-21"))
    let failure = #expect(throws: Problem.self) {
        _ = try archive.receive(ChannelAccount(channel: .alipay, account: name), day)
    }
    #expect(failure?.code == .settingsInvalid)
    #expect(directoryEntries(directory.path).isEmpty)
}

@Test func aFileDownloadedByHandIsKeptAsACopyNamedByItsContent() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path + "/archive")
    let day = try #require(BusinessDay("2026-11-21"))
    for (content, ending) in [
        (try gzipped(SampleBills.wechatPay), ".csv.gz"), (SampleBills.wechatPay, ".csv"),
        (try zipped([("a.csv", [1, 2])]), ".zip"), ([], ".csv"),
    ] {
        let source = directory.path + "/by-hand"
        try write(content, to: source)
        let bill = try archive.keep(copyOf: source, of: account, day: day)
        #expect(bill.path.hasSuffix(ending))
        #expect(try contents(of: bill.path) == content)
        #expect(try contents(of: source) == content)
    }
    let missing = #expect(throws: Problem.self) { try archive.keep(copyOf: "/nowhere", of: account, day: day) }
    #expect(missing?.code == .archiveSourceUnreadable)
    #expect(throws: Problem.self) { try archive.keep(copyOf: directory.path, of: account, day: day) }
}

@Test func keyFilesThatOthersCanReadAreRefused() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/key.pem"
    for mode in [mode_t(0o400), 0o600, 0o700] {
        try write(Array("secret".utf8), to: path, mode: mode)
        #expect(try SecretFile.read(path) == "secret")
    }
    for mode in [mode_t(0o404), 0o644, 0o602, 0o620, 0o601] {
        try write(Array("secret".utf8), to: path, mode: mode)
        let failure = #expect(throws: Problem.self) { try SecretFile.read(path) }
        #expect(failure?.code == .secretFileExposed)
        #expect(failure?.code.exit == .noPermission)
        #expect(try SecretFile.readPublic(path) == "secret")
    }
    let missing = #expect(throws: Problem.self) { try SecretFile.read(directory.path + "/none") }
    #expect(missing?.code == .secretFileMissing)
    let folder = #expect(throws: Problem.self) { try SecretFile.read(directory.path) }
    #expect(folder?.code == .secretFileUnreadable)
}

@Test func aGroupMayReadOnlyWhatRootHandsOut() {
    #expect(!SecretFile.isExposed(mode: 0o440, owner: 0))
    #expect(SecretFile.isExposed(mode: 0o440, owner: 1000))
    #expect(SecretFile.isExposed(mode: 0o460, owner: 0))
    #expect(SecretFile.isExposed(mode: 0o444, owner: 0))
}
