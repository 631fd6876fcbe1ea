/// Keys and certificates.
extension ProblemCode {
    package static let keyUnreadable = ProblemCode(
        "key.unreadable", .configuration, "A key cannot be read as one.", "无法解析密钥。",
        hint: "Give the key file as the channel's tool wrote it, without a pass phrase.")
    package static let keyUnsuitable = ProblemCode(
        "key.unsuitable", .configuration, "A key is of the wrong kind or size, or belongs to something else.",
        "密钥类型、长度或用途不符。",
        hint: "Give an RSA key of 2048 bits or more, the one that the option asks for.")
    package static let certificateUnreadable = ProblemCode(
        "key.certificate_unreadable", .configuration, "A certificate cannot be read as one.", "无法解析证书。",
        hint: "Give the certificate file as it was downloaded, or get a new one from the channel's console.")
    package static let certificateUntrusted = ProblemCode(
        "key.certificate_untrusted", .configuration, "A certificate does not come from where it should.", "证书来源不可信。",
        hint: "Download the channel's certificates from its console and configure them.")
    package static let secretFileMissing = ProblemCode(
        "key.file_missing", .configuration, "A key file is not there.", "密钥文件不存在。",
        hint: "Set the path in the configuration right and let the daemon's user read the file.")
    package static let secretFileExposed = ProblemCode(
        "key.file_exposed", .noPermission, "Others can read a key file.", "其他用户可读取密钥文件。",
        hint: "Run `chmod 0400` on it, and take the key for known to others if the machine is shared.")
    package static let keyFileWritable = ProblemCode(
        "key.file_writable", .noPermission, "Others can write a key file.", "其他用户可改写密钥文件。",
        hint: "Run `chmod go-w` on it, and compare its content with the channel's console: it may be another's.")
    package static let secretFileUnreadable = ProblemCode(
        "key.file_unreadable", .noPermission, "A key file cannot be read.", "无法读取密钥文件。",
        hint: "Set the path in the configuration to the key file, and let the daemon's user read it.")
    package static let cryptographyFailed = ProblemCode(
        "key.library_failed", .internalError, "The cryptographic library failed.", "加密库调用失败。",
        hint: "This should not happen with a working libcrypto; see that the system's OpenSSL is intact.")

    static let keyCodes: [ProblemCode] = [
        keyUnreadable, keyUnsuitable, certificateUnreadable, certificateUntrusted, secretFileMissing, secretFileExposed,
        keyFileWritable, secretFileUnreadable, cryptographyFailed,
    ]
}
