import Runtime
import Vocabulary

/// Starts a program of the server in a clean environment: PGDATA, PGPORT and their like would lead it astray.
/// - Parameters:
///   - input: becomes standard input; nil is `/dev/null`.
///   - output: the file that takes both outputs.
func spawn(
    _ arguments: [String], input: Int32? = nil, output: String = "/dev/null"
) throws(Problem) -> ChildProcess {
    // The caller's own directory may be closed to the user that the child becomes.
    let fromRoot = ["/bin/sh", "-c", "cd / && exec \"$@\"", "sh"]
    let environment = ["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C"]
    do throws(ChildProcess.Failure) {
        return try ChildProcess(fromRoot + arguments, environment: environment, input: input, output: output)
    } catch {
        throw Problem(
            .clusterFailed, "cannot run \(arguments[0]): \(systemMessage(error.number))",
            hint: "See that the program exists and may be executed.")
    }
}
