#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <wchar.h>

// What glibc declares for _GNU_SOURCE alone, which Swift's own module of glibc does not set, and what takes a varying
// number of arguments.

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

/// Has a child begin without every descriptor from this number on. In glibc since 2.34.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
static inline int recon_close_from(posix_spawn_file_actions_t *actions, int from) {
    return posix_spawn_file_actions_addclosefrom_np(actions, from);
}

/// No image of the process's memory is written when it dies, and no other process of its user can look into it.
static inline void recon_keep_memory_private(void) {
    const struct rlimit none = {0, 0};
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    setrlimit(RLIMIT_CORE, &none);
}

/// Columns that a character takes on a terminal, in the thread's locale; -1 for one that is not printed.
extern int wcwidth(wchar_t character);
static inline int recon_columns(unsigned character) { return wcwidth((wchar_t)character); }
