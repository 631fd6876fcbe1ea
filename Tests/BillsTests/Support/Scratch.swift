import Glibc
import Vocabulary

/// Files of one test in a directory of its own, removed with it.
final class Scratch {
    let directory: String
    private var paths: [String] = []

    init() {
        let made = "/tmp/bills-\(UInt64.random(in: 0 ... .max))"
        directory = mkdir(made, 0o700) == 0 ? made : "/nonexistent"
    }

    deinit {
        for path in paths { unlink(path) }
        rmdir(directory)
    }

    func file(_ bytes: [UInt8], name: String = "bill") -> BillFile {
        let path = "\(directory)/\(paths.count)-\(name)"
        paths.append(path)
        if let stream = fopen(path, "w") {
            fwrite(bytes, 1, bytes.count, stream)
            fclose(stream)
        }
        return BillFile(path: path, sizeBytes: Int64(bytes.count), sha256: "")
    }
}
