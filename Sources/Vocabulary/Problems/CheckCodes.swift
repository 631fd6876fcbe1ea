/// What `reconciled check` finds beside all the others.
extension ProblemCode {
    package static let checkServerOld = ProblemCode(
        "check.server_too_old", .configuration, "PostgreSQL is too old.", "PostgreSQL 版本过旧。",
        hint: "Upgrade the server.")
    package static let checkReadOnly = ProblemCode(
        "check.read_only", .configuration, "The results database is a standby.", "结果数据库是备库，不可写。",
        hint: "Point results.conninfo at the primary; orders may be read from a standby.")
    package static let checkRights = ProblemCode(
        "check.rights_missing", .noPermission, "The role lacks a right that a run needs.", "数据库角色缺少必要权限。",
        hint: "Run /usr/share/reconciled/roles.sql, or `reconciled migrate` as this role.")
    package static let checkDuplicateKey = ProblemCode(
        "check.duplicate_key", .badData, "An order relation gives a key more than once.", "订单视图中单号重复。",
        hint: "Mend the view: a join in it multiplies rows, most likely.")
    package static let checkUnknownValue = ProblemCode(
        "check.unknown_value", .badData, "An order relation holds words that the contract does not know.",
        "订单视图含有未知取值。",
        hint: "Map the shop's own words to these in the view.")
    package static let checkLag = ProblemCode(
        "check.standby_lags", .tryAgainLater, "The standby that is read lags behind.", "订单备库延迟过大。",
        hint: "See pg_stat_replication on the primary.")
    package static let checkSpace = ProblemCode(
        "check.disk_space", .cannotCreate, "Little room is left for bills.", "归档磁盘空间不足。",
        hint: "Move old bills away, or enlarge the file system.")
    package static let checkKeyPair = ProblemCode(
        "check.keys_do_not_pair", .configuration, "A key and a certificate of the account do not belong together.",
        "密钥与证书不匹配。",
        hint: "Take key and certificate from the same download of the console.")
    package static let checkCertificate = ProblemCode(
        "check.certificate_not_valid", .configuration, "A certificate is not valid today.", "证书不在有效期内。",
        hint: "Get a new certificate from the channel's console, or set the clock right.")
    package static let checkClock = ProblemCode(
        "check.clock", .configuration, "This machine's clock and the database's differ.", "本机时钟与数据库时钟不一致。",
        hint: "See that both run a time service (timedatectl).")

    static let checkCodes: [ProblemCode] = [
        checkServerOld, checkReadOnly, checkRights, checkDuplicateKey, checkUnknownValue, checkLag, checkSpace,
        checkKeyPair, checkCertificate, checkClock,
    ]
}
