import FoundationEssentials
import Glibc
import TestTurns
import Testing

@testable import Runtime

/// A process that died of itself is told from one that was ended, and from one that lives.
@Suite(.serialized, .waiting) struct LastWordsTests {
    private static func told(in directory: String) -> [LastWords.EndedProcess] {
        var told: [LastWords.EndedProcess] = []
        LastWords.forEachEnded(in: directory) { told.append($0) }
        return told
    }

    @Test func whoLivesOrEndsInOrderIsNotToldOf() throws {
        let directory = "/tmp/reconciled-words-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let words = try #require(LastWords(in: directory))
        words.worksAs(42)
        #expect(Self.told(in: directory).isEmpty)
        words.end()
        words.end()
        #expect(Self.told(in: directory).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
    }

    @Test func itsSignalIsToldOnce() async throws {
        let directory = "/tmp/reconciled-words-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        await #expect(processExitsWith: .signal(SIGABRT)) { [directory = directory as String] in
            let words = LastWords(in: directory)
            words?.worksAs(42)
            abort()
        }
        await #expect(processExitsWith: .signal(SIGKILL)) { [directory = directory as String] in
            let words = LastWords(in: directory)
            words?.worksAs(43)
            kill(getpid(), SIGKILL)
        }
        #expect(
            Set(Self.told(in: directory)) == [.init(number: 42, signal: SIGABRT), .init(number: 43, signal: nil)])
        #expect(Self.told(in: directory).isEmpty)
    }

    @Test func aFileNameKeepsItsBytes() {
        // "对账" in GBK, which is no UTF-8, between what is.
        let bytes: [UInt8] = Array("a/é-".utf8) + [0xB6, 0xD4, 0xD5, 0xCA] + Array(".zip".utf8)
        let text = RawPath.text(bytes)
        #expect(RawPath.bytes(of: text).map { UInt8(bitPattern: $0) } == bytes + [0])
        #expect(RawPath.shown(text) == "a/é-\\xB6\\xD4\\xD5\\xCA.zip")
        #expect(RawPath.text("账单.zip".utf8) == "账单.zip")
    }
}
