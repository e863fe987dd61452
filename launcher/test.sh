# shellcheck shell=bash
# Runs all tests. Sourced by vzgit, after setup.sh.
# shellcheck disable=SC2154  # root comes from vzgit

# shellcheck source=launcher/engine.sh
. "$root/launcher/engine.sh"

run_tests() {
    case ${1-} in
        -h | --help)
            printf '%s\n' 'Usage: vzgit test [MAVEN ARGUMENT…]' \
                'Set up what the tests need and run them all; those of the kernel need root.' \
                '' 'Example:' '  sudo ./vzgit test -Dgroups=kernel'
            return 0
            ;;
    esac
    ((EUID == 0)) || fail "the kernel tests need root: sudo $0 test"
    setup
    # The tests' node with pure cgroup v2 is a kernel with a C library of its own, put in place by it.
    if ! type -P patchelf >/dev/null && type -P apt-get >/dev/null; then
        { apt update && apt install --no-install-recommends patchelf; } ||
            complain 'no patchelf: the tests on pure cgroup v2 will say that they are skipped'
    fi
    # Debian root file systems that boot in VEs; kept in /var/cache/vzgit-test between runs.
    if ! type -P mmdebstrap nft >/dev/null && type -P apt-get >/dev/null; then
        apt install --no-install-recommends mmdebstrap nftables ||
            complain 'no mmdebstrap: the tests that boot Debian in VEs will say that they are skipped'
    fi
    # OpenPGP keys are made by the program that people make them with.
    if ! type -P gpg >/dev/null && type -P apt-get >/dev/null; then
        apt install --no-install-recommends gnupg || complain 'no gpg: tests of OpenPGP will fail'
    fi
    if type -P apt-get >/dev/null && start_engine; then
        trap stop_engine EXIT
    else
        complain 'no container engine: the tests with real Git servers will say that they are skipped'
    fi
    # Stock kernels run the tests of the kernel programs in an emulated machine.
    if ! type -P qemu-system-x86_64 >/dev/null && type -P apt-get >/dev/null; then
        { apt update && apt install --no-install-recommends qemu-system-x86 kmod xz-utils zstd; } ||
            complain 'no QEMU: the tests on stock kernels will say that they are skipped'
    fi
    JAVA_HOME=$(find_jdk)
    export JAVA_HOME
    export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS-}"
    mvn -B -ntp -f "$root/pom.xml" verify "$@" || return
    # With arguments it may have been told to run few.
    (($# > 0)) || count_kernel_tests
}
