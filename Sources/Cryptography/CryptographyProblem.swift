import CLibcrypto
import Vocabulary

/// The newest reason in libcrypto's error queue of this thread, which is emptied. Never key material.
func takeLibraryReason() -> String {
    defer { ERR_clear_error() }
    let code = ERR_peek_last_error()
    guard code != 0, let reason = ERR_reason_error_string(code) else { return "no reason given" }
    return String(cString: reason)
}

func libraryFailure(_ what: String) -> Problem {
    Problem(
        .cryptographyFailed, "\(what): \(takeLibraryReason())")
}
