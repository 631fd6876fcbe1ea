import Glibc

/// A process that dies of itself leaves word of it: a small file, made at its start and locked for as long as it lives,
/// into which the last thing it does is to write the signal that it dies of. One that is killed from outside (SIGKILL, a
/// power cut) writes nothing, and one that ends in order takes its file away. Whoever starts afterwards on the same
/// machine can so tell a process that died of what it did from one that was ended.
package final class LastWords: Sendable {
    /// What ended a process that left its file behind.
    package struct EndedProcess: Hashable, Sendable {
        /// As `worksAs` had it last.
        package var number: Int32
        /// nil when it was ended from outside, or could not say it any more.
        package var signal: Int32?
    }

    private let path: String
    private let descriptor: Int32
    private let isOver = Guarded(false)

    private static let namePrefix = ".process-"
    private static let directoryMode: mode_t = 0o750  // as of the archive
    private static let numberDigits = 10
    /// `process 0000000042 signal 00`; the handler writes the last two digits, in place.
    private static func line(_ number: Int32) -> [UInt8] {
        let digits = String(max(0, number))
        return Array(
            "process \(String(repeating: "0", count: numberDigits - digits.count))\(digits) signal 00\n".utf8)
    }
    private static let signalOffset = 8 + numberDigits + 8

    /// Makes the file, and has every deadly signal noted in it. One for each process.
    /// - Returns: nil when the file cannot be made: the process works without.
    package init?(in directory: String) {
        mkdir(directory, Self.directoryMode)
        path = "\(directory)/\(Self.namePrefix)\(String(UInt64.random(in: 0 ... .max), radix: 16))"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        // `forEachEnded` passes over an empty file, so nobody takes this one for a dead process's before it is locked.
        guard flock(descriptor, LOCK_EX) == 0, Self.write(Self.line(0), to: descriptor) else {
            unlink(path)
            close(descriptor)
            return nil
        }
        listen(descriptor)
    }

    deinit {
        end()
        close(descriptor)
    }

    /// The process ends in order, or is done with what it could die of.
    package func end() {
        let isFirst = isOver.with { over in
            defer { over = true }
            return !over
        }
        guard isFirst else { return }
        stopListening()
        unlink(path)
    }

    /// By which number the others will know the process.
    package func worksAs(_ number: Int32) { _ = Self.write(Self.line(number), to: descriptor) }

    /// Tells of each process that left its file behind, once, and takes the file away; while `body` throws, it stays.
    package static func forEachEnded(in directory: String, _ body: (EndedProcess) throws -> Void) rethrows {
        for name in names(in: directory) {
            let path = "\(directory)/\(name)"
            let file = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard file >= 0 else { continue }
            defer { close(file) }
            // Locked: its process lives, or another process is reading it at this moment.
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else { continue }
            var status = stat()
            guard fstat(file, &status) == 0, status.st_nlink > 0, let ended = read(file) else { continue }
            try body(ended)
            unlink(path)
        }
    }

    private static func names(in directory: String) -> [String] {
        guard let entries = opendir(directory) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(entry.pointee.d_reclen)) {
                    String(cString: $0)
                }
            }
            if name.hasPrefix(namePrefix) { names.append(name) }
        }
        return names.sorted()
    }

    private static func read(_ file: Int32) -> EndedProcess? {
        let length = line(0).count
        var bytes = [UInt8](repeating: 0, count: length)
        guard pread(file, &bytes, length, 0) == length else { return nil }
        let words = bytes.dropLast().split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 4, let number = Int32(words[1]), let signal = Int32(words[3]) else { return nil }
        return EndedProcess(number: number, signal: signal == 0 ? nil : signal)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        pwrite(descriptor, bytes, bytes.count, 0) == bytes.count
    }

    // MARK: The signals

    /// What a fault of the program ends it with, and what the service manager ends a program with that hangs.
    private static let deadly = [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP]

    private func listen(_ descriptor: Int32) {
        heard.file.pointee = descriptor
        heard.offset.pointee = off_t(Self.signalOffset)
        for signal in Self.deadly {
            var action = sigaction()
            action.__sigaction_handler = .init(sa_sigaction: speakAndDie)
            action.sa_flags = SA_SIGINFO | Int32(SA_ONSTACK)
            sigaction(signal, &action, heard.before + Int(signal))
        }
    }

    private func stopListening() {
        for signal in Self.deadly { sigaction(signal, heard.before + Int(signal), nil) }
        heard.file.pointee = -1
    }
}

/// What the handler needs, at places that are there before it is called: it may take no lock and no memory.
///
/// Unchecked, because the compiler cannot know that it is written only before the handlers are there and after they are gone,
/// by the one thread that makes and ends a process's last words.
private struct Heard: @unchecked Sendable {
    let file: UnsafeMutablePointer<Int32>
    let offset: UnsafeMutablePointer<off_t>
    let before: UnsafeMutablePointer<sigaction>
    private static let signalsMax = 65

    init() {
        file = .allocate(capacity: 1)
        file.initialize(to: -1)
        offset = .allocate(capacity: 1)
        offset.initialize(to: 0)
        before = .allocate(capacity: Self.signalsMax)
        before.initialize(repeating: sigaction(), count: Self.signalsMax)
    }
}

private let heard = Heard()

/// Notes the signal, and lets the process die of it as it would have.
private func speakAndDie(_ signal: Int32, _ info: UnsafeMutablePointer<siginfo_t>?, _ context: UnsafeMutableRawPointer?)
{
    var digits = (UInt8(truncatingIfNeeded: 48 + signal / 10 % 10), UInt8(truncatingIfNeeded: 48 + signal % 10))
    pwrite(heard.file.pointee, &digits, 2, heard.offset.pointee)
    sigaction(signal, heard.before + Int(signal), nil)
    // A fault comes again when its instruction does; what somebody sent does not.
    if let code = info?.pointee.si_code, code > 0 { return }
    raise(signal)
}
