# shellcheck shell=bash
# Unpacks Debian packages of a suite beside the host's packages and not among them. Sourced by the nodes' fetch.sh.

# unpack_debian SUITE DIR PACKAGE...: a package name may be a pattern of apt-cache; the newest that matches is taken.
unpack_debian() {
    local suite=$1 dir=$2 package archive=debian name packages=()
    shift 2
    [[ $suite != *-security ]] || archive=debian-security
    mkdir -p "$dir"/{state/lists/partial,cache/archives/partial,root}
    : >"$dir/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/$archive $suite main" >"$dir/suite.list"
    local options=(-q -o "Dir::State=$dir/state" -o "Dir::Cache=$dir/cache" -o "Dir::State::status=$dir/status"
        -o "Dir::Etc::sourcelist=$dir/suite.list" -o Dir::Etc::sourceparts=/dev/null -o APT::Sandbox::User=root -o Acquire::Retries=3)
    apt-get "${options[@]}" update >/dev/null
    for package; do
        name=$(apt-cache "${options[@]}" search --names-only "^$package\$" | cut -d' ' -f1 | sort -V | tail -n 1)
        [ -n "$name" ] || { echo "no package $package in Debian $suite" >&2; return 1; }
        packages+=("$name")
    done
    (cd "$dir" && apt-get "${options[@]}" download "${packages[@]}" >/dev/null)
    for package in "$dir"/*.deb; do dpkg -x "$package" "$dir/root"; done
}
