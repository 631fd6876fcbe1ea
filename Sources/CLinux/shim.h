#pragma once

#include <sys/syscall.h>
#include <unistd.h>

// What glibc declares for _GNU_SOURCE alone, which Swift's own module of glibc does not set.

/// A file in memory that is closed on exec and can be sealed, or -1.
static inline int recon_memory_file(const char *name) {
    const unsigned cloexec_and_allow_sealing = 0x3;
    return (int)syscall(SYS_memfd_create, name, cloexec_and_allow_sealing);
}

/// Has the system write so many bytes of a file to its medium, and does not wait for it.
static inline void recon_start_write_back(int descriptor, long long offset, long long count) {
    const unsigned write_dirty_pages = 0x2;
    syscall(SYS_sync_file_range, descriptor, offset, count, write_dirty_pages);
}
