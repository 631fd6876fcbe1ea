#pragma once

#include <sys/syscall.h>
#include <unistd.h>

// What glibc declares for _GNU_SOURCE alone, which Swift's own module of glibc does not set.

/// A file in memory that is closed on exec and can be sealed, or -1.
static inline int recon_memory_file(const char *name) {
    const unsigned cloexec_and_allow_sealing = 0x3;
    return (int)syscall(SYS_memfd_create, name, cloexec_and_allow_sealing);
}
