import Glibc
import TestPlaces
import TestTurns
import Testing

/// Keys do not get out of the process's memory.
@Suite(.serialized, .waiting) struct ServiceMemoryTests {
    private static let nobody = "65534"
    private static let setpriv = "/usr/bin/setpriv"

    /// The program waits for its configuration on a pipe that is held open and never written to, as another user than root:
    /// what belongs to root in its directory of /proc then says that it may be neither dumped nor looked into.
    @Test(.enabled(if: geteuid() == 0 && access(setpriv, X_OK) == 0, "needs another user"))
    func noImageOfItIsWrittenAndNobodyCanLookIntoIt() throws {
        let directory = try TemporaryDirectory()
        chmod(directory.path, 0o755)
        let pipe = directory.path + "/pipe"
        try #require(mkfifo(pipe, 0o666) == 0)
        chmod(pipe, 0o666)
        let script = """
            ulimit -c unlimited
            for pipe; do :; done
            "$@" & pid=$!
            exec 3>"$pipe"
            grep 'Max core file size' /proc/$pid/limits
            stat -c 'environ of %u' /proc/$pid/environ
            kill $pid
            """
        let outcome = try Program.run(
            ["check", "--config", pipe],
            through: [
                Self.setpriv, "--reuid=\(Self.nobody)", "--clear-groups", "--", "/usr/bin/timeout",
                "\(Patience.seconds)",
                "/bin/sh", "-c", script, "sh",
            ])
        let lines = outcome.output.split(separator: "\n").map {
            $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        #expect(lines == ["Max core file size 0 0 bytes", "environ of 0"], "\(outcome.output)\(outcome.errors)")
    }
}
