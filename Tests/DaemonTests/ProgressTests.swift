import Glibc
import Runtime
import Testing
import Vocabulary

@testable import Daemon
@testable import Ledger

private let unit = DayUnit(
    ChannelAccount(channel: .wechatpay, account: "1900999001"), BusinessDay(number: 20_778), .trade)
private let of = "wechatpay:1900999001  2026-11-21  trade  "

private func second(_ seconds: Double) -> UInt64 { UInt64(seconds * 1_000_000_000) }

@Test func progressSaysTotalShareAndRate() {
    let fetching = Progress(unit, step: "fetching", done: 12_000_000, total: 48_000_000, counted: .bytes)
    #expect(fetching.text(perSecond: 3_140_000) == of + "fetching  25 % of 48.0 MB, 3.1 MB/s")
    let unsized = Progress(unit, step: "fetching", done: 999_999, counted: .bytes)
    #expect(unsized.text(perSecond: 12) == of + "fetching  999.9 kB, 12 B/s")
    let matching = Progress(
        unit, step: "matching", done: 1_240_000, files: BytesDone(129_000_000, of: 212_400_000))
    #expect(matching.text(perSecond: 405_000.7) == of + "matching  60 % of 212.4 MB, 1,240,000 rows, 405,000 rows/s")
    #expect(Progress(unit, step: "settling").text() == of + "settling")
    #expect(Progress(step: "\u{1B}x").text() == "\\u{1b}x")
    // More than was promised is still all of it.
    #expect(Progress(unit, step: "fetching", done: 5, total: 4, counted: .bytes).percent == 100)
}

@Test func aRateIsOfTheStepAloneAndNotOfAnInstant() {
    var pace = ProgressPace()
    func fetching(_ done: Int64) -> Progress { Progress(unit, step: "fetching", done: done, counted: .bytes) }
    pace.note(fetching(0), atNanoseconds: second(10))
    pace.note(fetching(500), atNanoseconds: second(10.5))
    #expect(pace.perSecond(atNanoseconds: second(10.5)) == nil)
    pace.note(fetching(3000), atNanoseconds: second(12))
    #expect(pace.perSecond(atNanoseconds: second(12)) == 1500)
    // A connection that is silent is slower and slower.
    #expect(pace.perSecond(atNanoseconds: second(16)) == 500)
    // The second file of a pair begins anew, and so does the next step.
    pace.note(fetching(100), atNanoseconds: second(20))
    pace.note(fetching(300), atNanoseconds: second(22))
    #expect(pace.perSecond(atNanoseconds: second(22)) == 100)
    pace.note(Progress(unit, step: "matching"), atNanoseconds: second(23))
    pace.note(Progress(unit, step: "matching", done: 20_000), atNanoseconds: second(25))
    #expect(pace.perSecond(atNanoseconds: second(25)) == 10_000)
}

@Test func aTerminalIsWrittenToAFewTimesASecondAndOneLineOnly() {
    let now = Guarded<UInt64>(second(1))
    let written = Guarded<[String]>([])
    let line = ProgressLine(isTerminal: true, { now.with { $0 } }) { text in written.with { $0.append(text) } }
    for done in 0..<100 {
        line.show(Progress(unit, step: "fetching", done: Int64(done), total: 100, counted: .bytes))
        now.with { $0 += second(0.01) }
    }
    line.show(Progress(unit, step: "matching"))
    line.clear()
    let lines = written.with { $0 }
    #expect(lines.count == 12)
    #expect(lines[0] == "\r\u{1B}[K" + of + "fetching  0 % of 100 B")
    #expect(lines[10] == "\r\u{1B}[K" + of + "matching")
    #expect(lines[11] == "\r\u{1B}[K")
}

@Test func ofALineThatIsTooLongTheBeginningGoes() {
    #expect(ProgressLine.end(of: "1900  matching  60 %", columns: 20) == "1900  matching  60 %")
    #expect(ProgressLine.end(of: "1900  matching  60 %", columns: 15) == "…matching  60 %")
    #expect(ProgressLine.end(of: "长款  60 %", columns: 9) == "…款  60 %")
}

@Test func aRunSaysWhatItDoesInTheServicesStatus() {
    let now = Guarded<UInt64>(second(1))
    let run = ClaimedRun(
        lease: Lease(accountID: 1, runID: 7, process: RegisteredProcess(id: 1, kind: .daemon)), unit: unit,
        source: .channel,
        requester: .schedule, tries: 1)
    let slot = RunSlot(run) { now.with { $0 } }
    #expect(slot.text == of + "starting")
    slot.report(Progress(unit, step: "fetching", total: 4_000_000, counted: .bytes))
    now.with { $0 += second(2) }
    slot.report(Progress(unit, step: "fetching", done: 1_000_000, total: 4_000_000, counted: .bytes))
    #expect(slot.text == of + "fetching  25 % of 4.0 MB, 500.0 kB/s")
    #expect(slot.stepText == "fetching  25 % of 4.0 MB, 500.0 kB/s")
}

@Test func filesAreReadOneAfterTheOther() {
    func file(_ name: String, _ bytes: Int64) -> BillFile { BillFile(path: name, sizeBytes: bytes, sha256: "") }
    let files = [file("a", 100), file("b", 50)]
    let read = FilesRead(files, during: "reading movements")
    #expect(read.bytes(in: "reading movements") == BytesDone(0, of: 150))
    read.reach(20, of: files[1])
    #expect(read.bytes(in: "reading movements") == BytesDone(120, of: 150))
    // Another bill is read then.
    #expect(read.bytes(in: "matching") == nil)
}

@Test func theWidthIsThatOfTheTerminalOrOfCOLUMNS() throws {
    #expect(terminalColumns(STDIN_FILENO, environment: ["COLUMNS": "132"]) == 132)
    #expect(terminalColumns(STDIN_FILENO, environment: ["COLUMNS": "7"]) == 40)
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(terminal >= 0)
    defer { close(terminal) }
    var size = winsize(ws_row: 24, ws_col: 97, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
    #expect(terminalColumns(terminal, environment: [:]) == 97)
    #expect(terminalColumns(terminal, environment: ["COLUMNS": ""]) == 97)
    // One that does not say.
    size.ws_col = 0
    try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
    #expect(terminalColumns(terminal, environment: [:]) == 80)
    let file = open("/dev/null", O_WRONLY)
    defer { close(file) }
    #expect(terminalColumns(file, environment: [:]) == nil)
}
