#!/bin/sh
# Builds ve-init, and what is in a directory below: build.sh OUTPUT [DIRECTORY]. Called by Maven.
set -eu
output=$1
here=$(dirname "$0")/${2-}
compiler=${CC:-gcc}
if ! command -v "$compiler" >/dev/null; then
    echo "vzgit needs a C compiler, and there is no '$compiler': apt-get install gcc libc6-dev" >&2
    exit 1
fi
# Nothing to do while no source is newer: a build that changed no C starts no compiler.
if [ -e "$output" ] && [ -z "$(find "$here" -maxdepth 1 -type f -newer "$output")" ]; then
    exit 0
fi
mkdir -p "$(dirname "$output")"
generated=$(mktemp -d)
trap 'rm -rf "$generated"' EXIT

# The table of the calls that begin with $2 ('!' or none) in the file 'calls', by the numbers of the headers
# that are included before it; a number of our own counts where the headers do not know the name.
table() {
    echo "static const unsigned $1[] = {"
    grep -v '^#' "$here/calls" | while read -r name number; do
        case $2$name in
            !!*) name=${name#!} ;;
            !*) continue ;;
        esac
        printf '#ifdef __NR_%s\n    __NR_%s,\n#else\n    %s\n#endif\n' "$name" "$name" "${number:+$number,}"
    done
    echo '};'
}
[ ! -e "$here/calls" ] || {
    table native_allowed ''
    table native_refused '!'
    # 32-bit x86 programs run on a 64-bit kernel by a table of numbers of its own. The two headers
    # cannot be included together, so one is read in a pass of its own that keeps the results only.
    if [ "$("$compiler" -dumpmachine | cut -d - -f 1)" = x86_64 ]; then
        {
            echo '#include <asm/unistd_32.h>'
            table compat_allowed ''
            table compat_refused '!'
            echo 'static const unsigned compat_socket = __NR_socket;'
            echo 'static const unsigned compat_socketpair = __NR_socketpair;'
        } | "$compiler" -E -P -
    fi
} >"$generated/calls.h"
# Static: the program runs on after pivot_root, where there is no libc of the host.
"$compiler" -std=gnu17 -O2 -static -s -Wall -Wextra -Werror -I"$generated" -o "$output.new" "$here"/*.c
mv "$output.new" "$output"
