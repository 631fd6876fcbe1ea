import Foundation

/// The files of this repository, as they lie on disk.
enum Repository {
    static let root: String = #filePath.components(separatedBy: "/Tests/HouseTests")[0]

    /// Paths below the root, of every file under `folders` whose name ends in one of `endings`, sorted.
    static func files(under folders: [String], endings: [String]) -> [String] {
        folders.flatMap { folder -> [String] in
            (FileManager.default.enumerator(atPath: "\(root)/\(folder)")?.compactMap { $0 as? String } ?? [])
                .filter { path in endings.contains { path.hasSuffix($0) } }.map { "\(folder)/\($0)" }
        }.sorted()
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(path)") }
}
