import Daemon
import Glibc
import Runtime

@main
struct Main {
    static func main() { exit(ReconciledCommands.execute(ReconciledCommand.self, RawPath.arguments())) }
}
