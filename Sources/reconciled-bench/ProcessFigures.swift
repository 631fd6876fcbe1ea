import Glibc

/// What the system says of a process while it lives.
struct ProcessFigures {
    let pid: pid_t

    /// Of all its threads.
    var cpuSeconds: Double { cpuSeconds(ofEndedChildren: false) }
    /// Also of its children, those that have ended among them: a server and all its sessions.
    var cpuSecondsWithChildren: Double {
        let children = text(of: "/proc/\(pid)/task/\(pid)/children").split(separator: " ").compactMap { pid_t($0) }
        return cpuSeconds(ofEndedChildren: true)
            + children.map { ProcessFigures(pid: $0).cpuSeconds }.reduce(0, +)
    }
    var peakBytes: Int64 { peakMemoryBytes(of: "\(pid)") }
    var descriptors: Int {
        guard let directory = opendir("/proc/\(pid)/fd") else { return 0 }
        defer { closedir(directory) }
        let dots = 2
        var count = -dots
        while readdir(directory) != nil { count += 1 }
        return count
    }

    private func cpuSeconds(ofEndedChildren: Bool) -> Double {
        let stat = text(of: "/proc/\(pid)/stat")
        // What stands before it is number and name, which may hold blanks; proc(5) counts from the number, as 1.
        guard let name = stat.lastIndex(of: ")") else { return 0 }
        let fields = stat[name...].split(separator: " ").map { Double($0) ?? 0 }
        guard fields.count > 15 else { return 0 }
        let (own, ended) = (fields[12] + fields[13], fields[14] + fields[15])
        return (ofEndedChildren ? own + ended : own) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
