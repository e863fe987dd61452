# shellcheck shell=bash
# Says how many kernel tests ran and why others did not, and holds a floor under their number: tests
# that abort because a feature is missing must not abort unseen. Sourced by vzgit, before test.sh.
# shellcheck disable=SC2154  # root comes from vzgit

# Well below what a hybrid cgroup v1 machine with a disk runs, for kernels that have less.
readonly KERNEL_TESTS_MIN=250

# Why tests of a report were skipped, a line each. Surefire writes the exception of an assumption that
# does not hold as text, and the message of a test that is disabled as an attribute.
skip_reasons() {
    sed -n '/<skipped/{
        s/.*message="\([^"]*\)".*/  skipped: \1/p
        s/.*CDATA\[[A-Za-z0-9.$]*: */  skipped: /p
    }' "$1" | sed 's/\]\]>.*//' | cut -c1-160
}

count_kernel_tests() {
    local source class report why='' tests=0 skipped=0
    while IFS= read -r source; do
        class=${source##*/}
        for report in "$root"/*/target/surefire-reports/TEST-*."${class%.java}".xml; do
            [[ -f $report ]] || continue
            tests=$((tests + $(grep -c '<testcase ' "$report" || true)))
            skipped=$((skipped + $(grep -c '<skipped' "$report" || true)))
            why+=$(skip_reasons "$report")$'\n'
        done
    done < <(grep -rl --include='*.java' '^@Tag("kernel")' "$root"/*/src/test/java)
    sed '/^$/d' <<<"$why" | sort | uniq -c | sort -rn
    printf 'Kernel tests: %d executed, %d skipped; at least %d must be executed.\n' \
        $((tests - skipped)) "$skipped" "$KERNEL_TESTS_MIN"
    ((tests - skipped >= KERNEL_TESTS_MIN))
}
