// Why libcrypto itself and not swift-crypto with swift-certificates: it is in every process anyway, as libpq and libcurl
// are linked with it; it signs with RSA-2048 twice as fast (290 and 620 microseconds measured); and swift-crypto costs a
// clean build 85 seconds of 111. What is called lies in this target alone, so that the other can be taken any day.

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
