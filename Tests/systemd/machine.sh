# A throw-away Debian with a real systemd as PID 1 (mmdebstrap and systemd-nspawn), with loopback as its only network.
# To be sourced; needs root.
#
#   build_tree DIR    makes the tree once; a later call finds it
#   boot DIR SCRATCH  starts it on a memory overlay: the tree stays as it is
#   inside CMD...     runs a command in it, as root
#   shut_down         ends it, and whatever still runs in it

readonly boot_seconds_max=90 command_seconds_max=90
readonly tree_packages=systemd,systemd-sysv,dbus,libnss-systemd,mount,procps,iproute2,postgresql,libcurl4,libexpat1,libisal2,libxlsxwriter4,libzip4,ca-certificates,sudo
readonly machine_name=reconciled-test-$$
machine_pid=''

no_systemd() {
    printf '\nSYSTEMD CANNOT BE BOOTED HERE: %s\nNothing about the service was tested.\n' "$*" >&2
    exit 1
}

build_tree() {
    local stamp=$1/etc/reconciled-test-tree
    [ "$(cat "$stamp" 2>/dev/null)" = "$tree_packages" ] && return
    if [ -e "$1" ] && [ ! -e "$stamp" ]; then no_systemd "$1 is there and is no tree of this script"; fi
    rm -rf --one-file-system "$1"
    # A cluster that is made while PostgreSQL is installed takes the locale over.
    LC_ALL=C.UTF-8 mmdebstrap --quiet --variant=minbase --include="$tree_packages" \
        --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' --dpkgopt=force-unsafe-io \
        --dpkgopt='path-exclude=/usr/share/locale/*' bookworm "$1" >&2 || no_systemd "no Debian tree in $1"
    : >"$1/etc/machine-id"
    printf '127.0.0.1 localhost shop\n::1 localhost\n' >"$1/etc/hosts"
    echo shop >"$1/etc/hostname"
    # Nobody answers a login prompt here.
    ln -sf /dev/null "$1/etc/systemd/system/console-getty.service"
    echo "$tree_packages" >"$stamp"
}

# Puts this shell into control groups of its own, so that machines do not meet in one. Where systemd runs, it makes them.
own_control_groups() {
    local top
    for top in $(findmnt -rno TARGET -t cgroup2) $(findmnt -rno TARGET -t cgroup -O name=systemd); do
        mkdir -p "$top/$machine_name"
        echo "$BASHPID" >"$top/$machine_name/cgroup.procs"
    done
}

boot() {
    local state deadline=$((SECONDS + boot_seconds_max)) scope=()
    [ ! -d /run/systemd/system ] || scope=(systemd-run --scope --quiet --property=Delegate=yes)
    # A filter and capabilities wider than nspawn's own: what a unit may do is to be decided by the unit.
    (
        [ ${#scope[@]} -gt 0 ] || own_control_groups
        exec setsid "${scope[@]}" systemd-nspawn --quiet --directory="$1" --volatile=overlay --machine="$machine_name" \
        --register=no --keep-unit --private-network --link-journal=no --resolv-conf=off --timezone=off \
        --console=read-only --bind-ro="$2:/mnt" --boot \
        --system-call-filter='@system-service @keyring @pkey bpf' --capability=CAP_BPF,CAP_PERFMON,CAP_IPC_LOCK \
        </dev/null >"$2/console" 2>&1
    ) &
    machine_pid=$!
    while [ $SECONDS -lt $deadline ]; do
        kill -0 "$machine_pid" 2>/dev/null || { cat "$2/console" >&2; no_systemd "nspawn ended"; }
        state=$(inside systemctl is-system-running --wait 2>/dev/null) || true
        case $state in
            running) return ;;
            degraded) inside systemctl --failed >&2; return ;;
        esac
        sleep 0.2
    done
    cat "$2/console" >&2
    no_systemd "not up after $boot_seconds_max s: ${state:-no answer}"
}

# The machine's PID 1, as this one numbers it. In a trap, a bare `return` would have the status from before it.
leader() {
    local pid
    for pid in $(cat "/proc/$machine_pid/task/$machine_pid/children" 2>/dev/null); do
        [ "$(sed -n 's/^NSpid:.*\t//p' "/proc/$pid/status")" != 1 ] || { echo "$pid"; return 0; }
    done
    return 1
}

inside() {
    local pid
    pid=$(leader) || return 125
    timeout "$command_seconds_max" nsenter --target "$pid" --mount --uts --ipc --net --pid --cgroup --root --wd -- \
        env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        SYSTEMD_PAGER= "$@"
}

# At once: nothing of it is kept. PID 1 takes every process of its namespace with it.
shut_down() {
    local pid
    [ -n "$machine_pid" ] || return 0
    if pid=$(leader); then kill -KILL "$pid"; fi
    kill -KILL "$machine_pid" 2>/dev/null && wait "$machine_pid" 2>/dev/null
    # The last of them may take a moment.
    for _ in $(seq 50); do
        compgen -G "/sys/fs/cgroup/*/$machine_name" >/dev/null || break
        find /sys/fs/cgroup/*/"$machine_name" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.1
    done
}
