import Cryptography
import Runtime
import TestPlaces
import Testing
import Vocabulary

@testable import Channels

#if canImport(Glibc)
    import Glibc
#endif

private let account = ChannelAccount(channel: .wechatpay, account: "1900999001")

private let unit = DayUnit(account, BusinessDay("2026-11-21") ?? BusinessDay(number: 0), .trade)

private func keep(_ bytes: [UInt8], in archive: BillArchive, of unit: DayUnit = unit) throws -> BillFile {
    let incoming = try archive.receive(unit)
    try incoming.write(bytes)
    return try incoming.keep(as: .text)
}

@Test func aKeptBillHasItsPlaceModeAndDigest() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path + "/bills/")
    let bill = try keep(SampleBills.wechatPay, in: archive)
    let digest = Hexadecimal.text(Digest.of(SampleBills.wechatPay, by: .sha256))
    #expect(bill.sha256 == digest)
    #expect(bill.sizeBytes == 1419)
    #expect(bill.path == "\(directory.path)/bills/wechatpay/1900999001/2026/2026-11-21_trade_\(digest.prefix(16)).csv")
    #expect(try contents(of: bill.path) == SampleBills.wechatPay)
    #expect(try mode(of: bill.path) == 0o640)
    #expect(directoryEntries(parentDirectory(bill.path), hidden: true).isEmpty)
}

@Test func theSameContentUnderTwoKindsIsTwoFiles() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    let trade = try keep([1, 2, 3], in: archive)
    let kind = try #require(BillKind(rawValue: "madeup"))
    let other = try keep([1, 2, 3], in: archive, of: DayUnit(account, unit.day, kind))
    #expect(other.sha256 == trade.sha256)
    #expect(other.path == trade.path.replacing("_trade_", with: "_madeup_"))
    #expect(BillKind(rawValue: String(repeating: "a", count: 32)) != nil)
    for word in ["", "Trade", "trade_2", "../x", "资金", String(repeating: "a", count: 33)] {
        #expect(BillKind(rawValue: word) == nil)
    }
}

@Test func whatLiesInTheArchiveIsToldByItsNamesAlone() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    #expect(try archive.filesAtHand(of: unit, filesMax: 1) == [])
    let bill = try keep([1, 2, 3], in: archive)
    _ = try keep([4], in: archive, of: DayUnit(account, unit.day.next, .trade))
    #expect(try archive.filesAtHand(of: unit, filesMax: 1) == [bill])
    #expect(try archive.accounts() == [account])
    #expect(try archive.paths(of: account).count == 2)
    _ = try keep([5], in: archive)
    #expect(try archive.filesAtHand(of: unit, filesMax: 2).count == 2)
    #expect(throws: Problem.self) { try archive.filesAtHand(of: unit, filesMax: 1) }
}

@Test func ofSeveralBillsOfADayNoneIsChosen() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    let funds = DayUnit(account, unit.day, .funds)
    func keep(_ bytes: [UInt8], _ pot: String) throws -> BillFile {
        let incoming = try archive.receive(funds, Pot(pot))
        try incoming.write(bytes)
        return try incoming.keep(as: .text)
    }
    let files = [try keep([1], "BASIC"), try keep([1], "FEES")]
    #expect(try archive.filesAtHand(of: funds, filesMax: 1) == files)
    let other = try keep([2], "FEES")
    let problem = #expect(throws: Problem.self) { try archive.filesAtHand(of: funds, filesMax: 1) }
    #expect(problem?.code.name == "archive.ambiguous" && problem?.place == funds.place)
    try write([3], to: other.path)
    let altered = #expect(throws: Problem.self) { try archive.filesAtHand(of: funds, filesMax: 1) }
    #expect(altered?.code == .archiveAltered && altered?.place.file == other.path)
}

@Test func theNameOfAnArchivedFileSaysWhatItIs() throws {
    let name = try #require(ArchivedName("2026-11-21_funds_BASIC_5d41402abc4b2a76.csv.gz"))
    #expect(
        (name.day.description, name.kind, name.pot, name.digest) == (
            "2026-11-21", .funds, Pot("BASIC"), "5d41402abc4b2a76"
        ))
    #expect(ArchivedName("2026-11-21_trade_5d41402abc4b2a76.zip")?.pot == nil)
    #expect(ArchivedName("2026-11-21_trade_\(String(repeating: "a", count: 64)).csv") != nil)
    for other in [
        "notes.txt", "2026-11-31_trade_5d41402abc4b2a76.csv", "2026-11-21_trade_5d41402abc4b2a7.csv",
        "2026-11-21_trade_5d41402abc4b2a7z.csv", "2026-11-21_trade_5d41402abc4b2a76.txt",
        "2026-11-21_5d41402abc4b2a76.csv",
        "2026-11-21_funds_basic_5d41402abc4b2a76.csv", "2026-11-21_trade_5d41402abc4b2a76",
    ] { #expect(ArchivedName(other) == nil, "\(other)") }
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

@Test func whatComesInAgainTakesThePlaceOfAnAlteredFileWhichIsKept() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    let bill = try keep([1, 2, 3], in: archive)
    for altered in [[9, 9], [], [1, 2, 4]] as [[UInt8]] {
        try write(altered, to: bill.path)
        let again = try keep([1, 2, 3], in: archive)
        #expect((again.path, again.sha256) == (bill.path, bill.sha256))
        #expect(try contents(of: bill.path) == [1, 2, 3])
        let copy = try #require(again.alteredCopyPath)
        #expect(try contents(of: copy) == altered)
        #expect(copy.hasPrefix("\(parentDirectory(bill.path))/.altered-2026-11-21_"))
        #expect(BillArchive.restored(again, of: unit) != nil)
        #expect(
            directoryEntries(parentDirectory(bill.path)).map { "\(parentDirectory(bill.path))/\($0)" } == [bill.path])
    }
    #expect(try keep([1, 2, 3], in: archive) == bill)
    try archive.removeLeftovers()
    #expect(directoryEntries(parentDirectory(bill.path), hidden: true).count == 3)
}

@Test func anArchivedFileIsProvenAgainstItsDigest() throws {
    let directory = try TemporaryDirectory()
    let bill = try keep([1, 2, 3], in: BillArchive(root: directory.path))
    try BillArchive.prove([bill], of: unit)
    func found() throws -> String? {
        let failure = #expect(throws: Problem.self) { try BillArchive.prove([bill], of: unit) }
        #expect(failure?.code == .archiveAltered && failure?.code.exit == .incomplete)
        #expect(failure?.place == Place(file: bill.path, account: account, day: unit.day))
        return failure?.found
    }
    try write([1, 2], to: bill.path)
    #expect(try found() == "2 bytes")
    try write([1, 2, 4], to: bill.path)
    #expect(try found() == "SHA-256 \(Hexadecimal.text(Digest.of([1, 2, 4], by: .sha256)))")
    unlink(bill.path)
    #expect(try found() == "no file")
}

/// `单.csv` in GBK, as an archive leaves it that was unpacked without its code page.
@Test func aFileWhoseNameIsNoUTF8IsFoundByItsBytes() throws {
    let directory = try TemporaryDirectory()
    let bytes = Array(directory.path.utf8) + [0x2F, 0xB5, 0xA5] + Array(".csv".utf8)
    let descriptor = bytes.withUnsafeBytes { buffer in
        String(decoding: buffer, as: UTF8.self).utf8.count > buffer.count
            ? (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { name in
                name.baseAddress.map { open($0, O_WRONLY | O_CREAT | O_EXCL, 0o600) } ?? -1
            } : -1
    }
    try #require(descriptor >= 0)
    #expect(Glibc.write(descriptor, "x", 1) == 1)
    close(descriptor)
    defer { unlinkRaw(bytes) }
    let path = RawPath.text(bytes)
    #expect(RawPath.bytes(of: path) == bytes.map { CChar(bitPattern: $0) } + [0])
    #expect(RawPath.shown(path) == directory.path + #"/\xB5\xA5.csv"#)
    let archive = BillArchive(root: directory.path + "/archive")
    let bill = try archive.keep(copyOf: path, of: unit)
    #expect(try contents(of: bill.path) == Array("x".utf8))
    #expect(RawPath.text(Array("账单.csv".utf8)) == "账单.csv")
}

private func unlinkRaw(_ bytes: [UInt8]) {
    (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { _ = $0.baseAddress.map { unlink($0) } }
}

@Test func whatIsNotKeptLeavesNothing() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    let place = "\(directory.path)/wechatpay/1900999001/2026"
    do {
        let incoming = try archive.receive(unit)
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
    let living = try archive.receive(DayUnit(account, unit.day.previous, .trade))
    #expect(directoryEntries(place, hidden: true).count == 1)
    try write([7], to: "\(place)/\(BillArchive.temporaryPrefix)2026-11-21-dead")
    try archive.removeLeftovers()
    #expect(directoryEntries(place, hidden: true).count == 1)
    try living.write([5])
    #expect(try contents(of: try living.keep(as: .zip).path) == [5])
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
    #expect(BillArchive(root: directory.path).probe(unit)?.code == .archiveCannotCreate)
    #expect(BillArchive(root: directory.path + "/other").probe(unit) == nil)
}

@Test func aFullMediumAndAReadOnlyOneAreToldAsPassing() throws {
    errno = ENOSPC
    #expect(archiveProblem(creating: "x", place: Place()).code == .archiveFull)
    errno = EROFS
    #expect(archiveProblem(creating: "x", place: Place()).code == .archiveReadOnly)
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    #expect(Glibc.write(full, "x", 1) == -1)
    let problem = archiveProblem(writing: "x", place: Place())
    #expect(problem.code.exit == .tryAgainLater)
    #expect(problem.what.contains("No space left on device"))
}

@Test(arguments: ["", "..", "../x", "a/b", ".hidden", "a b", "账户", String(repeating: "1", count: 65)])
func anAccountThatIsNoPlainNameNeverBecomesAPath(_ name: String) throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    let failure = #expect(throws: Problem.self) {
        _ = try archive.receive(DayUnit(ChannelAccount(channel: .alipay, account: name), unit.day, .trade))
    }
    #expect(failure?.code == .settingsInvalid)
    #expect(directoryEntries(directory.path).isEmpty)
}

@Test func aFileDownloadedByHandIsKeptAsACopyNamedByItsContent() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path + "/archive")
    for (content, ending) in [
        (try gzipped(SampleBills.wechatPay), ".csv.gz"), (SampleBills.wechatPay, ".csv"),
        (try zipped([("a.csv", [1, 2])]), ".zip"), ([], ".csv"),
    ] {
        let source = directory.path + "/by-hand"
        try write(content, to: source)
        let bill = try archive.keep(copyOf: source, of: unit)
        #expect(bill.path.hasSuffix(ending))
        #expect(try contents(of: bill.path) == content)
        #expect(try contents(of: source) == content)
    }
    let missing = #expect(throws: Problem.self) { try archive.keep(copyOf: "/nowhere", of: unit) }
    #expect(missing?.code == .archiveSourceUnreadable)
    #expect(throws: Problem.self) { try archive.keep(copyOf: directory.path, of: unit) }
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
    }
    // A public key may be read by everybody, and written by its owner alone.
    for mode in [mode_t(0o400), 0o404, 0o444, 0o644, 0o755] {
        try write(Array("secret".utf8), to: path, mode: mode)
        #expect(try SecretFile.readPublic(path) == "secret")
        try SecretFile.requireUnwritable(path)
    }
    for mode in [mode_t(0o602), 0o620, 0o664, 0o666, 0o777] {
        try write(Array("secret".utf8), to: path, mode: mode)
        for check in [{ _ = try SecretFile.readPublic(path) }, { try SecretFile.requireUnwritable(path) }] {
            let failure = #expect(throws: Problem.self) { try check() }
            #expect(failure?.code == .keyFileWritable && failure?.found == "mode 0" + String(mode, radix: 8))
        }
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
