import Daemon
import Glibc
import Runtime

/// `serve` as a process of its own, of the same program.
struct ServiceProcess {
    private let child: ChildProcess
    private(set) var cpuSeconds = 0.0
    private(set) var peakBytes: Int64 = 0
    private(set) var descriptorsMax = 0

    init(configuration: String, log: String) throws {
        let environment = ["PATH", "TMPDIR"].compactMap { (name: String) in
            getenv(name).map { "\(name)=\(String(cString: $0))" }
        }
        child = try ChildProcess(
            ["/proc/self/exe", "serve", "--config", configuration], environment: environment, output: log)
    }

    mutating func look() {
        let figures = ProcessFigures(pid: child.pid)
        cpuSeconds = max(cpuSeconds, figures.cpuSeconds)
        peakBytes = max(peakBytes, figures.peakBytes)
        descriptorsMax = max(descriptorsMax, figures.descriptors)
    }

    mutating func stop() throws {
        look()
        kill(child.pid, SIGTERM)
        let status = child.wait(secondsMax: 60)
        guard status == 0 else { throw BenchProblem.because("the service ended with status \(status)") }
    }
}
