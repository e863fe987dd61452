# shellcheck shell=bash
# Gives Debian 12, whose own packages end at Java 17, the JDK of Debian 13. Sourced by setup.sh.

# Beside the host's packages, not among them: it needs Debian 13's C library, and that is carried
# along for this JDK alone. /usr/lib/jvm is where Maven's toolchains and find_jdk look.
readonly jdk_place=/usr/lib/jvm/debian13-jdk-$JDK_MIN
readonly jdk_libraries=(libc6 libgcc-s1 libstdc++6 zlib1g)

# Whether this is a host for it: another libc (Alpine) or an old Debian would only fail later.
can_borrow_jdk() {
    [[ $(. /etc/os-release && echo "$ID-$VERSION_ID") == debian-12 ]]
}

borrow_jdk() {
    local work
    complain "taking JDK $JDK_MIN from Debian 13 into $jdk_place (150 MB)"
    apt install --no-install-recommends patchelf
    work=$(mktemp -d)
    mkdir -p "$work"/{state/lists/partial,cache/archives/partial,root}
    : >"$work/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main" \
        >"$work/sources.list"
    # An apt of its own, with an empty list of installed packages: nothing of the host is upgraded.
    local own=(-o "Dir::State=$work/state" -o "Dir::Cache=$work/cache"
        -o "Dir::State::status=$work/status" -o "Dir::Etc::sourcelist=$work/sources.list"
        -o Dir::Etc::sourceparts=/dev/null -o APT::Sandbox::User=root)
    apt "${own[@]}" update
    (cd "$work" && apt "${own[@]}" download "openjdk-$JDK_MIN-jdk-headless" \
        "openjdk-$JDK_MIN-jre-headless" "${jdk_libraries[@]}")
    local package
    for package in "$work"/*.deb; do dpkg-deb -x "$package" "$work/root"; done
    settle_jdk "$work/root" "$work/root/usr/lib/jvm/java-$JDK_MIN-openjdk-$(dpkg --print-architecture)"
    rm -rf "$jdk_place"
    mv "$work/root/usr/lib/jvm/java-$JDK_MIN-openjdk-$(dpkg --print-architecture)" "$jdk_place"
    rm -rf "$work"
}

# Makes the unpacked JDK stand alone in its final place: its settings are links to /etc, which this
# host does not have, and its programs look for the host's loader.
settle_jdk() {
    local root=$1 jdk=$2 file target loader
    mkdir "$jdk/glibc"
    find "$root/usr/lib" -maxdepth 2 -path '*-linux-gnu/*.so*' -exec cp -a {} "$jdk/glibc/" \;
    find "$jdk" -xtype l | while IFS= read -r file; do
        target=$root$(readlink "$file")
        if [[ -e $target ]]; then
            rm "$file"
            cp -r "$target" "$file"
        fi
    done
    loader=$(basename "$jdk"/glibc/ld-linux-*.so.*)
    for file in "$jdk"/bin/* "$jdk"/lib/jspawnhelper "$jdk"/lib/jexec; do
        # DT_RPATH and not DT_RUNPATH: only that one also holds for libraries of libraries.
        patchelf --set-interpreter "$jdk_place/glibc/$loader" --force-rpath \
            --set-rpath "$jdk_place/glibc:$jdk_place/lib" "$file"
    done
}
