import Glibc
import Vocabulary

/// Finds the directory of PostgreSQL's server programs.
enum ServerPrograms {
    /// Where Debian and others keep them, one directory a major version; these are on nobody's PATH.
    private static let patterns = ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin"]
    private static let needed = ["initdb", "pg_ctl", "postgres"]

    static func find(patterns: [String] = patterns, path: String? = nil) throws(Problem) -> String {
        let versions = patterns.flatMap(matches).sorted { majorVersion($0) > majorVersion($1) }
        let path = path ?? getenv("PATH").map { String(cString: $0) } ?? ""
        let candidates = versions + path.split(separator: ":").map(String.init)
        for candidate in candidates where needed.allSatisfy({ access("\(candidate)/\($0)", X_OK) == 0 }) {
            return candidate
        }
        throw Problem(
            .clusterNotInstalled, "no PostgreSQL server programs found",
            expected: "\(needed.joined(separator: ", ")) in \(patterns.joined(separator: ", ")) or on PATH")
    }

    private static func matches(_ pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, 0, nil, &result) == 0, let paths = result.gl_pathv else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { index in paths[index].map { String(cString: $0) } }
    }

    /// The first number in the path: `/usr/lib/postgresql/15/bin` is 15, and 9 comes after 15.
    private static func majorVersion(_ path: String) -> Int {
        Int(path.drop { !$0.isASCII || !$0.isNumber }.prefix { $0.isASCII && $0.isNumber }) ?? 0
    }
}
