# shellcheck shell=bash
# Runs all tests. Sourced by vzgit, after setup.sh.
# shellcheck disable=SC2154  # root comes from vzgit

# shellcheck source=launcher/engine.sh
. "$root/launcher/engine.sh"

# Installs packages unless all of the programs are there: PROGRAMS PACKAGES WHAT-IS-SKIPPED-WITHOUT.
tools() {
    # shellcheck disable=SC2086  # several words each
    [[ -n $1 ]] && type -P $1 >/dev/null && return
    # shellcheck disable=SC2086
    { type -P apt-get >/dev/null && apt update && apt install --no-install-recommends $2; } ||
        complain "no $2: $3 will say that they are skipped"
}

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
    tools patchelf patchelf 'the tests on pure cgroup v2'
    # Debian root file systems that boot in VEs; kept in /var/cache/vzgit-test between runs.
    tools 'mmdebstrap nft' 'mmdebstrap nftables' 'the tests that boot Debian in VEs'
    # Templates are made from packages that the tests build and sign, and run scripts.
    tools 'dnf rpmbuild createrepo_c' 'dnf rpm createrepo-c' 'the tests of rpm templates'
    tools 'capsh setcap filefrag' 'libcap2-bin e2fsprogs' 'the tests of scripts in templates and of clones'
    # Keys are made by the programs that people make them with.
    tools 'gpg openssl ssh-keygen' 'gnupg openssl openssh-client' 'the tests of signatures'
    # Disk quota is tested with the ordinary tools, on file systems that the tests make.
    tools 'setquota mkfs.xfs mkfs.btrfs' 'quota xfsprogs btrfs-progs' 'the tests of disk quota'
    # Stock kernels run the tests of the kernel programs in an emulated machine.
    tools qemu-system-x86_64 'qemu-system-x86 kmod xz-utils zstd' 'the tests on stock kernels'
    # What a plan asks of the kernel is watched, and what is written is read by others' programs.
    tools 'strace yq' 'strace yq' 'the tests that watch a plan and edit documents'
    # Debian has no kustomize by itself.
    type -P kustomize >/dev/null || tools kubectl kubernetes-client 'the tests with kustomize'
    [[ -d /usr/lib/python3/dist-packages/prometheus_client ]] ||
        tools '' python3-prometheus-client 'the test of the metrics'
    if type -P apt-get >/dev/null && start_engine; then
        trap stop_engine EXIT
    else
        complain 'no container engine: the tests with real Git servers will say that they are skipped'
    fi
    JAVA_HOME=$(find_jdk)
    export JAVA_HOME
    export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS-}"
    mvn -B -ntp -f "$root/pom.xml" verify "$@" || return
    # With arguments it may have been told to run few.
    (($# > 0)) || count_kernel_tests
}
