import Glibc
import Testing

/// Keys do not get out of the process's memory.
@Suite struct ServiceMemoryTests {
    private static let nobody = "65534"
    private static let setpriv = "/usr/bin/setpriv"

    /// The program waits for its configuration on a pipe that nobody writes to, as another user than root: what belongs to
    /// root in its directory of /proc then says that it may be neither dumped nor looked into.
    @Test(.enabled(if: geteuid() == 0 && access(setpriv, X_OK) == 0, "needs another user"))
    func noImageOfItIsWrittenAndNobodyCanLookIntoIt() throws {
        let directory = try TemporaryDirectory()
        chmod(directory.path, 0o755)
        let pipe = directory.path + "/pipe"
        try #require(mkfifo(pipe, 0o644) == 0)
        chmod(pipe, 0o644)
        let script = """
            ulimit -c unlimited
            "$@" & pid=$!
            tries=0
            until grep -q 'Max core file size  *0  *0 ' /proc/$pid/limits || [ $((tries += 1)) -gt 500 ]; do
                sleep 0.02
            done
            grep 'Max core file size' /proc/$pid/limits
            stat -c 'environ of %u' /proc/$pid/environ
            kill $pid
            """
        let outcome = try Program.run(
            ["check", "--config", pipe],
            through: [Self.setpriv, "--reuid=\(Self.nobody)", "--clear-groups", "--", "/bin/sh", "-c", script, "sh"])
        let lines = outcome.output.split(separator: "\n").map {
            $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        #expect(lines == ["Max core file size 0 0 bytes", "environ of 0"], "\(outcome.output)\(outcome.errors)")
    }
}
