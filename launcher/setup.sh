# shellcheck shell=bash
# What vzgit needs on a host: finds it, and installs it where apt is known. Sourced by vzgit.

readonly JDK_MIN=25
# Another package manager may hold dpkg's lock, e.g. unattended-upgrades after a boot; five minutes
# is longer than it usually takes and short enough to be noticed.
readonly DPKG_WAIT_SECONDS=300

# shellcheck source=launcher/jdk.sh
. "$root/launcher/jdk.sh"

complain() { printf 'vzgit: %s\n' "$*" >&2; }
fail() {
    complain "$@"
    exit 1
}

# Prints the directory of a JDK that is new enough: JAVA_HOME, then PATH, then /usr/lib/jvm.
find_jdk() {
    local home javac
    javac=$(readlink -f "$(type -P javac || true)" || true)
    for home in "${JAVA_HOME-}" "${javac%/bin/javac}" /usr/lib/jvm/*; do
        if [[ -x $home/bin/javac ]] && is_new_enough "$home"; then
            printf '%s\n' "$home"
            return 0
        fi
    done
    return 1
}

# Reads the JDK's release file: starting each Java to ask for its version would take a second.
is_new_enough() {
    local line version
    [[ -r $1/release ]] || return 1
    while IFS= read -r line; do
        if [[ $line == JAVA_VERSION=* ]]; then
            version=${line#JAVA_VERSION=\"}
            version=${version%%[.\"+-]*}
            [[ $version =~ ^[0-9]+$ ]] && ((version >= JDK_MIN)) && return 0
        fi
    done <"$1/release"
    return 1
}

has_static_libc() {
    local archive
    archive=$(gcc -print-file-name=libc.a 2>/dev/null) || return 1
    [[ $archive == /* && -f $archive ]]
}

has_static_busybox() {
    local busybox
    busybox=$(type -P busybox) || return 1
    # ldd fails on a static program, and that is what a template can hold: no libraries beside it.
    ! ldd "$busybox" >/dev/null 2>&1
}

# Prints one line for each thing that is missing: its package on Debian, a tab, what it is for.
missing() {
    find_jdk >/dev/null || printf 'jdk\tJDK %s or newer: builds and runs vzgit\n' "$JDK_MIN"
    type -P mvn >/dev/null || printf 'maven\tMaven: the build\n'
    type -P gcc >/dev/null || printf 'gcc\tC compiler: builds ve-init\n'
    type -P clang >/dev/null || printf 'clang\tC compiler for the kernel: builds the beancounters\n'
    type -P llvm-strip >/dev/null || printf 'llvm\tllvm-strip: builds the beancounters\n'
    [[ -e /usr/include/bpf/bpf_helpers.h ]] || printf 'libbpf-dev\tlibbpf: builds and loads the beancounters\n'
    has_static_libc || printf 'libc6-dev\tstatic C library: ve-init runs inside any template\n'
    has_static_busybox || printf 'busybox-static\tstatic busybox: the built-in template\n'
    type -P lxcfs >/dev/null ||
        printf 'lxcfs\tlxcfs: VEs see their own memory and load in /proc, not those of the machine\n'
    type -P ip >/dev/null || printf 'iproute2\tip: tests look at the network with it\n'
    type -P git >/dev/null || printf 'git\tgit: commits, e.g. those of the demo\n'
}

# The name of a package with a new enough JDK, of those that apt can get here.
jdk_package() {
    local package
    for package in openjdk-25-jdk-headless temurin-25-jdk; do
        if [[ $(apt-cache policy "$package" 2>/dev/null) == *Candidate:\ [0-9]* ]]; then
            printf '%s\n' "$package"
            return 0
        fi
    done
    return 1
}

tell_jdk() {
    complain "no package of JDK $JDK_MIN is in the apt sources of this host; unpack one below"
    complain "/usr/lib/jvm/ (https://adoptium.net) and run: sudo $0 setup"
    exit 1
}

apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o "DPkg::Lock::Timeout=$DPKG_WAIT_SECONDS" \
        -o "Acquire::Retries=3" "$@" >&2
}

install_missing() {
    local package packages=()
    apt update
    for package; do
        if [[ $package != jdk ]]; then
            packages+=("$package")
        elif package=$(jdk_package); then
            packages+=("$package")
        elif can_borrow_jdk; then
            borrow_jdk
        else
            tell_jdk
        fi
    done
    ((${#packages[@]} == 0)) || apt install --no-install-recommends "${packages[@]}"
}

setup() {
    local check=no
    case ${1-} in
        '') ;;
        --check) check=yes ;;
        -h | --help)
            printf '%s\n' 'Usage: vzgit setup [--check]' \
                'Install what building and running vzgit needs. Does nothing where all is there.' \
                '      --check   Only say what is missing; exit code 1 if anything is.' \
                '' 'Example:' '  sudo ./vzgit setup'
            return 0
            ;;
        *)
            complain "setup: unknown argument $1"
            exit 64
            ;;
    esac
    local lines packages=() package purpose
    lines=$(missing)
    [[ -z $lines ]] && return 0
    while IFS=$'\t' read -r package purpose; do
        packages+=("$package")
        complain "missing: $package ($purpose)"
    done <<<"$lines"
    [[ $check == yes ]] && exit 1
    type -P apt-get >/dev/null || fail "no apt-get here; install the above with this system's tools"
    ((EUID == 0)) || fail "only root can install them: sudo $0 setup"
    install_missing "${packages[@]}"
    lines=$(missing)
    [[ -z $lines ]] || fail "still missing: ${lines//$'\n'/; }"
}
