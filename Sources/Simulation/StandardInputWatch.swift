#if canImport(Glibc)
    import Glibc
#endif

extension SimulatedChannels {
    /// Sends this process SIGTERM when a pipe on its standard input ends, so that the simulator does not outlive the
    /// program that started it. A terminal, a file or /dev/null does not count.
    package func endWithStandardInput() {
        var status = stat()
        guard fstat(STDIN_FILENO, &status) == 0, [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT) else { return }
        _ = startThread {
            var block = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(STDIN_FILENO, &block, block.count)
                if count > 0 || (count < 0 && errno == EINTR) { continue }
                break
            }
            kill(getpid(), SIGTERM)
        }
    }
}
