import CLibFuzzer
import Glibc

/// `fuzz TARGET [options and folders of libFuzzer]`
@main
enum Fuzz {
    private static let target: FuzzTarget = {
        let name = CommandLine.arguments.dropFirst().first ?? ""
        guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
            print("usage: fuzz TARGET [options and folders of libFuzzer]; targets:")
            for target in FuzzTarget.all { print(target.name) }
            exit(64)
        }
        return target
    }()

    static func main() {
        _ = target
        // The program's name, then everything behind the target's.
        let arguments = [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)
        var count = Int32(arguments.count)
        var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        let status = texts.withUnsafeMutableBufferPointer { buffer in
            var argv = buffer.baseAddress
            return LLVMFuzzerRunDriver(&count, &argv, runOne)
        }
        exit(status)
    }

    fileprivate static func run(_ input: UnsafeRawBufferPointer) {
        do { _ = try target.run(input) } catch { fatalError("\(error)") }
    }
}

/// By this name libFuzzer's own main, which is linked but not run, asks for it.
@_cdecl("LLVMFuzzerTestOneInput")
func runOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    Fuzz.run(UnsafeRawBufferPointer(start: bytes, count: count))
    return 0
}
