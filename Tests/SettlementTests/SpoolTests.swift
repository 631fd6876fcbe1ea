import Glibc
import Testing
import Vocabulary

@testable import Settlement

/// What is set aside must be there when it is asked for. In processes of their own, for all tests share TMPDIR.
@Suite struct SpoolTests {
    /// One byte is more than the buffer holds: it goes to the file.
    private static func refusal() -> Problem? {
        var spool = Spool(bufferBytesMax: 1)
        do { try [7].withUnsafeBytes { try spool.append($0) } } catch { return error as? Problem }
        return nil
    }

    @Test func aDirectoryThatTakesNoFileIsNamed() async {
        await #expect(processExitsWith: .success) {
            setenv("TMPDIR", "/proc/nowhere", 1)
            let problem = SpoolTests.refusal()
            #expect(problem?.code == .spoolUnwritable && problem?.place.file == "/proc/nowhere")
        }
    }

    /// Like a full disk.
    @Test func aFileThatTakesNoBytesIsTold() async {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            var none = rlimit(rlim_cur: 0, rlim_max: 0)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &none) == 0)
            let problem = SpoolTests.refusal()
            #expect(problem?.code == .spoolUnwritable && problem?.what.hasPrefix("writing") == true)
        }
    }
}
