import FoundationEssentials

/// A directory that goes with its owner.
final class Scratch {
    let path = FileManager.default.temporaryDirectory.appending(
        path: "third-channel-\(UInt32.random(in: 0..<(.max)))"
    ).path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(path)/\(name)")
        return "\(path)/\(name)"
    }
}
