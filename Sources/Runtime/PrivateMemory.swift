import CLinux

/// Keys are in this process's memory, some of them for as long as it lives.
package enum PrivateMemory {
    /// From here on no dump of it is written, and nobody but root can attach to the process. To be called before the
    /// first key is read.
    package static func keep() { recon_keep_memory_private() }
}
