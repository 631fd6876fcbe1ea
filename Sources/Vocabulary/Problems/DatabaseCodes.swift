/// PostgreSQL, and the connection to it.
extension ProblemCode {
    package static let databaseUnavailable = ProblemCode(
        "database.unavailable", .unavailable, "The database cannot be reached, or ended the session.",
        "无法连接数据库，或连接已中断。",
        hint: "See that PostgreSQL runs and that the connection string in the configuration is right.")
    package static let databaseStarting = ProblemCode(
        "database.starting", .unavailable, "The database is starting, stopping or recovering.", "数据库正在启动、停止或恢复。",
        hint: "Wait until the server has started.")
    package static let databaseFull = ProblemCode(
        "database.too_many_connections", .unavailable, "The database takes no more connections.", "数据库连接数已满。",
        hint: "Raise max_connections, or the role's or database's CONNECTION LIMIT.")
    package static let databaseMemory = ProblemCode(
        "database.out_of_memory", .tryAgainLater, "The database server has no memory left.", "数据库服务器内存不足。",
        hint: "See what takes the server's memory, and its work_mem.")
    package static let databaseDisk = ProblemCode(
        "database.disk_full", .tryAgainLater, "The database server's disks are full.", "数据库服务器磁盘已满。",
        hint: "Make room on the database server's disks.")
    package static let databaseResources = ProblemCode(
        "database.out_of_resources", .tryAgainLater, "The database server has met another limit of its own.",
        "数据库服务器资源不足。",
        hint: "See the server's log for the limit that was met.")
    package static let databaseReadOnly = ProblemCode(
        "database.read_only", .tryAgainLater, "The database takes no changes.", "数据库处于只读状态。",
        hint: """
            See whether somebody made the database read-only (default_transaction_read_only), or whether this is \
            a standby.
            """)
    package static let databaseCancelled = ProblemCode(
        "database.statement_cancelled", .tryAgainLater, "A statement was cancelled, or took too long.", "数据库语句被取消或超时。",
        hint: "Somebody cancelled the statement, or it took too long; see the server's log.")
    package static let databaseLocked = ProblemCode(
        "database.lock_timeout", .tryAgainLater, "Somebody holds a lock for too long.", "等待数据库锁超时。",
        hint: "See pg_locks for who holds the lock.")
    package static let databaseFiles = ProblemCode(
        "database.input_output", .unavailable, "The database server cannot read or write its files.", "数据库服务器文件读写失败。",
        hint: "See the server's log: its own files or disks are at fault.")
    package static let databaseEncoding = ProblemCode(
        "database.encoding", .configuration, "The database is not in UTF-8.", "数据库编码不是 UTF-8。",
        hint: "Create the database anew with ENCODING 'UTF8', and name that one in the configuration.")
    package static let databaseError = ProblemCode(
        "database.error", .internalError,
        "The database refused a statement, or something else happened that no other code names.",
        "数据库拒绝了语句，或发生了未归类的错误。",
        hint: "Nothing was changed. See the server's log; if it says no more, report this with the SQLSTATE.")
    package static let databaseOutdated = ProblemCode(
        "database.object_missing", .configuration, "A table, view, column or function is not there.", "数据库对象不存在。",
        hint: "Run `reconciled migrate` if the schema is older than the program.")
    package static let databasePermission = ProblemCode(
        "database.no_permission", .noPermission, "The role may not do this, or may not log in.", "数据库角色没有权限或无法登录。",
        hint: "Give the role the rights that /usr/share/reconciled/roles.sql gives, then run `reconciled check`.")
    package static let databaseRetry = ProblemCode(
        "database.try_again", .tryAgainLater, "Two transactions stood in each other's way.", "数据库事务冲突。",
        hint: "Nothing was changed; run it again.")

    static let databaseCodes: [ProblemCode] = [
        databaseUnavailable, databaseStarting, databaseFull, databaseMemory, databaseDisk, databaseResources,
        databaseReadOnly, databaseCancelled, databaseLocked, databaseFiles, databaseEncoding, databaseError,
        databaseOutdated, databasePermission, databaseRetry,
    ]
}
