import Daemon
import Glibc

@main
struct Main {
    static func main() {
        exit(ReconciledCommands.execute(ReconciledCommand.self, Array(CommandLine.arguments.dropFirst())))
    }
}
