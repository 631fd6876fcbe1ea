import CLinux
import Glibc

/// Columns that a text takes on a terminal, as the C library counts them: two for Chinese, Japanese and Korean characters,
/// full-width forms and pictographs, none for what combines with the character before.
package func displayWidth(_ text: String) -> Int {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
    // The thread's own locale may know no character but ASCII.
    let former = uselocale(characters)
    defer { uselocale(former) }
    return text.unicodeScalars.reduce(0) { $0 + max(0, Int(recon_columns($1.value))) }
}

// Unsafe only for the compiler: a locale that nobody changes may be used by any number of threads.
nonisolated(unsafe) private let characters = newlocale(1 << LC_CTYPE, "C.UTF-8", nil)
