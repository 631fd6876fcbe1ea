/// The private PostgreSQL of the demonstration and the tests.
extension ProblemCode {
    package static let clusterNotInstalled = ProblemCode(
        "cluster.not_installed", .unavailable, "PostgreSQL's server programs are not installed.",
        "未安装 PostgreSQL 服务器程序。",
        hint: "Install them: apt-get install postgresql")
    package static let clusterNoUser = ProblemCode(
        "cluster.no_user", .noPermission, "PostgreSQL does not run as root, and there is no way to another user.",
        "PostgreSQL 不能以 root 运行，且无法切换用户。",
        hint: "Run this as an ordinary user, or: apt-get install postgresql util-linux")
    package static let clusterDirectory = ProblemCode(
        "cluster.directory", .cannotCreate, "A directory for the private PostgreSQL cannot be made.",
        "无法为临时 PostgreSQL 创建目录。",
        hint: "Set TMPDIR to a short path that exists and can be written to.")
    package static let clusterFailed = ProblemCode(
        "cluster.failed", .unavailable, "The private PostgreSQL did not start.", "临时 PostgreSQL 启动失败。",
        hint: "Start it by hand with the same directory to see more, or choose another one by TMPDIR.")

    static let clusterCodes: [ProblemCode] = [
        clusterNotInstalled, clusterNoUser, clusterDirectory, clusterFailed,
    ]
}
