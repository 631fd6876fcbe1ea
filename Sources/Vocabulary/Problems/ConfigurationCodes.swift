/// The configuration file.
extension ProblemCode {
    package static let configurationUnreadable = ProblemCode(
        "configuration.unreadable", .configuration, "The configuration cannot be read.", "无法读取配置文件。",
        hint: """
            Name it with --config FILE or RECONCILED_CONFIG, or start from \
            /usr/share/doc/reconciled/examples/reconciled.yaml.
            """)
    package static let configurationSyntax = ProblemCode(
        "configuration.syntax", .configuration, "The configuration is not YAML.", "配置文件不是有效的 YAML。",
        hint: "See `man reconciled.yaml` for the form.")
    package static let configurationUnknownKey = ProblemCode(
        "configuration.unknown_key", .configuration, "The configuration has a key that means nothing.", "配置中有未知的选项。",
        hint: "See `man reconciled.yaml` for every option there is.")
    package static let configurationDuplicateKey = ProblemCode(
        "configuration.duplicate_key", .configuration, "A key of the configuration is given twice.", "配置中同一选项出现两次。",
        hint: "Remove one of the two; nothing tells which of them was meant.")
    package static let configurationWrongType = ProblemCode(
        "configuration.wrong_type", .configuration, "A value of the configuration is of the wrong kind.", "配置值的类型不正确。",
        hint: "See `man reconciled.yaml` for the option's meaning and an example.")
    package static let configurationInvalidValue = ProblemCode(
        "configuration.invalid_value", .configuration, "A value of the configuration is not valid.", "配置值无效。",
        hint: "See `man reconciled.yaml` for the option's meaning and an example.")
    package static let configurationMissing = ProblemCode(
        "configuration.missing", .configuration, "An option that is needed is missing.", "缺少必需的配置项。",
        hint: "See `man reconciled.yaml` for the option's meaning and an example.")
    package static let configurationConflict = ProblemCode(
        "configuration.conflict", .configuration, "Two things in the configuration exclude each other.", "配置项互相冲突。",
        hint: "Remove one of the two.")
    package static let configurationSecret = ProblemCode(
        "configuration.secret_in_file", .configuration, "The configuration holds a secret.", "配置文件中含有密码。",
        hint: "Put the password into a file in the format of ~/.pgpass, mode 0600, and add passfile=/that/file.")
    package static let configurationNoAccount = ProblemCode(
        "configuration.no_such_account", .usage, "The configuration has no such account.", "配置中没有该账户。",
        hint: "Correct --account, or add the account to the file.")
    package static let configurationAPIKey = ProblemCode(
        "configuration.api_key_v3", .configuration, "The file does not hold an APIv3 key.", "文件中不是 APIv3 密钥。",
        hint: "Write the 32 characters that were set in the merchant console into the file, and nothing else.")

    static let configurationCodes: [ProblemCode] = [
        configurationUnreadable, configurationSyntax, configurationUnknownKey, configurationDuplicateKey,
        configurationWrongType, configurationInvalidValue, configurationMissing, configurationConflict,
        configurationSecret, configurationNoAccount, configurationAPIKey,
    ]
}
