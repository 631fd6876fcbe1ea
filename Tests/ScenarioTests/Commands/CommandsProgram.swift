import FoundationEssentials
import Glibc
import PrivateCluster
import Simulation
import TestPlaces
import Testing
import Vocabulary

/// The real binary, run as a user runs it.
struct Program {
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Beside the test program, where the build puts both.
    static func path(_ name: String = "reconciled") throws -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let executable = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let path = URL(filePath: executable).deletingLastPathComponent().appending(path: name).path
        try #require(access(path, X_OK) == 0, "\(path) is not built")
        return path
    }

    /// - Parameter through: a program and its first arguments, which ends by executing the rest.
    static func run(
        _ arguments: [String], of name: String = "reconciled", environment: [String] = [], output: String? = nil,
        through: [String] = []
    ) throws -> Outcome {
        let directory = try TemporaryDirectory()
        let (outputPath, errorPath) = (output ?? directory.path + "/out", directory.path + "/err")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, outputPath, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errorPath, O_WRONLY | O_CREAT, 0o600)
        let words = try through + [path(name)] + arguments
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = (["PATH=/usr/bin:/bin"] + environment).map { strdup($0) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child: pid_t = 0
        try #require(posix_spawn(&child, words[0], &actions, nil, &argv, &envp) == 0)
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        func text(_ path: String) -> String {
            (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        let signal = status & 0x7f
        return Outcome(
            status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: output == nil ? text(outputPath) : "",
            errors: text(errorPath))
    }
}
