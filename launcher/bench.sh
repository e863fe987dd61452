# shellcheck shell=bash
# Measures vzgit on this machine. Sourced by vzgit, after setup.sh and build.sh.
# shellcheck disable=SC2154  # root, out come from vzgit

bench() {
    case ${1-} in
        -h | --help)
            printf '%s\n' 'Usage: vzgit bench [start|node|disk|ubc|overhead|planner|command|review|loop|agent]…' \
                'Print the figures of docs/performance.md, LXC'"'"'s beside them where it is installed.' \
                'Where the kernel has no project quota, disk is measured in an emulated machine (qemu-system-x86);' \
                'overhead always is: there a nanosecond is an instruction.' \
                '' 'Example:' '  sudo ./vzgit bench start'
            return 0
            ;;
    esac
    ((EUID == 0)) || fail "VEs need root: sudo $0 bench"
    setup
    fresh || build
    local java classes=$out/bench
    read -r java <"$out/java"
    # Straight against the built product: Maven would take a minute to find that nothing changed.
    "${java%java}javac" -d "$classes" -cp "$out/lib/*" -proc:none \
        "$root"/reconciler/src/test/java/org/vzgit/bench/*.java
    if [[ " ${*:-disk} " == *' disk '* || " $* " == *' overhead '* ]]; then bench_kernel; fi
    # Static: its own start is a path that is measured.
    "${CC:-gcc}" -std=gnu17 -O2 -static -s -o "$classes/hot-paths" "$root/reconciler/src/test/c/hot-paths.c"
    # On a disk, as a node's home is, and open to the ids of VEs.
    bench_place=$(mktemp -d /var/tmp/vzgit-bench.XXXXXX)
    chmod 755 "$bench_place"
    trap bench_clean EXIT
    printf 'load before: %s; %s CPUs; Linux %s\n' "$(cut -d ' ' -f 1-3 /proc/loadavg)" \
        "$(nproc)" "$(uname -r)"
    # Everything that the benchmark starts is born in that network namespace and the links go with it.
    unshare --net -- "$java" -XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow \
        -cp "$classes:$out/lib/*" \
        org.vzgit.bench.Bench "$root/vzgit" "$bench_place" "$@"
}

# The kernel of the emulated machine; fetched here, because the benchmark itself has no network.
bench_kernel() {
    local dir=${VZGIT_TEST_CACHE:-/var/cache/vzgit-test}/qemu/6.12
    type -P qemu-system-x86_64 depmod >/dev/null ||
        { type -P apt-get >/dev/null && apt install --no-install-recommends qemu-system-x86 kmod xz-utils zstd; } ||
        complain 'no emulated machine: disk is measured only where the kernel has project quota'
    mkdir -p "$dir"
    "$root/kernel-ops/src/test/qemu/fetch.sh" "$dir" trixie-security 6.12 ||
        complain "no kernel in $dir: disk is measured only where the running one has project quota"
}

# Also after a failure and ^C: nothing of what was measured stays.
bench_clean() {
    local home name
    for home in "$bench_place"/{start,node,agent,loop}; do
        if [[ -d $home/state ]]; then
            "$root/vzgit" wipe --home "$home" >/dev/null 2>&1 || complain "left: $home"
        fi
    done
    for name in "$bench_place"/lxc/*; do
        lxc-stop -k -P "$bench_place/lxc" -n "${name##*/}" >/dev/null 2>&1 || true
    done
    rm -rf "$bench_place"
}
