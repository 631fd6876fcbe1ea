import CLinux
import Glibc
import Logging
import Testing

@testable import Systemd

/// A file in memory in place of standard error, and the JOURNAL_STREAM that names it.
private final class ErrorStream {
    let descriptor = recon_memory_file("standard-error")

    deinit { close(descriptor) }

    var stream: String {
        var status = stat()
        fstat(descriptor, &status)
        return "\(status.st_dev):\(status.st_ino)"
    }

    /// Whose stream standard error is.
    func journal(_ socketPath: String) -> Journal {
        Journal(environment: ["JOURNAL_STREAM": stream], standardError: descriptor, socketPath: socketPath)
    }

    var text: String { String(decoding: contentOfFile(descriptor), as: UTF8.self) }
}

private let entry = JournalEntry(
    priority: .warning, message: "the bill is late", messageID: "0123456789abcdef0123456789abcdef",
    fields: [
        JournalField(name: "CHANNEL", value: "wechatpay"), JournalField(name: "HINT", value: "wait\u{1B}\nand see"),
    ])

/// Reads the native form back, as journald would.
private func decoded(_ bytes: [UInt8]) -> [String: String]? {
    var fields: [String: String] = [:]
    var rest = bytes[...]
    while let end = rest.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "\n") }) {
        let name = String(decoding: rest[..<end], as: UTF8.self)
        let value: ArraySlice<UInt8>
        if rest[end] == UInt8(ascii: "=") {
            guard let feed = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            value = rest[(end + 1)..<feed]
        } else {
            let count = rest[(end + 1)..<(end + 9)].reversed().reduce(0) { $0 << 8 | Int($1) }
            value = rest[(end + 9)..<(end + 9 + count)]
        }
        guard rest[value.endIndex] == UInt8(ascii: "\n"), fields[name] == nil else { return nil }
        fields[name] = String(decoding: value, as: UTF8.self)
        rest = rest[(value.endIndex + 1)...]
    }
    return rest.isEmpty ? fields : nil
}

@Suite struct JournalTests {
    @Test func aMessageOfALoggerIsAnEntryWithItsMetadataAsFields() throws {
        let listener = try DatagramListener()
        let errors = ErrorStream()
        let journal = errors.journal(listener.name)
        var logger = Logger(label: "reconciled") { _ in JournalLogHandler(journal) }
        logger[metadataKey: "channel"] = "alipay"
        logger.debug("not asked for")
        logger.warning(
            "the bill is late",
            metadata: [
                "message_id": "0123456789abcdef0123456789abcdef", "channel": "wechatpay", "bill_date": "2026-11-21",
            ])
        logger.logLevel = .trace
        logger.trace("a detail")
        #expect(
            listener.received().map { decoded($0.bytes) } == [
                [
                    "MESSAGE": "the bill is late", "PRIORITY": "4", "SYSLOG_IDENTIFIER": "reconciled",
                    "MESSAGE_ID": "0123456789abcdef0123456789abcdef", "CHANNEL": "wechatpay", "BILL_DATE": "2026-11-21",
                ],
                ["MESSAGE": "a detail", "PRIORITY": "7", "SYSLOG_IDENTIFIER": "reconciled", "CHANNEL": "alipay"],
            ])
    }

    @Test func anEntryArrivesWithAllItsFields() throws {
        let listener = try DatagramListener()
        let errors = ErrorStream()
        let journal = errors.journal(listener.name)
        journal.write(entry)
        let datagram = try #require(listener.received().first)
        #expect(
            decoded(datagram.bytes) == [
                "MESSAGE": "the bill is late", "PRIORITY": "4", "SYSLOG_IDENTIFIER": "reconciled",
                "MESSAGE_ID": "0123456789abcdef0123456789abcdef", "CHANNEL": "wechatpay",
                "HINT": "wait\\u{1b}\\u{a}and see",
            ])
        #expect(errors.text.isEmpty)
    }

    @Test func aValueOfSeveralLinesHasItsLengthBeforeIt() {
        let bytes = JournalEntry(priority: .debug, message: "两\n行").encoded(identifier: "r")
        let expected: [UInt8] =
            Array("MESSAGE\n".utf8) + [7, 0, 0, 0, 0, 0, 0, 0] + Array("两\n行\nPRIORITY=7\nSYSLOG_IDENTIFIER=r\n".utf8)
        #expect(bytes == expected)
    }

    @Test func aLargeEntryIsHandedOverAsASealedFile() throws {
        let listener = try DatagramListener()
        let errors = ErrorStream()
        let journal = errors.journal(listener.name)
        let message = [String](repeating: String(repeating: "明细 ", count: 1000), count: 500).joined(separator: "\n")
        journal.write(JournalEntry(priority: .error, message: message))
        let datagram = try #require(listener.received().first)
        #expect(datagram.bytes.isEmpty)
        #expect(datagram.isSealed)
        let fields = try #require(datagram.file.flatMap(decoded))
        #expect(fields.count == 3)
        #expect(fields["MESSAGE"] == message)
        #expect(errors.text.isEmpty)
    }

    @Test func withoutJournaldTheMessageGoesToStandardErrorWithItsLevel() {
        let errors = ErrorStream()
        let journal = Journal(
            environment: ["JOURNAL_STREAM": errors.stream, "INVOCATION_ID": "1"], standardError: errors.descriptor,
            socketPath: "/tmp/reconciled-test-nobody")
        journal.write(JournalEntry(priority: .error, message: "first\nsecond\n"))
        #expect(errors.text == "<3>first\n<3>second\n")
    }

    @Test func whatComesFromOutsideIsPrintableAndBounded() {
        let long = String(repeating: "\u{1B}[2J\u{202E}", count: 100_000)
        let entry = JournalEntry(
            priority: .error, message: "\(long)\n\(long)", fields: [JournalField(name: "ACCOUNT", value: long)])
        let text = String(decoding: entry.encoded(identifier: "r"), as: UTF8.self)
        #expect(text.utf8.count < 12_000)
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
        #expect(String(decoding: entry.plain(hasPrefix: true), as: UTF8.self).split(separator: "\n").count == 2)
        let lines = String(repeating: "line\n", count: 100_000)
        #expect(JournalEntry(priority: .error, message: lines).message.utf8.count < 6000)
    }

    @Test func settledIsWhatJournaldHasRead() throws {
        let listener = try DatagramListener()
        let errors = ErrorStream()
        let journal = errors.journal(listener.name)
        #expect(journal.settle())
        journal.write(entry)
        #expect(!journal.settle(milliseconds: 1))
        #expect(listener.received().count == 1)
        #expect(journal.settle())
    }

    /// JOURNAL_STREAM is inherited: it is the journal only as long as standard error is still that stream.
    @Test func anotherStreamThanTheJournalsGetsPlainLines() throws {
        let listener = try DatagramListener()
        let errors = ErrorStream()
        for environment in [["JOURNAL_STREAM": "1:2"], ["JOURNAL_STREAM": ""], [:]] {
            Journal(environment: environment, standardError: errors.descriptor, socketPath: listener.name).write(entry)
        }
        #expect(errors.text == "the bill is late\nthe bill is late\nthe bill is late\n")
        #expect(listener.received().isEmpty)
    }

    @Test func aTerminalGetsNoLevels() {
        // TIOCSPTLCK and TIOCGPTPEER: the other end of a new terminal, unlocked and opened.
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        defer { close(terminal) }
        var locked: Int32 = 0
        _ = ioctl(terminal, 0x4004_5431, &locked)
        let screen = ioctl(terminal, 0x5441, O_RDWR | O_NOCTTY)
        defer { close(screen) }
        Journal(environment: ["INVOCATION_ID": "1"], standardError: screen).write(entry)
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = read(terminal, &bytes, bytes.count)
        #expect(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == "the bill is late\r\n")
    }

    @Test(arguments: [
        ("CHANNEL", true), ("BILL_DATE", true), ("A1", true), ("", false), ("_PID", false), ("1A", false),
        ("Channel", false), ("BILL-DATE", false), ("A=B", false), ("A\nB", false), ("MESSAGE", false),
        ("PRIORITY", false), (String(repeating: "A", count: 64), true), (String(repeating: "A", count: 65), false),
    ])
    func onlyNamesThatJournaldKeepsAreNames(name: String, isValid: Bool) {
        #expect(JournalField.isValid(name) == isValid)
    }

    @Test(arguments: [
        ("0123456789abcdef0123456789abcdef", true), ("0123456789ABCDEF0123456789abcdef", false),
        ("0123456789abcdef0123456789abcde", false), ("", false), ("0123456789abcdef-123456789abcdef", false),
    ])
    func aMessageIDIsThirtyTwoDigits(text: String, isValid: Bool) {
        #expect(JournalEntry.isMessageID(text) == isValid)
    }
}
