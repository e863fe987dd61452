# shellcheck shell=bash
# Builds vzgit and its AOT cache. Sourced by vzgit, after setup.sh.
# shellcheck disable=SC2154  # root, out, jar, aot, stamp come from vzgit

# Downloads on a slow line and a cold Maven take minutes; another build that has not finished after
# this long hangs.
readonly BUILD_WAIT_SECONDS=1800

build() {
    local home
    home=$(find_jdk) || fail "no JDK $JDK_MIN or newer found; run: sudo $0 setup"
    type -P mvn >/dev/null || fail "no Maven found; run: sudo $0 setup"
    mkdir -p "$out" 2>/dev/null || true
    # Somebody else's clone that cannot be written: run what is there.
    if [[ ! -w $out ]]; then
        [[ -f $stamp ]] && return 0
        fail "not built, and $out cannot be written"
    fi
    exec 9>"$out/lock"
    flock -w "$BUILD_WAIT_SECONDS" 9 || fail "another build holds $out/lock"
    if ! fresh; then
        : >"$stamp.part"
        package "$home"
        train "$home"
        printf '%s\n' "$home/bin/java" >"$out/java"
        mv "$stamp.part" "$stamp"
    fi
    exec 9>&-
}

# Maven's own lines go to a log; one line for each module says that something happens.
package() {
    local log=$out/build.log line
    complain 'building (the first time downloads libraries and takes some minutes)'
    JAVA_HOME=$1 MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS-}" \
        mvn -B -ntp -Dstyle.color=never -Dmaven.test.skip=true -f "$root/pom.xml" package 2>&1 9>&- |
        while IFS= read -r line; do
            printf '%s\n' "$line" >&3
            if [[ $line == '[INFO] Building vzgit'* ]]; then complain "  ${line#\[INFO\] }"; fi
        done 3>"$log" || {
        grep -m 40 -E '^\[ERROR\]|BUILD FAILURE' "$log" >&2 || tail -n 40 "$log" >&2
        fail "the build failed; all of it is in $log"
    }
    "$1/bin/java" "$root/launcher/CacheableJars.java" "$out"/lib/*.jar
}

# Records which classes the commands load and links them ahead of time (JEP 483, JEP 514). A start
# with the cache takes about half as long. Without it everything works, so a failure only costs time.
train() {
    rm -f "$aot"
    "$1/bin/java" -XX:AOTCacheOutput="$aot" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -jar "$jar" train "$root/examples/desired-state" "$out/train-home" >"$out/train.log" 2>&1 9>&- ||
        complain "no AOT cache (see $out/train.log); commands start slower"
    if grep -qE 'Skipping .*(Signed JAR|Old class)' "$out/train.log"; then
        complain "the AOT cache lacks classes (see $out/train.log); commands start slower"
    fi
}
