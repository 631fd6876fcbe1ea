import Daemon
import Glibc
import Runtime

@main
struct Main {
    static func main() { exit(ReconciledCommand.execute(RawPath.arguments())) }
}
