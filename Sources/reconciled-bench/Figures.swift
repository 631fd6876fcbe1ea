import Glibc

/// Wall seconds of something done several times, and the memory that this process took at most meanwhile.
struct Figures {
    var seconds: [Double] = []
    /// Of this process alone, all threads: steadier than wall time where others use the machine too.
    var cpuSeconds: [Double] = []
    var peakBytes: Int64 = 0

    var median: Double { Self.median(seconds) }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }

    static func += (all: inout Figures, more: Figures) {
        all.seconds += more.seconds
        all.cpuSeconds += more.cpuSeconds
        all.peakBytes = max(all.peakBytes, more.peakBytes)
    }

    /// - Parameter before: not measured.
    static func measured(_ repeats: Int, before: () throws -> Void = {}, _ body: () throws -> Void) rethrows -> Figures
    {
        var figures = Figures()
        for _ in 0..<repeats {
            try before()
            resetPeakMemory()
            let (start, cpu) = (ContinuousClock.now, clock())
            try body()
            figures.cpuSeconds.append(Double(clock() - cpu) / 1e6)
            figures.seconds.append((ContinuousClock.now - start) / .seconds(1))
            figures.peakBytes = max(figures.peakBytes, peakMemoryBytes())
        }
        return figures
    }
}

/// Prints each line as soon as it is known.
struct FigureTable {
    init() {
        print(Self.cells("", "median s", "from", "to", "CPU s", "M rows/s", "MB/s", "peak MiB"))
    }

    mutating func add(_ name: String, _ figures: Figures, rows: Int, bytes: Int64 = 0, note: String = "") {
        // Each figure is seen as soon as it is known, also where the output is a file.
        defer { fflush(nil) }
        let rate = figures.median > 0 ? 1 / figures.median : 0
        print(
            Self.cells(
                name, Self.number(figures.median, 3), Self.number(figures.seconds.min() ?? 0, 3),
                Self.number(figures.seconds.max() ?? 0, 3), Self.number(Figures.median(figures.cpuSeconds), 2),
                Self.number(Double(rows) / 1e6 * rate, 2),
                bytes > 0 ? Self.number(Double(bytes) / 1e6 * rate, 0) : "", "\(figures.peakBytes >> 20)")
                + (note.isEmpty ? "" : "   \(note)"))
    }

    private static func cells(_ name: String, _ rest: String...) -> String {
        name.padding(48) + rest.map { String(repeating: " ", count: max(1, 10 - $0.utf8.count)) + $0 }.joined()
    }

    static func number(_ value: Double, _ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64((value * scale).rounded())
        guard digits > 0 else { return "\(scaled)" }
        let rest = "\(scaled % Int64(scale))"
        return "\(scaled / Int64(scale))." + String(repeating: "0", count: digits - rest.utf8.count) + rest
    }
}

extension String {
    func padding(_ width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}

/// `VmHWM` of this process, or another; PostgreSQL's memory is its own.
func peakMemoryBytes(of process: String = "self") -> Int64 {
    for line in text(of: "/proc/\(process)/status").split(separator: "\n") where line.hasPrefix("VmHWM:") {
        return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int64($0) } ?? 0) << 10
    }
    return 0
}

func resetPeakMemory() {
    guard let file = fopen("/proc/self/clear_refs", "we") else { return }
    fputs("5", file)
    fclose(file)
}

func loadAverage() -> String { String(text(of: "/proc/loadavg").prefix { $0 != " " }) }

func text(of path: String) -> String {
    guard let file = fopen(path, "re") else { return "" }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    let count = fread(&buffer, 1, buffer.count, file)
    return String(decoding: buffer[..<count], as: UTF8.self)
}

func ratio(_ one: Figures, _ other: Figures) -> String {
    "\(FigureTable.number(one.median / other.median, 2)) x"
}
