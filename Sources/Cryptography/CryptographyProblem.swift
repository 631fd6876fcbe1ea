import CLibcrypto
import Vocabulary

extension ProblemCode {
    package static let keyUnreadable = ProblemCode("key.unreadable", .configuration)
    package static let keyUnsuitable = ProblemCode("key.unsuitable", .configuration)
    package static let certificateUnreadable = ProblemCode("key.certificate_unreadable", .configuration)
    package static let certificateUntrusted = ProblemCode("key.certificate_untrusted", .configuration)
    package static let secretFileMissing = ProblemCode("key.file_missing", .configuration)
    package static let secretFileExposed = ProblemCode("key.file_exposed", .noPermission)
    package static let keyFileWritable = ProblemCode("key.file_writable", .noPermission)
    package static let secretFileUnreadable = ProblemCode("key.file_unreadable", .noPermission)
    package static let cryptographyFailed = ProblemCode("key.library_failed", .internalError)

    package static let cryptographyCodes: [ProblemCode] = [
        .keyUnreadable, .keyUnsuitable, .certificateUnreadable, .certificateUntrusted, .secretFileMissing,
        .secretFileExposed, .keyFileWritable, .secretFileUnreadable, .cryptographyFailed,
    ]
}

/// The newest reason in libcrypto's error queue of this thread, which is emptied. Never key material.
func takeLibraryReason() -> String {
    defer { ERR_clear_error() }
    let code = ERR_peek_last_error()
    guard code != 0, let reason = ERR_reason_error_string(code) else { return "no reason given" }
    return String(cString: reason)
}

func libraryFailure(_ what: String) -> Problem {
    Problem(
        .cryptographyFailed, "\(what): \(takeLibraryReason())",
        hint: "This should not happen with a working libcrypto; see that the system's OpenSSL is intact.")
}
