import Daemon
import Glibc

@main
struct Main {
    static func main() { exit(ReconciledCommand.execute(Array(CommandLine.arguments.dropFirst()))) }
}
